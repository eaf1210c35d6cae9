package dev.crosspoint.media.call;

/**
 * Whether a listener loses so little of what it is sent that it needs no codec that repairs, as it
 * reports it. Slow to believe in a network that has been bad before.
 */
final class Bearable {
    /** From here on copies in Opus repair what can be heard, percent. */
    private static final double MOST_PERCENT = 2;

    /** And no more than this is as good as nothing. */
    private static final double LITTLE_PERCENT = 0.5;

    /** So long it has to be good again, and twice as long each time. */
    private static final long FIRST_PROOF_NANOS = 20_000_000_000L;

    private static final long LONGEST_PROOF_NANOS = 320_000_000_000L;

    /** What has been good for so long is a network like any other. */
    private static final long FORGIVEN_NANOS = 3_600_000_000_000L;

    /** RFC 3550 6.2 has a report every five seconds, drawn from half of that to one and a half. */
    private static final long LONGEST_SILENCE_NANOS = 15_000_000_000L;

    private boolean bearable = true;
    private long badNanos;
    private long goodSinceNanos;
    private long toldNanos;
    private long proofNanos = FIRST_PROOF_NANOS;

    /** Whether it is so. */
    boolean is() {
        return bearable;
    }

    /** What the listener says it loses now. Below zero is nothing. */
    void told(double lossPercent, long nowNanos) {
        if (bearable && nowNanos - badNanos >= FORGIVEN_NANOS) {
            proofNanos = FIRST_PROOF_NANOS;
        }
        if (lossPercent > LITTLE_PERCENT || nowNanos - toldNanos > LONGEST_SILENCE_NANOS) {
            goodSinceNanos = nowNanos;
        }
        toldNanos = nowNanos;
        if (lossPercent >= MOST_PERCENT) {
            badNanos = nowNanos;
            bearable = false;
        } else if (!bearable && nowNanos - goodSinceNanos >= proofNanos) {
            proofNanos = Math.min(2 * proofNanos, LONGEST_PROOF_NANOS);
            bearable = true;
        }
    }

    /** It was sent too little to say anything: that time proves nothing. */
    void unknown(long nowNanos) {
        goodSinceNanos = nowNanos;
        toldNanos = nowNanos;
    }
}
