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
     * So much less than at its begin is room again, in percent of a core: for as many calls as come
     * in a second or two.
     */
    private static final int ROOM_PERCENT = 20;

    /**
     * A loop that has run, or waited for others that ran, for so much of its time has none left. It
     * is more than what it may run itself: to wait often, and not long, does no harm.
     */
    private static final int FULL_PERCENT = 90;

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
        return run(last, now) >= rules.busyPercent() / 100.0
                || asked(last, now) >= FULL_PERCENT / 100.0
                || medianLateness(last, now) > rules.lateMs() * MS_NANOS;
    }

    private boolean isGood(LoopMeter last, LoopMeter now) {
        return run(last, now) <= (rules.busyPercent() - ROOM_PERCENT) / 100.0
                && asked(last, now) <= (FULL_PERCENT - ROOM_PERCENT) / 100.0
                && medianLateness(last, now) <= rules.lateMs() * MS_NANOS / 2;
    }

    /**
     * The share of a core that a loop has had. Where the kernel does not say, the share of their
     * time that its ticks took. Those given up cost all.
     */
    private static double run(LoopMeter last, LoopMeter now) {
        long ticks = now.tickDuration().sumNanos() - last.tickDuration().sumNanos();
        long skipped = since(last, now, LoopCount.TICKS_SKIPPED) * PERIOD_NANOS;
        return share(Math.max(since(last, now, LoopCount.CPU_NANOS), ticks + skipped), last, now);
    }

    /** And that it would have had if nobody else had run. */
    private static double asked(LoopMeter last, LoopMeter now) {
        long had = since(last, now, LoopCount.CPU_NANOS);
        return share(had + since(last, now, LoopCount.CPU_WAIT_NANOS), last, now);
    }

    private static double share(long nanos, LoopMeter last, LoopMeter now) {
        long ticks = now.tickDuration().total() - last.tickDuration().total();
        long all = (ticks + since(last, now, LoopCount.TICKS_SKIPPED)) * PERIOD_NANOS;
        // Nothing at all: the loop has stood still for a second.
        return all == 0 ? 1 : (double) nanos / all;
    }

    private static long since(LoopMeter last, LoopMeter now, LoopCount what) {
        return now.count(what) - last.count(what);
    }

    private static long medianLateness(LoopMeter last, LoopMeter now) {
        var counts = new ArrayList<Long>();
        for (int i = 0; i < now.tickLateness().counts().size(); i++) {
            counts.add(now.tickLateness().counts().get(i) - last.tickLateness().counts().get(i));
        }
        return new Spread(now.tickLateness().upperBoundsNanos(), counts, 0).quantileBoundNanos(0.5);
    }
}
