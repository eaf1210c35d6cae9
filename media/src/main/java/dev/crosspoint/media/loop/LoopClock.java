package dev.crosspoint.media.loop;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The beat of a loop: one tick every 20 ms for all its calls. Used on its loop, but for {@link
 * #start} and {@link #stop}.
 */
public final class LoopClock {

    /** One audio frame. */
    public static final long TICK_NANOS = 20_000_000;

    /**
     * Ticks run in a row after a stall. Jitter buffers at the far end seldom hold more than 100 ms;
     * older frames would come too late.
     */
    private static final int MAX_CATCH_UP = 5;

    /** What happens on a tick. */
    @FunctionalInterface
    public interface Ticker {

        /**
         * One tick.
         *
         * @param nowNanos {@code System.nanoTime()} when this tick began
         */
        void onTick(long nowNanos);

        /**
         * How that went.
         *
         * @param lateNanos how long after its time it began
         * @param runNanos how long the loop has run since the tick before, packets included; no
         *     less than the tick took
         */
        default void ran(long lateNanos, long runNanos) {}

        /** So many ticks, 1 or more, were given up. */
        default void gaveUp(long ticks) {}
    }

    private final MediaLoop loop;
    private final Ticker ticker;
    private final TickSchedule schedule;
    private final Runnable wake = this::wake;
    private @Nullable CoreAccount core;
    private boolean stopped;

    private LoopClock(MediaLoop loop, Ticker ticker, long startNanos) {
        this.loop = loop;
        this.ticker = ticker;
        this.schedule = new TickSchedule(TICK_NANOS, MAX_CATCH_UP, startNanos);
    }

    /** Starts ticking, from any thread; the first tick comes 20 ms from now. */
    public static LoopClock start(MediaLoop loop, Ticker ticker) {
        LoopClock clock = new LoopClock(loop, ticker, System.nanoTime());
        loop.execute(clock::begin);
        return clock;
    }

    /** Stops; no tick runs after the returned future completes. */
    public Future<Void> stop() {
        Promise<Void> done = loop.promise();
        loop.execute(() -> {
            stopped = true;
            if (core != null) {
                core.close();
            }
            done.complete();
        });
        return done.future();
    }

    private void begin() {
        core = CoreAccount.ofThisThread();
        arm();
    }

    private void arm() {
        if (!stopped) {
            loop.pace().tickDue(schedule.deadlineNanos());
            long delayNanos = Math.max(0, schedule.deadlineNanos() - System.nanoTime());
            var _ = loop.eventLoop().schedule(wake, delayNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void wake() {
        schedule.wake();
        long nowNanos = System.nanoTime();
        while (!stopped && schedule.due(nowNanos)) {
            long lateNanos = nowNanos - schedule.deadlineNanos();
            loop.tickLateness().record(lateNanos);
            tick(nowNanos);
            schedule.ran();
            long endNanos = System.nanoTime();
            loop.tickDuration().record(endNanos - nowNanos);
            ticker.ran(lateNanos, runNanos(endNanos - nowNanos));
            nowNanos = endNanos;
        }
        long skipped = schedule.giveUp(nowNanos);
        if (skipped > 0) {
            loop.count(LoopCount.TICKS_SKIPPED, skipped);
            ticker.gaveUp(skipped);
        }
        arm();
    }

    private long runNanos(long tookNanos) {
        if (core == null || !core.look()) {
            return tookNanos;
        }
        loop.count(LoopCount.CPU_NANOS, core.runNanos());
        loop.count(LoopCount.CPU_WAIT_NANOS, core.waitedNanos());
        return Math.max(tookNanos, core.runNanos());
    }

    private void tick(long nowNanos) {
        loop.count(LoopCount.TICKS);
        try {
            ticker.onTick(nowNanos);
        } catch (RuntimeException e) {
            loop.failed("ticker", e);
        }
    }
}
