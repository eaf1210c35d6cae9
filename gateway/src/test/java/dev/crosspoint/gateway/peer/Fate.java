package dev.crosspoint.gateway.peer;

import java.util.random.RandomGenerator;

/** When each datagram of one direction of a path arrives, drawn from a seed; without a clock. */
final class Fate {
    /** It does not. */
    static final long LOST = Long.MIN_VALUE;

    private static final long MS = 1_000_000L;

    /** Two frames of speech. */
    private static final long HELD_BACK_NANOS = 45 * MS;

    private static final long LONGEST_QUEUE_NANOS = 200 * MS;

    private final RandomGenerator random;
    private Impairment impairment = Impairment.NONE;
    private long lineFreeNanos;
    private long lastArrivalNanos;
    private long cutUntilNanos;

    Fate(RandomGenerator random, long nowNanos) {
        this.random = random;
        this.lineFreeNanos = nowNanos;
        this.lastArrivalNanos = nowNanos;
        this.cutUntilNanos = nowNanos;
    }

    /** From now on. */
    void become(Impairment next) {
        impairment = next;
    }

    /** Lets nothing through until then. */
    void cutUntil(long nanos) {
        cutUntilNanos = nanos;
    }

    /** When a datagram arrives that is sent now, or {@link #LOST}. */
    long arrivalNanos(int bytes, long nowNanos) {
        if (cutUntilNanos - nowNanos > 0 || random.nextDouble() < impairment.loss()) {
            return LOST;
        }
        long sent = sentNanos(bytes, nowNanos);
        if (sent == LOST) {
            return LOST;
        }
        long arrival =
                sent
                        + impairment.delayMs() * MS
                        + (long) (random.nextDouble() * impairment.jitterMs() * MS);
        if (random.nextDouble() < impairment.reordered()) {
            return arrival + HELD_BACK_NANOS;
        }
        lastArrivalNanos = later(lastArrivalNanos, arrival);
        return lastArrivalNanos;
    }

    /** When its last bit is on the line. */
    private long sentNanos(int bytes, long nowNanos) {
        if (impairment.kbps() == 0) {
            return nowNanos;
        }
        long begins = later(lineFreeNanos, nowNanos);
        if (begins - nowNanos > LONGEST_QUEUE_NANOS) {
            return LOST;
        }
        lineFreeNanos = begins + bytes * 8L * MS / impairment.kbps();
        return lineFreeNanos;
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }
}
