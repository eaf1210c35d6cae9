package dev.crosspoint.media.loop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The memory that the packets of one loop pass through, shared by all its ports: nothing of it is
 * held between two turns of the loop, so it need not grow with the number of ports.
 */
final class PacketMemory {

    /** Datagrams that one system call may fetch. */
    static final int BATCH = 64;

    /** Room behind a packet of the largest size: an SRTP tag, an SRTCP index, an MKI; and ample. */
    private static final int SPARE_BYTES = 256;

    /**
     * Datagrams waiting to be sent on this loop, at most. A tick of a thousand calls sends two
     * thousand packets; twice that is 6 MiB.
     */
    private static final int SEND_SLOTS = 4_096;

    // No leak detection: it would wrap a buffer now and then, and these live as long as the loop.
    private final UnpooledByteBufAllocator direct = new UnpooledByteBufAllocator(true, true);
    private final ArrayDeque<SendSlot> free = new ArrayDeque<>();
    private final byte[] packet = new byte[UdpPort.MAX_DATAGRAM_BYTES + SPARE_BYTES];
    private @Nullable ByteBuf batch;
    private @Nullable ByteBuffer batchBytes;
    private int slots;

    /**
     * Where the operating system puts a batch of datagrams; the caller releases it once.
     *
     * @param datagrams room for so many, at most {@link #BATCH}
     */
    ByteBuf batch(int datagrams) {
        if (batch == null) {
            // Pooled, so that the views Netty makes of it for each datagram are recycled.
            batch = PooledByteBufAllocator.DEFAULT.directBuffer(BATCH * UdpPort.DATAGRAM_STRIDE);
            batchBytes = batch.nioBuffer(0, batch.capacity());
        }
        int start = (BATCH - datagrams) * UdpPort.DATAGRAM_STRIDE;
        return batch.setIndex(start, start).retain();
    }

    /**
     * Copies a received datagram to where the receiver may work on it, with room behind it.
     *
     * @return an array that begins with the datagram
     */
    byte[] copy(ByteBuf datagram, int length) {
        long start = -1;
        if (batch != null && datagram.hasMemoryAddress()) {
            start = datagram.memoryAddress() + datagram.readerIndex() - batch.memoryAddress();
        }
        if (batchBytes != null && start >= 0 && start + length <= batchBytes.capacity()) {
            // A view of the batch would make a new ByteBuffer for each copy out of it.
            batchBytes.get((int) start, packet, 0, length);
        } else {
            datagram.readBytes(packet, 0, length);
        }
        return packet;
    }

    /** A slot to send with, or null when all are under way. */
    @Nullable SendSlot slot() {
        SendSlot slot = free.poll();
        if (slot == null && slots < SEND_SLOTS) {
            slots++;
            slot =
                    new SendSlot(
                            direct.directBuffer(
                                    UdpPort.MAX_DATAGRAM_BYTES, UdpPort.MAX_DATAGRAM_BYTES),
                            free);
        }
        return slot;
    }

    /** Gives everything back; the loop has stopped and its ports are closed. */
    void release() {
        free.forEach(SendSlot::destroy);
        free.clear();
        if (batch != null) {
            batch.release();
            batch = null;
            batchBytes = null;
        }
    }
}
