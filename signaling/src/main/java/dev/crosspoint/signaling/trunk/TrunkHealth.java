package dev.crosspoint.signaling.trunk;

import org.jspecify.annotations.Nullable;

/**
 * Whether a trunk is worth a call. Two things say so, and neither speaks for the other: a border
 * that answers OPTIONS may refuse every INVITE, and one that nobody asks is known by its calls
 * alone.
 *
 * @param missed probes in a row that nobody answered
 * @param failed calls in a row that the trunk, and not the callee, has failed
 * @param trips how often calls have been kept from it since the last that it took
 * @param closedUntilNanos while it is tripped, no call before this
 * @param rest how long it has asked to be left alone (RFC 3261 21.5.4); null when it has not
 */
record TrunkHealth(int missed, int failed, int trips, long closedUntilNanos, @Nullable Rest rest) {

    /**
     * What it has asked for.
     *
     * @param sinceNanos when it has last, ns
     * @param untilNanos before this, calls go by others
     * @param closedUntilNanos before this, none goes by it at all
     */
    record Rest(long sinceNanos, long untilNanos, long closedUntilNanos) {}

    /** A trunk is there until it is known that it is not. */
    static final TrunkHealth UNKNOWN = new TrunkHealth(0, 0, 0, 0, null);

    /** One datagram may be lost; two periods apart are not. */
    private static final int MISSES = 2;

    /** So many calls in a row fail by the trunk's doing hardly ever while it is well. */
    private static final int FAILURES = 3;

    /** How long calls are kept from it at first, s; twice as long after each that fails then. */
    private static final long FIRST_PAUSE_SECONDS = 30;

    private static final long LONGEST_PAUSE_SECONDS = 300;

    /**
     * How long it is left alone when there is no other, s. Carriers say 503 of one destination as
     * well, and whoever calls there must not close the only way out for minutes; where it was said
     * of all, it refuses what comes each 10 s.
     */
    private static final long LONGEST_CLOSED_SECONDS = 10;

    /** While one call finds out how it is, the others wait: as long as an INVITE can be silent. */
    private static final long TRIAL_SECONDS = 32;

    private static final long SECOND_NANOS = 1_000_000_000L;

    /** A probe was answered, by anything but 408 and 503. */
    TrunkHealth answered() {
        return new TrunkHealth(0, failed, trips, closedUntilNanos, rest);
    }

    /** A probe was not. */
    TrunkHealth missedOne() {
        return new TrunkHealth(Math.min(missed + 1, MISSES), failed, trips, closedUntilNanos, rest);
    }

    /**
     * A call got through to whoever decides about it.
     *
     * @param placedNanos since when it has gone by this trunk: if that is behind what it has asked
     *     for, it takes calls again
     */
    TrunkHealth reached(long placedNanos) {
        boolean over = rest == null || placedNanos - rest.sinceNanos() > 0;
        return new TrunkHealth(missed, 0, 0, 0, over ? null : rest);
    }

    /**
     * The trunk failed a call.
     *
     * @param random 0 to 1: gateways that saw it fail together do not come back together
     */
    TrunkHealth failed(long nowNanos, double random) {
        int failures = Math.min(failed + 1, FAILURES);
        if (failures < FAILURES) {
            return new TrunkHealth(missed, failures, trips, closedUntilNanos, rest);
        }
        long pause = Math.min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS << Math.min(trips, 8));
        long nanos = (long) (pause * SECOND_NANOS * (1 + random * 0.2));
        return new TrunkHealth(missed, failures, trips + 1, nowNanos + nanos, rest);
    }

    /**
     * A call goes there. Where it is the one that finds out, the next has to wait for it; where it
     * goes there because there is no other, the pause goes on.
     */
    TrunkHealth tried(long nowNanos) {
        long trialUntilNanos = nowNanos + TRIAL_SECONDS * SECOND_NANOS;
        return failed < FAILURES || closedUntilNanos - trialUntilNanos >= 0
                ? this
                : new TrunkHealth(missed, failed, trips, trialUntilNanos, rest);
    }

    /**
     * It has answered 503, and said when to come again. Whatever longer time it has said before
     * holds as well.
     *
     * @param seconds as it says; longer than 5 minutes is no pause, and 5 minutes then
     */
    TrunkHealth asksForRest(int seconds, long nowNanos) {
        long until = nowNanos + Math.min(LONGEST_PAUSE_SECONDS, seconds) * SECOND_NANOS;
        long closed = nowNanos + Math.min(LONGEST_CLOSED_SECONDS, seconds) * SECOND_NANOS;
        var asked =
                rest == null
                        ? new Rest(nowNanos, until, closed)
                        : new Rest(
                                nowNanos,
                                later(rest.untilNanos(), until),
                                later(rest.closedUntilNanos(), closed));
        return new TrunkHealth(missed, failed, trips, closedUntilNanos, asked);
    }

    private static long later(long oneNanos, long otherNanos) {
        return oneNanos - otherNanos > 0 ? oneNanos : otherNanos;
    }

    /** Whether it is to be left alone while there is another. */
    boolean rests(long nowNanos) {
        return rest != null && rest.untilNanos() - nowNanos > 0;
    }

    /** Whether it is to be left alone even when there is no other. */
    boolean isClosed(long nowNanos) {
        return rest != null && rest.closedUntilNanos() - nowNanos > 0;
    }

    /** Whether it is to be called before those that are not. */
    boolean isWell(long nowNanos) {
        return isThere()
                && !rests(nowNanos)
                && (failed < FAILURES || closedUntilNanos - nowNanos <= 0);
    }

    /** Whether it answers, as far as anybody asks. */
    boolean isThere() {
        return missed < MISSES;
    }
}
