package dev.crosspoint.media.sdp;

import dev.crosspoint.media.ice.IceCredentials;
import dev.crosspoint.media.sdp.Sdp.Connection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Where a peer says its audio goes. */
record Route(
        @Nullable InetSocketAddress rtp,
        @Nullable InetSocketAddress rtcp,
        boolean rtcpMux,
        @Nullable IceCredentials ice) {

    private static final int HIGHEST_PORT = 65_535;

    /** By ICE, which finds the addresses itself. */
    static Route byIce(IceCredentials ice) {
        return new Route(null, null, true, ice);
    }

    /**
     * As the lines say. At address zero, the hold of old (RFC 3264 8.4), there is nowhere to go.
     */
    static Route direct(Sdp sdp, MediaDescription medium, boolean rtcpMux)
            throws BadSdp, NotAcceptable {
        Connection connection = sdp.connectionOf(medium);
        if (connection == null) {
            throw new BadSdp("a medium has no address");
        }
        InetAddress address = unicast(connection);
        if (address.isAnyLocalAddress()) {
            return new Route(null, null, rtcpMux, null);
        }
        var rtp = new InetSocketAddress(address, medium.port());
        return new Route(rtp, rtcpMux ? rtp : rtcp(medium, rtp), rtcpMux, null);
    }

    boolean onHold() {
        return rtp == null && ice == null;
    }

    // RFC 3605: the attribute says where, or else it is the next port
    private static @Nullable InetSocketAddress rtcp(MediaDescription medium, InetSocketAddress rtp)
            throws BadSdp, NotAcceptable {
        String value = medium.attributes().value("rtcp");
        if (value == null) {
            return rtp.getPort() == HIGHEST_PORT
                    ? null
                    : new InetSocketAddress(rtp.getAddress(), rtp.getPort() + 1);
        }
        RtcpPort stated = RtcpPort.parse(value);
        InetAddress address =
                stated.connection() == null ? rtp.getAddress() : unicast(stated.connection());
        boolean nowhere = stated.port() == 0 || address.isAnyLocalAddress();
        return nowhere ? null : new InetSocketAddress(address, stated.port());
    }

    private static InetAddress unicast(Connection connection) throws NotAcceptable {
        InetAddress address = Grammar.literal(connection.address());
        // A name would mean a look-up, and whose answer to trust.
        if (address == null) {
            throw new NotAcceptable("media addresses have to be IP addresses");
        }
        if (address.isMulticastAddress()) {
            throw new NotAcceptable("media addresses have to be unicast");
        }
        return address;
    }
}
