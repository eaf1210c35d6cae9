package dev.crosspoint.gateway.peer;

/**
 * What a network path does to datagrams of one direction.
 *
 * @param loss share that vanishes, 0 to 1
 * @param delayMs what each takes at least
 * @param jitterMs up to so much longer, evenly spread; order is kept as in a queue
 * @param reordered share that is held back by two frames of speech more, so that others overtake
 * @param kbps what fits through, in 1000 bits of payload a second; 0 for no bound. A queue of a
 *     fifth of a second is before it, and what comes to a full one is lost
 */
public record Impairment(double loss, int delayMs, int jitterMs, double reordered, int kbps) {
    /** A clean path. */
    public static final Impairment NONE = new Impairment(0, 0, 0, 0, 0);

    /** Checks. */
    public Impairment {
        if (loss < 0 || loss > 1 || reordered < 0 || reordered > 1) {
            throw new IllegalArgumentException("shares are 0 to 1");
        }
        if (delayMs < 0 || jitterMs < 0 || kbps < 0) {
            throw new IllegalArgumentException("times and rates are not negative");
        }
    }

    /** The same with this loss. */
    public Impairment withLoss(double share) {
        return new Impairment(share, delayMs, jitterMs, reordered, kbps);
    }

    /** The same with this delay. */
    public Impairment withDelayMs(int ms) {
        return new Impairment(loss, ms, jitterMs, reordered, kbps);
    }

    /** The same with this jitter. */
    public Impairment withJitterMs(int ms) {
        return new Impairment(loss, delayMs, ms, reordered, kbps);
    }

    /** The same with so many out of order. */
    public Impairment withReordered(double share) {
        return new Impairment(loss, delayMs, jitterMs, share, kbps);
    }

    /** The same with this cap. */
    public Impairment withKbps(int cap) {
        return new Impairment(loss, delayMs, jitterMs, reordered, cap);
    }
}
