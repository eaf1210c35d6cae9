package dev.crosspoint.media.loop;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams on their way from one thread to one other, in slots made beforehand. No locks and no
 * allocation: the producer publishes a slot by advancing the tail, the consumer gives it back by
 * advancing the head. A full ring refuses.
 *
 * @param <H> what a datagram belongs to, opaque here
 */
final class LoopRing<H> {

    /** Who takes what comes out. */
    interface Taker<H> {

        /**
         * A datagram, in an array with at least 256 bytes of spare room behind it. The taker may
         * change the array, and gives it back by returning.
         *
         * @param tag as it was offered
         */
        void onDatagram(
                H handle, int tag, InetSocketAddress address, byte[] data, int offset, int length);
    }

    private static final int SPARE_BYTES = 256;

    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

    // Places in the words, 128 bytes apart: CPUs fetch cache lines in pairs.
    private static final int TAIL = 16;
    private static final int HEAD = 32;
    private static final int ASLEEP = 48;
    private static final int WORDS = 64;

    private final List<Slot<H>> slots;
    private final int mask;
    private final long[] words = new long[WORDS];

    /** The producer's copy of the head, so that it seldom touches the consumer's cache line. */
    private long headSeen;

    /**
     * @param size slots, a power of two
     */
    LoopRing(int size) {
        if (Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("slots: " + size + ", expected a power of two");
        }
        slots = Stream.generate(() -> new Slot<H>()).limit(size).toList();
        mask = size - 1;
        words[ASLEEP] = 1;
    }

    /**
     * Copies a datagram in. Only by the producer.
     *
     * @param length at most {@link UdpPort#MAX_DATAGRAM_BYTES}
     * @return false when the ring is full
     */
    boolean offer(
            H handle, int tag, InetSocketAddress address, byte[] data, int offset, int length) {
        long tail = words[TAIL];
        if (tail - headSeen > mask) {
            headSeen = (long) WORD.getAcquire(words, HEAD);
            if (tail - headSeen > mask) {
                return false;
            }
        }
        slots.get((int) tail & mask).fill(handle, tag, address, data, offset, length);
        WORD.setRelease(words, TAIL, tail + 1);
        return true;
    }

    /**
     * Ends a batch of offers. Only by the producer.
     *
     * @return whether the consumer slept and the caller must now wake it
     */
    boolean mustWake() {
        // The new tail must be visible before the question, or both sides could miss each other.
        VarHandle.fullFence();
        return (long) WORD.getVolatile(words, ASLEEP) == 1
                && WORD.compareAndSet(words, ASLEEP, 1L, 0L);
    }

    /**
     * Hands over what is there. Only by the consumer, while awake.
     *
     * @param limit most datagrams to hand over
     * @return how many there were
     */
    int drain(int limit, Taker<? super H> taker) {
        long head = words[HEAD];
        int count = (int) Math.min(limit, (long) WORD.getAcquire(words, TAIL) - head);
        for (int i = 0; i < count; i++) {
            Slot<H> slot = slots.get((int) head & mask);
            try {
                slot.handTo(taker);
            } finally {
                slot.clear();
                WORD.setRelease(words, HEAD, ++head);
            }
        }
        return count;
    }

    /**
     * Lets the consumer sleep, unless something has just come in.
     *
     * @return false when it is still awake and must drain again
     */
    boolean sleep() {
        WORD.setVolatile(words, ASLEEP, 1L);
        boolean empty = (long) WORD.getVolatile(words, TAIL) == words[HEAD];
        // Whoever takes the flag back does the work: we here, or the producer by waking us.
        return empty || !WORD.compareAndSet(words, ASLEEP, 1L, 0L);
    }

    private static final class Slot<H> {
        private final byte[] data = new byte[UdpPort.MAX_DATAGRAM_BYTES + SPARE_BYTES];
        private int length;
        private int tag;
        private @Nullable H handle;
        private @Nullable InetSocketAddress address;

        void fill(
                H newHandle,
                int newTag,
                InetSocketAddress newAddress,
                byte[] from,
                int offset,
                int newLength) {
            System.arraycopy(from, offset, data, 0, newLength);
            length = newLength;
            tag = newTag;
            handle = newHandle;
            address = newAddress;
        }

        void handTo(Taker<? super H> taker) {
            taker.onDatagram(requireNonNull(handle), tag, requireNonNull(address), data, 0, length);
        }

        /** Lets go of a leg that may be closed long before the ring comes round again. */
        void clear() {
            handle = null;
            address = null;
        }
    }
}
