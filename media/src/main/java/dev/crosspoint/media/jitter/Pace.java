package dev.crosspoint.media.jitter;

/**
 * Plays a little faster or slower, so that the delay stays what it should be. In silence at once
 * and by exactly as much as needed; in speech by single pitch periods: shorter only after a second
 * of too much, longer without waiting.
 */
final class Pace {
    private static final long MS = PlayoutDelay.MS;

    /** Too much in speech: more than a pitch period, so that one less is never too few. */
    private static final long SPEECH_EXCESS_NANOS = 16 * MS;

    private static final long SPEECH_PATIENCE_NANOS = 1000 * MS;

    /** Too much in silence: enough to be worth a cut. */
    private static final long QUIET_EXCESS_NANOS = 3 * MS;

    private static final long QUIET_PATIENCE_NANOS = 100 * MS;

    /** Too little: half of the smallest target. */
    private static final long SHORTFALL_NANOS = 5 * MS;

    /** Between two changes in speech: at most a tenth faster than spoken, a sixth slower. */
    private static final long SHORTER_EVERY_NANOS = 100 * MS;

    private static final long LONGER_EVERY_NANOS = 60 * MS;

    /** Most that is cut out of one frame of silence. */
    private static final int MOST_QUIET_MS = 10;

    /** How alike two periods must be to be joined; after some time less will do. */
    private static final float LIKE = 0.6f;

    private static final float UNLIKE = -1;
    private static final long TAKE_ANY_AFTER_NANOS = 3000 * MS;

    private final PcmQueue queue;
    private final int perMs;
    private long speechOverSinceNanos;
    private long quietOverSinceNanos;
    private long nextChangeNanos;
    private boolean quiet;

    Pace(PcmQueue queue, int perMs) {
        this.queue = queue;
        this.perMs = perMs;
    }

    void restart(long nowNanos) {
        speechOverSinceNanos = nowNanos;
        quietOverSinceNanos = nowNanos;
        nextChangeNanos = nowNanos;
    }

    /** Judges the delay, once per tick: more than wanted by this much, or less when negative. */
    boolean wantsShorter(long excessNanos, long nowNanos) {
        if (excessNanos <= SPEECH_EXCESS_NANOS) {
            speechOverSinceNanos = nowNanos;
        }
        if (excessNanos <= QUIET_EXCESS_NANOS) {
            quietOverSinceNanos = nowNanos;
            return false;
        }
        quiet = queue.isQuiet();
        return quiet
                ? nowNanos - quietOverSinceNanos >= QUIET_PATIENCE_NANOS
                : nowNanos - speechOverSinceNanos >= SPEECH_PATIENCE_NANOS
                        && nowNanos - nextChangeNanos >= 0;
    }

    boolean wantsLonger(long shortfallNanos, long nowNanos) {
        if (shortfallNanos < SHORTFALL_NANOS || nowNanos - nextChangeNanos < 0) {
            return false;
        }
        quiet = queue.isQuiet();
        return true;
    }

    /** Samples that must wait beyond one frame for {@link #shorten} to find its place. */
    int lookAheadSamples() {
        return queue.longestPeriod();
    }

    void shorten(long excessNanos, long nowNanos) {
        if (quiet) {
            long most = Math.min(excessNanos, MOST_QUIET_MS * MS);
            queue.cut((int) (most * perMs / MS));
            return;
        }
        boolean any = nowNanos - speechOverSinceNanos >= TAKE_ANY_AFTER_NANOS;
        if (queue.shorten(any ? UNLIKE : LIKE)) {
            nextChangeNanos = nowNanos + SHORTER_EVERY_NANOS;
        }
    }

    void lengthen(long nowNanos) {
        if (queue.lengthen(quiet ? UNLIKE : LIKE)) {
            nextChangeNanos = nowNanos + LONGER_EVERY_NANOS;
        }
    }
}
