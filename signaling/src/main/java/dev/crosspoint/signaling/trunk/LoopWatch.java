package dev.crosspoint.signaling.trunk;

import dev.crosspoint.signaling.sip.SipCounters.Load;
import io.vertx.core.Vertx;

/** Ticks on a loop, looks how late that is, and says when it is too late. */
final class LoopWatch {

    /** Short enough to notice within a second. */
    private static final long PERIOD_MS = 250;

    private final Vertx vertx;
    private final Overload overload = new Overload();
    private final Shedding shedding;
    private long dueNanos;
    private long timer = -1;

    LoopWatch(Vertx vertx, Shedding shedding) {
        this.vertx = vertx;
        this.shedding = shedding;
    }

    /** Watches the loop it is called on. */
    void start() {
        dueNanos = System.nanoTime() + PERIOD_MS * 1_000_000;
        timer = vertx.setTimer(PERIOD_MS, _ -> tick());
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void tick() {
        overload.onTick((System.nanoTime() - dueNanos) / 1_000_000);
        shedding.set(Load.SIGNALING, overload.isOver());
        start();
    }
}
