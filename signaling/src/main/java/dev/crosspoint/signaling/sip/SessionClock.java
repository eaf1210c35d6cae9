package dev.crosspoint.signaling.sip;

import io.vertx.core.Vertx;
import java.util.Optional;

/** The two timers of a session that has to be refreshed (RFC 4028 10). */
final class SessionClock {

    private final Vertx vertx;
    private final Runnable refresh;
    private final Runnable expired;
    private Optional<SessionTimer> agreed = Optional.empty();
    private long refreshTimer = -1;
    private long expiryTimer = -1;

    SessionClock(Vertx vertx, Runnable refresh, Runnable expired) {
        this.vertx = vertx;
        this.refresh = refresh;
        this.expired = expired;
    }

    /** The session has just been refreshed, and this is what the two sides agreed on. */
    void restart(Optional<SessionTimer> timer) {
        stop();
        agreed = timer;
        if (timer.isPresent()) {
            expiryTimer = vertx.setTimer(timer.get().expiryMs(), _ -> expired.run());
            if (timer.get().ours()) {
                refreshTimer = vertx.setTimer(timer.get().refreshMs(), _ -> refresh.run());
            }
        }
    }

    /** Refreshes sooner or later than half way: an attempt met another request. */
    void refreshIn(long ms) {
        vertx.cancelTimer(refreshTimer);
        refreshTimer = vertx.setTimer(ms, _ -> refresh.run());
    }

    Optional<SessionTimer> agreed() {
        return agreed;
    }

    void stop() {
        vertx.cancelTimer(refreshTimer);
        vertx.cancelTimer(expiryTimer);
    }
}
