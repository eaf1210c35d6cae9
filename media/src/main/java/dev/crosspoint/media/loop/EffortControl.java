package dev.crosspoint.media.loop;

import dev.crosspoint.media.api.OpusEffort;
import dev.crosspoint.media.codec.EffortLimit;

/**
 * Sheds the complexity of a loop's Opus encoders while it takes too much of its core or ticks late,
 * step by step: down within a second, long before calls are refused, and up again slowly.
 *
 * <p>Ticks are its only clock, those that were given up included.
 */
final class EffortControl {
    /** So much is looked at before a step down: what one pause of a collector does not spoil. */
    private static final int TICKS_DOWN = 10;

    /** And so much before a step up: 5 s. */
    private static final int TICKS_UP = 250;

    /** Later than this a tick is late: a quarter of what there is for it. */
    private static final long LATE_NANOS = LoopClock.TICK_NANOS / 4;

    /**
     * There is room for a step up where a loop takes no more than this part of what is too much:
     * the widest step, from 1 to 2, costs an encoder 1.6 times as much (2.4 with in-band FEC).
     */
    private static final double ROOM = 2.0 / 3;

    /** Steps up that come to nothing are tried so many times more rarely at the most. */
    private static final int MOST_PATIENCE = 64;

    private final OpusEffort effort;
    private final EffortLimit limit;
    private final Stretch now = new Stretch();
    private final Stretch room = new Stretch();
    private int patience = 1;

    /** Whether the last step was one up, which has not lasted yet. */
    private boolean onTrial;

    /** Ticks that follow each other. */
    private static final class Stretch {
        private long ticks;
        private long late;
        private long runNanos;

        void add(long moreTicks, long moreLate, long moreNanos) {
            ticks += moreTicks;
            late += moreLate;
            runNanos += moreNanos;
        }

        double busy() {
            return (double) runNanos / (ticks * LoopClock.TICK_NANOS);
        }

        void clear() {
            ticks = 0;
            late = 0;
            runNanos = 0;
        }
    }

    /**
     * @param limit of the loop's encoders; changed by nobody else
     */
    EffortControl(OpusEffort effort, EffortLimit limit) {
        this.effort = effort;
        this.limit = limit;
        limit.complexity(effort.complexity());
    }

    /**
     * A tick was run.
     *
     * @return the change of complexity: -1, 0 or 1
     */
    int ran(long lateNanos, long runNanos) {
        now.add(1, lateNanos > LATE_NANOS ? 1 : 0, runNanos);
        return judge();
    }

    /**
     * Ticks were given up, which cost all of their time.
     *
     * @return the change of complexity: -1, 0 or 1
     */
    int gaveUp(long ticks) {
        now.add(ticks, ticks, ticks * LoopClock.TICK_NANOS);
        return judge();
    }

    private int judge() {
        if (now.ticks < TICKS_DOWN) {
            return 0;
        }
        boolean tooMuch = now.busy() >= most() || now.late * 2 > now.ticks;
        room.add(now.ticks, now.late, now.runNanos);
        now.clear();
        return tooMuch ? lower() : raise();
    }

    private int lower() {
        room.clear();
        if (onTrial) {
            onTrial = false;
            patience = Math.min(2 * patience, MOST_PATIENCE);
        }
        return limit.complexity() > effort.leastComplexity() ? step(-1) : 0;
    }

    private int raise() {
        if (onTrial && room.ticks >= TICKS_UP) {
            onTrial = false;
            patience = 1;
        }
        if (room.ticks < (long) patience * TICKS_UP) {
            return 0;
        }
        boolean isRoom = room.busy() <= most() * ROOM && room.late * 4 <= room.ticks;
        room.clear();
        if (!isRoom || limit.complexity() == effort.complexity()) {
            return 0;
        }
        onTrial = true;
        return step(1);
    }

    private int step(int change) {
        limit.complexity(limit.complexity() + change);
        return change;
    }

    private double most() {
        return effort.busyPercent() / 100.0;
    }
}
