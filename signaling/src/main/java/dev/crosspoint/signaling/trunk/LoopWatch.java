package dev.crosspoint.signaling.trunk;

import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ticks on a loop, and looks how late that is. */
final class LoopWatch {

    private static final Logger LOG = LoggerFactory.getLogger(LoopWatch.class);

    /** Short enough to notice within a second. */
    private static final long PERIOD_MS = 250;

    private final Vertx vertx;
    private final Overload overload;
    private long dueNanos;
    private long timer = -1;

    LoopWatch(Vertx vertx, Overload overload) {
        this.vertx = vertx;
        this.overload = overload;
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
        boolean before = overload.isOver();
        overload.onTick((System.nanoTime() - dueNanos) / 1_000_000);
        if (overload.isOver() != before) {
            LOG.warn("SIP {}", before ? "takes calls again" : "is overloaded: refuses new calls");
        }
        start();
    }
}
