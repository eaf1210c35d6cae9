package dev.crosspoint.loadtest.phone;

import dev.crosspoint.media.hostile.Flood;
import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * The way of a running call's packets, for somebody who sends by it what is no part of the call. On
 * any thread.
 *
 * @param browser whether RTCP goes to the same port
 */
record MediaPath(MediaPump pump, RtpPort port, RtpPath path, boolean browser)
        implements Flood.Insider {

    /** The gateway's end. */
    InetSocketAddress gateway() {
        return path.gatewayEnd();
    }

    /** Where a telephone's RTCP goes: the port above (RFC 3550 11). */
    InetSocketAddress rtcp() {
        InetSocketAddress audio = gateway();
        return browser ? audio : new InetSocketAddress(audio.getAddress(), audio.getPort() + 1);
    }

    @Override
    public void send(byte[] data, int length) {
        byte[] own = Arrays.copyOf(data, length);
        pump.ask(() -> port.send(own, 0, length, path));
    }
}
