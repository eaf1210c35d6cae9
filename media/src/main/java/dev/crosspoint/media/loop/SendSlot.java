package dev.crosspoint.media.loop;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A datagram on its way out, used again and again. Netty asks it for content and recipient while it
 * sends and releases it once afterwards, sent or not; that brings it back to its loop.
 */
final class SendSlot extends DatagramPacket {
    private static final InetSocketAddress NOWHERE =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final ArrayDeque<SendSlot> free;
    private InetSocketAddress to = NOWHERE;
    private @Nullable UdpPort port;

    SendSlot(ByteBuf buffer, ArrayDeque<SendSlot> free) {
        super(buffer, NOWHERE);
        this.free = free;
    }

    /** Copies a packet in. */
    SendSlot fill(UdpPort from, InetSocketAddress recipient, byte[] data, int offset, int length) {
        port = from;
        to = recipient;
        content().clear().writeBytes(data, offset, length);
        return this;
    }

    @Override
    public InetSocketAddress recipient() {
        return to;
    }

    @Override
    public boolean release() {
        if (port == null) {
            throw new IllegalStateException("released twice");
        }
        port.left();
        port = null;
        to = NOWHERE;
        free.push(this);
        return true;
    }

    @Override
    public boolean release(int decrement) {
        return release();
    }

    /** Frees the memory. */
    void destroy() {
        content().release();
    }
}
