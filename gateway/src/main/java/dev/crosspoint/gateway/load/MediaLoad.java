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
 * when there is room again.
 */
final class MediaLoad {

    /** A tick comes every 20 ms. */
    private static final long PERIOD_NANOS = 20_000_000;

    /** The share of its period that the average tick takes: what is left is for packets. */
    private static final double BUSY = 0.7;

    /** Room for as many calls again as come in a second or two. */
    private static final double AT_EASE = 0.5;

    /**
     * When half of the ticks begin this late, ns, the loop is behind and not just interrupted. Far
     * ends conceal one period of that and no more.
     */
    private static final long LATE_NANOS = 10_000_000;

    /** A loop that keeps its time begins half of its ticks before this, ns. */
    private static final long IN_TIME_NANOS = 5_000_000;

    /** Bad seconds in a row that are no pause of a collector, and no start of a browser beside. */
    private static final int SECONDS_TO_BEGIN = 3;

    /** Good ones in a row before it is over. */
    private static final int SECONDS_TO_END = 5;

    private final Map<Integer, LoopMeter> before = new HashMap<>();
    private boolean over;
    private int run;

    /** One second is over. */
    void onSecond(List<LoopMeter> now) {
        var bad = false;
        var good = true;
        for (var meter : now) {
            var last = before.put(meter.loop(), meter);
            if (last != null) {
                bad |= isBad(last, meter);
                good &= isGood(last, meter);
            }
        }
        boolean counts = over ? good : bad;
        run = counts ? run + 1 : 0;
        if (run >= (over ? SECONDS_TO_END : SECONDS_TO_BEGIN)) {
            over = !over;
            run = 0;
        }
    }

    /** Whether new calls are to wait. */
    boolean isOver() {
        return over;
    }

    private static boolean isBad(LoopMeter last, LoopMeter now) {
        return busy(last, now) >= BUSY || medianLateness(last, now) > LATE_NANOS;
    }

    private static boolean isGood(LoopMeter last, LoopMeter now) {
        return busy(last, now) <= AT_EASE && medianLateness(last, now) <= IN_TIME_NANOS;
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
