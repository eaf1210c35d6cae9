package dev.crosspoint.signaling.agent;

import io.vertx.core.Vertx;
import java.util.function.LongSupplier;

/** One timer, set to the next of a session's deadlines. */
final class Alarm {

    private static final long UNSET = -1;

    private final Vertx vertx;
    private final LongSupplier nowMs;
    private final Runnable onDue;
    private long timer = UNSET;
    private long setToMs = Long.MAX_VALUE;

    Alarm(Vertx vertx, LongSupplier nowMs, Runnable onDue) {
        this.vertx = vertx;
        this.nowMs = nowMs;
        this.onDue = onDue;
    }

    /** Goes off at the deadline or before; a later deadline leaves an earlier alarm as it is. */
    void setTo(long deadlineMs) {
        if (deadlineMs >= setToMs) {
            return;
        }
        cancel();
        setToMs = deadlineMs;
        timer =
                vertx.setTimer(
                        Math.max(1, deadlineMs - nowMs.getAsLong()),
                        _ -> {
                            timer = UNSET;
                            setToMs = Long.MAX_VALUE;
                            onDue.run();
                        });
    }

    void cancel() {
        if (timer != UNSET) {
            vertx.cancelTimer(timer);
            timer = UNSET;
        }
        setToMs = Long.MAX_VALUE;
    }
}
