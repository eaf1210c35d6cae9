package dev.crosspoint.media.call;

/**
 * How much loss an encoder is told to expect, in steps, after what its listeners report. Rises at
 * once, because every second of loss is heard; falls only when they have reported less for ten
 * seconds, because reports come every five (RFC 3550 6.2) and each covers a few hundred packets
 * only.
 */
final class ExpectedLoss {
    /**
     * From here on copies begin: below, concealment is hardly heard, and they cost bits and CPU.
     */
    private static final double FIRST_PERCENT = 2;

    /** Below this they end. */
    private static final double LAST_PERCENT = 1;

    /** The more loss, the better the copies; beyond the last step libopus makes none better. */
    private static final int[] STEPS = {5, 10, 20};

    private static final long CLEAN_NANOS = 10_000_000_000L;

    private int percent;
    private long neededNanos;

    /** What the encoder is to expect: 0, 5, 10 or 20. */
    int percent() {
        return percent;
    }

    /**
     * Takes in the worst that any listener has reported last.
     *
     * @param reportedPercent 0 to 100
     * @return whether the encoder is to be told
     */
    boolean reported(double reportedPercent, long nowNanos) {
        double least = percent == 0 ? FIRST_PERCENT : LAST_PERCENT;
        int wanted = reportedPercent < least ? 0 : step(reportedPercent);
        if (wanted >= percent) {
            neededNanos = nowNanos;
        } else if (nowNanos - neededNanos < CLEAN_NANOS) {
            return false;
        }
        boolean changed = wanted != percent;
        percent = wanted;
        return changed;
    }

    private static int step(double reportedPercent) {
        int step = 0;
        while (step < STEPS.length - 1 && reportedPercent > STEPS[step]) {
            step++;
        }
        return STEPS[step];
    }
}
