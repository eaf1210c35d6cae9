package dev.crosspoint.media.ice;

import java.io.Serial;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * A peer at the other end of one TCP connection. All rooms know a peer by its socket address, and a
 * browser may use the same address and port by UDP and by TCP at once: so this one has an address
 * out of the discard prefix (RFC 6666), which no packet comes from, and another for each
 * connection. Inherits because equality of addresses is all that those rooms ask for.
 */
public final class TcpPeer extends InetSocketAddress {
    @Serial private static final long serialVersionUID = 1;

    /** RFC 6666: 100::/64. */
    private static final long DISCARD_PREFIX = 0x0100_0000_0000_0000L;

    private static final int LOOP_SHIFT = 48;

    private final InetSocketAddress remote;

    /**
     * A connection.
     *
     * @param remote where it comes from
     * @param loop that it came to, 0 to 65535
     * @param number of the connection, another for each of that loop, below 2^48
     */
    public TcpPeer(InetSocketAddress remote, int loop, long number) {
        super(discarded(((long) loop << LOOP_SHIFT) | number), remote.getPort());
        this.remote = remote;
    }

    /** Where a peer really is: what a reflexive address has to tell (RFC 8489 14.2). */
    static InetSocketAddress seen(InetSocketAddress peer) {
        return peer instanceof TcpPeer tcp ? tcp.remote : peer;
    }

    private static InetAddress discarded(long host) {
        byte[] address = ByteBuffer.allocate(16).putLong(DISCARD_PREFIX).putLong(host).array();
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }
}
