package dev.crosspoint.media.jitter;

import dev.crosspoint.media.rtp.RtpPacket;
import java.util.Arrays;

/**
 * Payloads in the order of their sequence numbers. Slots are made once; payloads are copied into
 * the buffer's own memory. Knows no time: who takes a packet out decides when.
 */
final class JitterBuffer {
    enum Put {
        STORED,
        /** Its turn is over. */
        LATE,
        DUPLICATE,
        /** Longer than any audio payload. */
        OVERSIZE
    }

    /** More than half a second of 10 ms packets: the longest play-out delay and a burst on top. */
    static final int SLOTS = 64;

    /** RFC 6716 3.4: the largest Opus frame; more than 120 ms of G.711. */
    static final int MAX_PAYLOAD = 1275;

    /** A first packet may be overtaken by its successors. */
    private static final int EARLIER_THAN_FIRST = 8;

    private static final int MASK = SLOTS - 1;
    private static final long NEVER = -1;

    private final byte[] payloads = new byte[SLOTS * MAX_PAYLOAD];
    private final int[] lengths = new int[SLOTS];
    private final long[] sequences = new long[SLOTS];
    private final long[] mediaTicks = new long[SLOTS];
    private final int[] timestamps = new int[SLOTS];
    private final boolean[] full = new boolean[SLOTS];
    private final boolean[] noises = new boolean[SLOTS];
    private long next;
    private long newest;
    private int count;

    /** Empties the buffer for a source that starts with this sequence number. */
    void restart(long sequence) {
        Arrays.fill(full, false);
        Arrays.fill(sequences, NEVER);
        next = sequence - EARLIER_THAN_FIRST;
        newest = sequence;
        count = 0;
    }

    /**
     * Copies a packet's payload in. One too far ahead pushes out the oldest.
     *
     * @param ticks where it belongs on the time line
     */
    Put put(long sequence, long ticks, RtpPacket packet) {
        int slot = (int) sequence & MASK;
        if (sequences[slot] == sequence) {
            return Put.DUPLICATE;
        }
        if (sequence < next) {
            return Put.LATE;
        }
        int length = packet.payloadLength();
        if (length > MAX_PAYLOAD) {
            return Put.OVERSIZE;
        }
        if (sequence - next >= SLOTS) {
            skipTo(sequence - SLOTS + 1);
        }
        System.arraycopy(
                packet.array(), packet.payloadOffset(), payloads, slot * MAX_PAYLOAD, length);
        timestamps[slot] = packet.timestamp();
        lengths[slot] = length;
        sequences[slot] = sequence;
        mediaTicks[slot] = ticks;
        full[slot] = true;
        noises[slot] = false;
        newest = Math.max(newest, sequence);
        count++;
        return Put.STORED;
    }

    /** The packet that was just stored is no sound: it describes noise. */
    void markNoise(long sequence) {
        noises[(int) sequence & MASK] = true;
    }

    boolean isNoise(long sequence) {
        return noises[(int) sequence & MASK];
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Sequence number of the packet whose turn is next, whether it is here or not. */
    long next() {
        return next;
    }

    /** Sequence number of the first packet that is here. The buffer must not be empty. */
    long oldest() {
        return after(next - 1);
    }

    /** The first packet behind this one that is here, or -1. */
    long after(long sequence) {
        for (long s = sequence + 1; s <= newest; s++) {
            if (full[(int) s & MASK] && sequences[(int) s & MASK] == s) {
                return s;
            }
        }
        return NEVER;
    }

    /** Whether a packet whose turn is over still lies here. */
    boolean remembers(long sequence) {
        return sequence >= 0 && sequences[(int) sequence & MASK] == sequence;
    }

    /** Media time of the newest packet that is here, or that was. */
    long newestTicks() {
        return mediaTicks[(int) newest & MASK];
    }

    long ticks(long sequence) {
        return mediaTicks[(int) sequence & MASK];
    }

    /** As in the packet's header. */
    int timestamp(long sequence) {
        return timestamps[(int) sequence & MASK];
    }

    byte[] payloads() {
        return payloads;
    }

    int offset(long sequence) {
        return ((int) sequence & MASK) * MAX_PAYLOAD;
    }

    int length(long sequence) {
        return lengths[(int) sequence & MASK];
    }

    /** The turn is this packet's; everything before it has had its. */
    void skipTo(long sequence) {
        for (long s = next; s < sequence && s < next + SLOTS; s++) {
            int slot = (int) s & MASK;
            if (full[slot] && sequences[slot] == s) {
                full[slot] = false;
                count--;
            }
        }
        next = Math.max(next, sequence);
    }
}
