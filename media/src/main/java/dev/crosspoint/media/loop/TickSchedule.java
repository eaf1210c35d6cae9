package dev.crosspoint.media.loop;

/**
 * When ticks are due: every period from the start, without drift. A late loop catches up, but not
 * endlessly: past a few ticks it gives up the oldest ones and keeps the beat.
 */
final class TickSchedule {
    private final long periodNanos;
    private final int maxCatchUp;
    private long deadlineNanos;
    private int ranInARow;

    /**
     * @param maxCatchUp ticks run on one waking at most, 1 or more
     */
    TickSchedule(long periodNanos, int maxCatchUp, long startNanos) {
        this.periodNanos = periodNanos;
        this.maxCatchUp = maxCatchUp;
        this.deadlineNanos = startNanos + periodNanos;
    }

    /** When the next tick is due. */
    long deadlineNanos() {
        return deadlineNanos;
    }

    /** Begins a waking. */
    void wake() {
        ranInARow = 0;
    }

    /** Whether a tick is to be run now; {@link #ran} must follow when it is. */
    boolean due(long nowNanos) {
        return ranInARow < maxCatchUp && deadlineNanos - nowNanos <= 0;
    }

    /** A tick was run. */
    void ran() {
        ranInARow++;
        deadlineNanos += periodNanos;
    }

    /**
     * Ends a waking.
     *
     * @return how many ticks are given up
     */
    long giveUp(long nowNanos) {
        long behindNanos = nowNanos - deadlineNanos;
        if (behindNanos < 0) {
            return 0;
        }
        long skipped = behindNanos / periodNanos + 1;
        deadlineNanos += skipped * periodNanos;
        return skipped;
    }
}
