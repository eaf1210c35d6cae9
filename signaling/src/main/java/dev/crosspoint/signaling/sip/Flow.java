package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import gov.nist.core.Host;
import gov.nist.javax.sip.address.SipUri;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.HopImpl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import javax.sip.address.Hop;
import javax.sip.header.RouteHeader;
import org.jspecify.annotations.Nullable;

/**
 * The way the requests of one call take. Over a stream they follow the connection the call lives
 * on; when that is gone, a new one to where the call was placed, or to the Contact if that is an
 * address. Over UDP they go to the Contact or Route (RFC 3261 12.2.1.1), or back where the last
 * message came from when that is a name: names are looked up before a call is placed, never here.
 */
final class Flow {

    private final Core core;
    private final Wire wire;
    private final @Nullable InetSocketAddress destination;
    private final String serverName;
    private final @Nullable String trustedCaPem;
    private final InetAddress partner;
    private InetSocketAddress lastHeard;

    private Flow(
            Core core,
            Wire wire,
            InetSocketAddress lastHeard,
            @Nullable InetSocketAddress destination,
            String serverName,
            @Nullable String trustedCaPem) {
        this.core = core;
        this.wire = wire;
        this.partner = lastHeard.getAddress();
        this.lastHeard = lastHeard;
        this.destination = destination;
        this.serverName = serverName;
        this.trustedCaPem = trustedCaPem;
    }

    /** The way of a call that came in on a channel. */
    static Flow inbound(Core core, LoopChannel channel) {
        var peer = channel.address();
        String host = peer.getAddress().getHostAddress();
        return new Flow(core, channel.wire(), peer, null, host, null);
    }

    /** The way of a call we place. */
    static Flow outbound(Core core, Wire wire, InetSocketAddress to, Destination why) {
        return new Flow(core, wire, to, to, why.host(), why.trustedCaPem());
    }

    /** The address the call began with. */
    InetAddress partner() {
        return partner;
    }

    Transport transport() {
        return wire.transport();
    }

    InetSocketAddress lastHeard() {
        return lastHeard;
    }

    /** A message of the call came from there. */
    void heard(InetSocketAddress from) {
        lastHeard = from;
    }

    /** Where a request goes now; null when there is no way. */
    @Nullable Hop next(SIPRequest request) {
        return hop(
                request,
                switch (wire) {
                    case StreamWire streams -> stream(streams, request);
                    // The Contact of a phone is a name that means nothing (RFC 7118 5.4.1).
                    case SocketWire _ -> lastHeard;
                    case UdpWire _ -> udp(request);
                });
    }

    /**
     * The same for one that is of no dialog: it goes where its destination has been found, though
     * its URI may name an address, as the domain of a REGISTER can (RFC 3261 10.2).
     */
    @Nullable Hop first(SIPRequest request) {
        return destination == null || wire instanceof StreamWire
                ? next(request)
                : hop(request, destination);
    }

    private @Nullable Hop hop(SIPRequest request, @Nullable InetSocketAddress to) {
        sayWhereWeAre(request);
        // JAIN-SIP hands messages to ourselves to a thread of its own, and nobody needs them.
        if (to == null || core.isOwn(transport(), to)) {
            return null;
        }
        return new HopImpl(to.getAddress().getHostAddress(), to.getPort(), transport().name());
    }

    /** JAIN-SIP knows one address of ours, and writes it into the requests of a dialog. */
    private void sayWhereWeAre(SIPRequest request) {
        Via via = request.getTopmostVia();
        String ours = core.settings().advertisedTo(partner);
        if (ours.indexOf(':') >= 0 && via != null && via.getHost().indexOf(':') < 0) {
            via.setHost(new Host(ours));
        }
    }

    /** Sends a request that nobody answers. */
    void send(SIPRequest ack) {
        Hop hop = next(ack);
        if (hop != null) {
            try {
                var to =
                        new InetSocketAddress(
                                InetAddress.ofLiteral(hop.getHost().replaceAll("[\\[\\]]", "")),
                                hop.getPort());
                wire.send(ack.encodeAsBytes(transport().name()), to);
            } catch (IOException e) {
                return; // lost, as datagrams are; the 200 will be repeated
            }
        }
    }

    private InetSocketAddress udp(SIPRequest request) {
        InetSocketAddress target = target(request);
        return target == null ? lastHeard : target;
    }

    private @Nullable InetSocketAddress stream(StreamWire streams, SIPRequest request) {
        if (destination == null && streams.reaches(lastHeard)) {
            return lastHeard;
        }
        InetSocketAddress to = destination == null ? target(request) : destination;
        if (to != null && !core.isOwn(transport(), to)) {
            try {
                streams.connect(to, serverName, trustedCaPem);
            } catch (IOException e) {
                return null;
            }
        }
        return to;
    }

    /** The address in the first Route, or else in the Request-URI; null when that is a name. */
    private @Nullable InetSocketAddress target(SIPRequest request) {
        var uri =
                request.getHeader(RouteHeader.NAME) instanceof RouteHeader route
                        ? route.getAddress().getURI()
                        : request.getRequestURI();
        if (!(uri instanceof SipUri sip)) {
            return null;
        }
        try {
            var host = InetAddress.ofLiteral(sip.getHost().replaceAll("[\\[\\]]", ""));
            int standard = transport() == Transport.TLS ? 5061 : 5060;
            return new InetSocketAddress(host, sip.getPort() > 0 ? sip.getPort() : standard);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
