package dev.crosspoint.loadtest.phone;

import dev.crosspoint.media.hostile.Flood;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * The socket of one end of a running call, and the gateway's end, for somebody who sends there what
 * is no part of the call. On any thread.
 *
 * @param browser whether RTCP goes to the same port
 */
record MediaPath(RtpSocket socket, boolean browser, InetSocketAddress gateway)
        implements Flood.Insider {

    /** Where a telephone's RTCP goes: the port above (RFC 3550 11). */
    InetSocketAddress rtcp() {
        return browser
                ? gateway
                : new InetSocketAddress(gateway.getAddress(), gateway.getPort() + 1);
    }

    @Override
    public void send(byte[] data, int length) {
        socket.send(ByteBuffer.wrap(data, 0, length), gateway);
    }
}
