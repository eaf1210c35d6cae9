package dev.crosspoint.gateway.load;

import dev.crosspoint.media.loop.LoopCount;
import dev.crosspoint.media.loop.LoopMeter;
import dev.crosspoint.media.loop.LoopMeter.Spread;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether any media loop is close to more than it can carry, second by second. Calls that are there
 * should not hear it: so it is said before ticks are late enough to be heard, and taken back only
 * when there is room again, or nothing has been amiss for some time.
 */
final class MediaLoad {

    private static final long MS_NANOS = 1_000_000;

    /** A tick comes every 20 ms. */
    private static final long PERIOD_NANOS = 20 * MS_NANOS;

    /**
     * So much less than at its begin is room again, in percent of the period: for as many calls as
     * come in a second or two.
     */
    private static final int ROOM_PERCENT = 20;

    /** Bad seconds in a row that are no pause of a collector, and no start of a browser beside. */
    private static final int SECONDS_TO_BEGIN = 5;

    /** Good ones in a row before it is over. */
    private static final int SECONDS_TO_END = 5;

    /**
     * Seconds in a row, none of them bad, before it is over though none may be good: the calls that
     * are there do well, and may last for hours. If there is no room, it is so again this much
     * later at the earliest.
     */
    private static final int SECONDS_TO_TRY = 30;

    private final SheddingRules rules;
    private final Map<Integer, LoopMeter> before = new HashMap<>();
    private boolean over;

    /** Seconds in a row that were bad, good, and not bad. */
    private int bad;

    private int good;
    private int bearable;

    MediaLoad(SheddingRules rules) {
        this.rules = rules;
    }

    /** One second is over. */
    void onSecond(List<LoopMeter> now) {
        var isBad = false;
        var isGood = true;
        for (var meter : now) {
            var last = before.put(meter.loop(), meter);
            if (last != null) {
                isBad |= isBad(last, meter);
                isGood &= isGood(last, meter);
            }
        }
        bad = isBad ? bad + 1 : 0;
        good = isGood ? good + 1 : 0;
        bearable = isBad ? 0 : bearable + 1;
        over = over ? good < SECONDS_TO_END && bearable < SECONDS_TO_TRY : bad >= SECONDS_TO_BEGIN;
    }

    /** Whether new calls are to wait. */
    boolean isOver() {
        return over;
    }

    private boolean isBad(LoopMeter last, LoopMeter now) {
        return busy(last, now) >= rules.busyPercent() / 100.0
                || medianLateness(last, now) > rules.lateMs() * MS_NANOS;
    }

    private boolean isGood(LoopMeter last, LoopMeter now) {
        return busy(last, now) <= (rules.busyPercent() - ROOM_PERCENT) / 100.0
                && medianLateness(last, now) <= rules.lateMs() * MS_NANOS / 2;
    }

    /**
     * The share of the time of its ticks that a loop has spent in them; those given up cost all.
     */
    private static double busy(LoopMeter last, LoopMeter now) {
        long ticks = now.tickDuration().total() - last.tickDuration().total();
        long skipped = now.count(LoopCount.TICKS_SKIPPED) - last.count(LoopCount.TICKS_SKIPPED);
        long spent = now.tickDuration().sumNanos() - last.tickDuration().sumNanos();
        long all = (ticks + skipped) * PERIOD_NANOS;
        // Nothing at all: the loop has stood still for a second.
        return all == 0 ? 1 : (double) (spent + skipped * PERIOD_NANOS) / all;
    }

    private static long medianLateness(LoopMeter last, LoopMeter now) {
        var counts = new ArrayList<Long>();
        for (int i = 0; i < now.tickLateness().counts().size(); i++) {
            counts.add(now.tickLateness().counts().get(i) - last.tickLateness().counts().get(i));
        }
        return new Spread(now.tickLateness().upperBoundsNanos(), counts, 0).quantileBoundNanos(0.5);
    }
}
