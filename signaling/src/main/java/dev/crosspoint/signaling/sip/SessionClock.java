package dev.crosspoint.signaling.sip;

import io.vertx.core.Vertx;
import java.util.Optional;

/** The two timers of a session that has to be refreshed (RFC 4028 10). */
final class SessionClock {

    /** Where timers run; each of them once. */
    interface Timers {
        /**
         * Does something once, later.
         *
         * @param ms 0 or more
         * @return its name, for {@link #cancel}
         */
        long set(long ms, Runnable what);

        /** Nothing happens when it has run, or never was set. */
        void cancel(long timer);

        /** On the context that sets them. */
        static Timers of(Vertx vertx) {
            return new Timers() {
                @Override
                public long set(long ms, Runnable what) {
                    return vertx.setTimer(Math.max(1, ms), _ -> what.run()); // it knows no 0
                }

                @Override
                public void cancel(long timer) {
                    vertx.cancelTimer(timer);
                }
            };
        }
    }

    private final Timers timers;
    private final Runnable refresh;
    private final Runnable expired;
    private Optional<SessionTimer> agreed = Optional.empty();
    private long refreshTimer = -1;
    private long expiryTimer = -1;

    SessionClock(Timers timers, Runnable refresh, Runnable expired) {
        this.timers = timers;
        this.refresh = refresh;
        this.expired = expired;
    }

    /** The session has just been refreshed, and this is what the two sides agreed on. */
    void restart(Optional<SessionTimer> timer) {
        stop();
        agreed = timer;
        if (timer.isPresent()) {
            expiryTimer = timers.set(timer.get().expiryMs(), expired);
            if (timer.get().ours()) {
                refreshTimer = timers.set(timer.get().refreshMs(), refresh);
            }
        }
    }

    /** Refreshes sooner or later than half way: an attempt met another request. */
    void refreshIn(long ms) {
        timers.cancel(refreshTimer);
        refreshTimer = timers.set(ms, refresh);
    }

    Optional<SessionTimer> agreed() {
        return agreed;
    }

    void stop() {
        timers.cancel(refreshTimer);
        timers.cancel(expiryTimer);
    }
}
