package dev.crosspoint.media.loop;

import java.util.random.RandomGenerator;

/**
 * Which pairs of ports of a range are free: an even one for RTP and the next for RTCP (RFC 3550
 * 11). A pair that was given back rests for a while, so that late packets of its last call do not
 * reach the next, and is used again only after every other one.
 */
final class PortLeases {

    /** No pair is free and rested. */
    static final int EXHAUSTED = -1;

    private final long quarantineNanos;
    private final int firstPort;
    private final int stride;

    /** Free pairs by number, longest rested first: a ring of which {@link #free} are filled. */
    private final int[] queue;

    private final boolean[] leased;
    private final boolean[] used;
    private final long[] releasedAtNanos;
    private int head;
    private int free;

    /**
     * The pairs of one loop: each loop takes every n-th pair of the range.
     *
     * @param low first port of the range; an odd one is left out
     * @param high last port of the range
     * @param loop 0 to {@code loops} - 1
     * @throws IllegalArgumentException when the range has no pair for this loop
     */
    PortLeases(
            int low, int high, int loop, int loops, long quarantineNanos, RandomGenerator random) {
        this.firstPort = low + (low & 1) + 2 * loop;
        this.stride = 2 * loops;
        int pairs = high - firstPort < 1 ? 0 : (high - 1 - firstPort) / stride + 1;
        if (low < 1 || high > 65_535 || pairs == 0) {
            throw new IllegalArgumentException(
                    "trunk ports %d-%d, expected a pair for each of %d loops"
                            .formatted(low, high, loops));
        }
        this.quarantineNanos = quarantineNanos;
        this.queue = new int[pairs];
        this.leased = new boolean[pairs];
        this.used = new boolean[pairs];
        this.releasedAtNanos = new long[pairs];
        // A restarted gateway should not meet the packets of the calls it has just lost.
        int start = random.nextInt(pairs);
        for (int i = 0; i < pairs; i++) {
            queue[i] = (start + i) % pairs;
        }
        free = pairs;
    }

    /**
     * Takes the pair that has rested longest.
     *
     * @return its even port, or {@link #EXHAUSTED}
     */
    int lease(long nowNanos) {
        int pair = queue[head];
        boolean rested = !used[pair] || nowNanos - releasedAtNanos[pair] >= quarantineNanos;
        if (free == 0 || !rested) {
            return EXHAUSTED;
        }
        head = (head + 1) % queue.length;
        free--;
        leased[pair] = true;
        return firstPort + pair * stride;
    }

    /**
     * Gives a pair back, to rest.
     *
     * @param rtpPort as leased
     */
    void release(int rtpPort, long nowNanos) {
        int pair = Math.floorDiv(rtpPort - firstPort, stride);
        boolean ours = pair >= 0 && pair < leased.length && firstPort + pair * stride == rtpPort;
        if (!ours || !leased[pair]) {
            throw new IllegalArgumentException("port " + rtpPort + " is not leased");
        }
        leased[pair] = false;
        used[pair] = true;
        releasedAtNanos[pair] = nowNanos;
        queue[(head + free++) % queue.length] = pair;
    }

    /** Pairs of the range. */
    int pairs() {
        return queue.length;
    }

    /** Pairs not leased, rested or not. */
    int free() {
        return free;
    }
}
