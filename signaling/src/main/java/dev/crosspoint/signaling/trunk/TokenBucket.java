package dev.crosspoint.signaling.trunk;

/** What may be had a second, and at once after a pause. */
final class TokenBucket {

    private final int perSecond;
    private double tokens;
    private long filledNanos;

    TokenBucket(int perSecond, long nowNanos) {
        this.perSecond = perSecond;
        this.tokens = perSecond;
        this.filledNanos = nowNanos;
    }

    /** Whether something is left. */
    boolean has(long nowNanos) {
        return tokens + (nowNanos - filledNanos) * 1e-9 * perSecond >= 1;
    }

    /** Whether something is left, and if so, one less from now on. */
    boolean take(long nowNanos) {
        double grown = tokens + (nowNanos - filledNanos) * 1e-9 * perSecond;
        tokens = Math.min(perSecond, grown);
        filledNanos = nowNanos;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
