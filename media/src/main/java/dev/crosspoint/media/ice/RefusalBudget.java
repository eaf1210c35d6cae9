package dev.crosspoint.media.ice;

import java.util.concurrent.TimeUnit;

/**
 * How often those are answered who have proved nothing: whoever knows a leg's ufrag, which SDP and
 * checks carry in the clear, must not make it work and send without end. A token bucket that a peer
 * who has mistaken its password does not feel.
 */
final class RefusalBudget {
    /** A browser repeats a check five times before it gives up, and may have several paths. */
    static final int BURST = 20;

    static final int PER_SECOND = 5;

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
    private static final long BURST_NANOS = BURST * INTERVAL_NANOS;

    private boolean begun;

    /** When the bucket is full again. */
    private long fullNanos;

    /** Whether there is one left, which is taken. */
    boolean take(long nowNanos) {
        if (!begun || fullNanos - nowNanos < 0) {
            begun = true;
            fullNanos = nowNanos;
        }
        if (fullNanos + INTERVAL_NANOS - nowNanos > BURST_NANOS) {
            return false;
        }
        fullNanos += INTERVAL_NANOS;
        return true;
    }
}
