package dev.crosspoint.media.srtp;

/**
 * Which packets of one source there were: the newest index, and the {@value #PACKETS} up to it (RFC
 * 3711 3.3.2). A sender keeps one too, so as never to use a number twice.
 */
final class ReplayWindow {
    /** What is older counts as seen. */
    static final int PACKETS = 64;

    private static final int HALF = 1 << 15;

    private long newest;

    /** Bit n is set when the packet n before the newest was there. */
    private long seen;

    /**
     * @param first the index of the first packet there was
     */
    ReplayWindow(long first) {
        newest = first;
        seen = 1;
    }

    /**
     * The index that a sequence number most likely means: the one nearest to the newest (RFC 3711
     * 3.3.1, appendix A).
     *
     * @return less than 0 for a number before the stream's first
     */
    long indexOf(int sequence) {
        int last = (int) newest & 0xFFFF;
        long rollover = newest >> 16;
        if (last < HALF) {
            if (sequence - last > HALF) {
                rollover--;
            }
        } else if (last - HALF > sequence) {
            rollover++;
        }
        return (rollover << 16) | sequence;
    }

    /** Whether a packet of this index has not been there, as far as is known. */
    boolean isNew(long index) {
        long behind = newest - index;
        return behind < 0 || (behind < PACKETS && (seen >>> behind & 1) == 0);
    }

    /** A packet is there, and authentic. */
    void add(long index) {
        long ahead = index - newest;
        if (ahead > 0) {
            seen = ahead < PACKETS ? (seen << ahead) | 1 : 1;
            newest = index;
        } else {
            seen |= 1L << -ahead;
        }
    }
}
