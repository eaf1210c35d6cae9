package dev.crosspoint.signaling.sip;

import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an answered call alive while both ends want it (RFC 4028): by UPDATE where the far end
 * takes it, by an offer of what is already agreed where it does not.
 */
final class SessionRefresh {

    private static final int SESSION_INTERVAL_TOO_SMALL = 422;

    /** What the call does for its refresh. */
    interface Owner {

        boolean isOver();

        /** Sends an UPDATE without an offer. */
        void update(Exchanges.Handler handler);

        /** Offers again what is agreed; false when that has to wait. */
        boolean offerAgain();

        /** The far end has not refreshed in time. */
        void onExpired();

        /** The far end does not have the call any more. */
        void onLost();
    }

    private final Owner owner;
    private final boolean outgoing;
    private final RandomGenerator random;
    private final SessionClock clock;
    private boolean peerUpdates;

    /**
     * @param outgoing whether we have called the far end, and so chosen the Call-ID
     */
    SessionRefresh(
            Owner owner, boolean outgoing, RandomGenerator random, SessionClock.Timers timers) {
        this.owner = owner;
        this.outgoing = outgoing;
        this.random = random;
        this.clock = new SessionClock(timers, this::refresh, owner::onExpired);
    }

    /**
     * The call is answered.
     *
     * @param peerUpdates whether the far end takes UPDATE, which refreshes without an offer
     */
    void begin(Optional<SessionTimer> session, boolean peerUpdates) {
        this.peerUpdates = peerUpdates;
        clock.restart(session);
    }

    /** The far end asks for this in a request that we answer with 2xx. */
    void answer(Request request, Response response) {
        Optional<SessionTimer> session = agree(request, response);
        if (session.isPresent()) {
            clock.restart(session);
        }
    }

    /** Says in a 2xx of ours what its request asks for; empty when that is nothing. */
    static Optional<SessionTimer> agree(Request request, Response response) {
        Optional<SessionTimer> session =
                SessionTimer.asServer(
                        Messages.value(request, "Session-Expires"),
                        Messages.lists(request, "Supported", "timer"));
        session.ifPresent(timer -> {
            Messages.set(response, "Session-Expires", timer.asServerValue());
            // RFC 4028 9: only a client that refreshes has to understand.
            if (!timer.ours()) {
                Messages.set(response, "Require", "timer");
            }
        });
        return session;
    }

    /** Puts what is agreed into a request of ours that refreshes. */
    void ask(Request request) {
        clock.agreed()
                .ifPresent(timer ->
                        Messages.set(
                                request, "Session-Expires", timer.seconds() + ";refresher=uac"));
    }

    /** The far end has answered an offer that refreshes. */
    void agreed(Response response) {
        Optional<String> agreed = Messages.value(response, "Session-Expires");
        agreed.ifPresent(_ -> clock.restart(SessionTimer.asClient(agreed)));
    }

    /**
     * The far end has refused an offer that was to refresh.
     *
     * @param response null when it has said nothing
     */
    void refused(int status, @Nullable Response response) {
        if (status == Response.REQUEST_PENDING) {
            retrySoon();
        } else if (status == Response.SERVER_INTERNAL_ERROR
                && response != null
                && Messages.value(response, "Retry-After").isPresent()) {
            // RFC 3261 14.2, RFC 3311 5.2: it is busy with a request before, and says how long.
            clock.refreshIn(1000L * Math.max(1, Messages.number(response, "Retry-After")));
        }
    }

    void stop() {
        clock.stop();
    }

    private void refresh() {
        if (owner.isOver()) {
            return;
        } else if (peerUpdates) {
            update(true);
        } else if (!owner.offerAgain()) {
            retrySoon();
        }
    }

    private void retrySoon() {
        clock.refreshIn(retryMs());
    }

    /** RFC 3261 14.1: after a 491, whose times differ so that they do not meet again. */
    private long retryMs() {
        return outgoing ? 2100 + 10L * random.nextInt(191) : 10L * random.nextInt(201);
    }

    private void update(boolean mayRetry) {
        owner.update(
                new Watched(
                        response -> {
                            var agreed =
                                    SessionTimer.asClient(
                                            Messages.value(response, "Session-Expires"));
                            clock.restart(agreed.isPresent() ? agreed : clock.agreed());
                        },
                        (status, response) -> {
                            if (status != SESSION_INTERVAL_TOO_SMALL) {
                                refused(status, response);
                            } else if (response != null && mayRetry) {
                                // RFC 4028 7.4
                                SessionTimer.minimum(Messages.value(response, "Min-SE"))
                                        .map(seconds -> new SessionTimer(seconds, true))
                                        .ifPresent(timer -> {
                                            clock.restart(Optional.of(timer));
                                            update(false);
                                        });
                            }
                        },
                        owner::onLost));
    }
}
