package dev.crosspoint.signaling.client;

/** How often somebody may ask: so many at once, so many a second on average. */
public final class TokenBucket {

    /** What one client may ask at once: keys held down, not scripts. */
    public static final int CLIENT_BURST = 40;

    /** And a second, in the long run. */
    private static final int CLIENT_PER_SECOND = 20;

    private static final int MS_PER_SECOND = 1000;

    private final long capacityMs;
    private final long costMs;
    private long creditMs;
    private long lastMs;

    /** The bucket of one client, rested. */
    public static TokenBucket ofClient(long nowMs) {
        return new TokenBucket(CLIENT_BURST, CLIENT_PER_SECOND, nowMs);
    }

    /**
     * @param burst requests at once when rested
     * @param perSecond requests a second in the long run, 1 to 1000
     */
    TokenBucket(int burst, int perSecond, long nowMs) {
        // Credit is time: a request costs the time in which one more is earned.
        costMs = MS_PER_SECOND / perSecond;
        capacityMs = burst * costMs;
        creditMs = capacityMs;
        lastMs = nowMs;
    }

    /** Takes one request's worth; false when there is none, and nothing is taken. */
    public boolean take(long nowMs) {
        creditMs = Math.min(capacityMs, creditMs + Math.max(0, nowMs - lastMs));
        lastMs = nowMs;
        if (creditMs < costMs) {
            return false;
        }
        creditMs -= costMs;
        return true;
    }
}
