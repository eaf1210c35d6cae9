package dev.crosspoint.media.loop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Reads a socket in batches into the loop's own memory, and stops as soon as a batch was not full:
 * then the socket is empty, and asking it again would cost a system call to learn that. Preparing
 * room costs time for each datagram that does not come, so a batch is as large as the last ones
 * were full.
 */
final class BatchReads extends DefaultMaxMessagesRecvByteBufAllocator {

    /** Batches read from one socket before the others have their turn. */
    private static final int BATCHES = 4;

    /** A talker's packet, and one or two that were held up on the way. */
    private static final int SMALLEST_BATCH = 4;

    private final PacketMemory memory;

    BatchReads(PacketMemory memory) {
        super(BATCHES * PacketMemory.BATCH);
        this.memory = memory;
    }

    @Override
    @SuppressWarnings("deprecation") // There is no other way to choose the buffer.
    public Handle newHandle() {
        return new BatchHandle();
    }

    private final class BatchHandle extends MaxMessageHandle {
        private int batch = SMALLEST_BATCH;

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return memory.batch(batch);
        }

        @Override
        public int guess() {
            return batch * UdpPort.DATAGRAM_STRIDE;
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
            boolean full = lastBytesRead() == attemptedBytesRead();
            if (full) {
                batch = Math.min(PacketMemory.BATCH, 4 * batch);
            } else if (lastBytesRead() < attemptedBytesRead() / 4) {
                batch = Math.max(SMALLEST_BATCH, batch / 2);
            }
            return full && super.continueReading(maybeMoreData);
        }
    }
}
