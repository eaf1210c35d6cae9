package dev.crosspoint.signaling.sip;

import java.util.concurrent.TimeUnit;

/**
 * How many frames one socket may bring, of whatever kind: some at once, and some a second. Pure.
 */
final class FrameAllowance {

    /** At once: a transfer with its subscriptions has a dozen. */
    static final int BURST = 100;

    static final int PER_SECOND = 20;

    private static final long EACH_NANOS = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

    /** When all of it will have been earned back. */
    private long fullNanos;

    FrameAllowance(long nowNanos) {
        fullNanos = nowNanos;
    }

    /** Takes one; false when none is left. */
    boolean take(long nowNanos) {
        long owedNanos = Math.max(0, fullNanos - nowNanos);
        if (owedNanos > (BURST - 1) * EACH_NANOS) {
            return false;
        }
        fullNanos = nowNanos + owedNanos + EACH_NANOS;
        return true;
    }
}
