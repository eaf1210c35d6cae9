package dev.crosspoint.media.spool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Bytes on their way from one media loop to the spool's writer, each piece with the number of the
 * tape it is for. One thread claims and publishes, one other drains; no locks, no waiting and no
 * allocation. A full ring refuses. What is drained is wiped at once: no audio stays behind here.
 */
public final class TapRing {
    /** Takes what comes out. */
    @FunctionalInterface
    public interface Taker {
        /** One piece as it was claimed. The bytes are borrowed. */
        void onBytes(int tape, byte[] bytes, int offset, int length);
    }

    /** Some 20 s of a hundred recorded calls on one loop. */
    public static final int DEFAULT_BYTES = 4 << 20;

    /** Before each piece: its length and its tape. Pieces begin at multiples of it. */
    private static final int HEAD_BYTES = 8;

    /** Instead of a length: nothing more up to the end of the array. */
    private static final int SKIP = -1;

    private static final VarHandle U32 =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

    // Places in the words, 128 bytes apart: CPUs fetch cache lines in pairs.
    private static final int TAIL = 16;
    private static final int REFUSED = 17;
    private static final int HEAD = 32;
    private static final int WORDS = 48;

    private final byte[] bytes;
    private final int mask;
    private final long[] words = new long[WORDS];

    // Of the producer.
    private long headSeen;
    private long claimedTo;

    /**
     * @param size bytes, a power of two of at least 64
     */
    public TapRing(int size) {
        if (Integer.bitCount(size) != 1 || size < 64) {
            throw new IllegalArgumentException("ring: " + size + " bytes, expected a power of two");
        }
        bytes = new byte[size];
        mask = size - 1;
    }

    /**
     * Room for one piece, all of it in one place. Only by the producer. A claim that is not
     * published is forgotten by the next one.
     *
     * @param length at least 1; more than a half of the ring may never fit
     * @return where to write in {@link #array}, or -1 when the ring is full
     */
    public int claim(int tape, int length) {
        long tail = words[TAIL];
        int at = (int) tail & mask;
        int needed = HEAD_BYTES + (length + HEAD_BYTES - 1) / HEAD_BYTES * HEAD_BYTES;
        int skipped = needed > bytes.length - at ? bytes.length - at : 0;
        long end = tail + skipped + needed;
        if (end - headSeen > bytes.length) {
            headSeen = (long) WORD.getAcquire(words, HEAD);
            if (end - headSeen > bytes.length) {
                WORD.setOpaque(words, REFUSED, words[REFUSED] + 1);
                return -1;
            }
        }
        if (skipped > 0) {
            U32.set(bytes, at, SKIP);
            at = 0;
        }
        U32.set(bytes, at, length);
        U32.set(bytes, at + 4, tape);
        claimedTo = end;
        return at + HEAD_BYTES;
    }

    /** What claims are written into. */
    public byte[] array() {
        return bytes;
    }

    /** Hands over what was claimed last. Only by the producer. */
    public void publish() {
        WORD.setRelease(words, TAIL, claimedTo);
    }

    /** How far the ring is published: bytes since it was made, never less than before. */
    public long published() {
        return (long) WORD.getAcquire(words, TAIL);
    }

    /** How many claims found no room. Any thread. */
    public long refused() {
        return (long) WORD.getOpaque(words, REFUSED);
    }

    /** How far the ring is drained; what was published before that is taken. */
    public long drained() {
        return (long) WORD.getAcquire(words, HEAD);
    }

    /**
     * Takes what was published up to some point, and wipes it. Only by the consumer.
     *
     * @param limit from {@link #published}
     */
    void drain(long limit, Taker taker) {
        long head = words[HEAD];
        while (head < limit) {
            int at = (int) head & mask;
            int length = (int) U32.get(bytes, at);
            int taken = bytes.length - at;
            if (length != SKIP) {
                taken = HEAD_BYTES + (length + HEAD_BYTES - 1) / HEAD_BYTES * HEAD_BYTES;
                try {
                    taker.onBytes((int) U32.get(bytes, at + 4), bytes, at + HEAD_BYTES, length);
                } finally {
                    Arrays.fill(bytes, at, at + taken, (byte) 0);
                    WORD.setRelease(words, HEAD, head + taken);
                }
            } else {
                U32.set(bytes, at, 0);
                WORD.setRelease(words, HEAD, head + taken);
            }
            head += taken;
        }
    }
}
