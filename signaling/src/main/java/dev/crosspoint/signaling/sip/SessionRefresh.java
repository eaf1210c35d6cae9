package dev.crosspoint.signaling.sip;

import java.util.Optional;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * Keeps an answered call alive while both ends want it (RFC 4028): by UPDATE where the far end
 * takes it, by an offer of what is already agreed where it does not.
 */
final class SessionRefresh {

    private static final int SESSION_INTERVAL_TOO_SMALL = 422;

    /** What the call does for its refresh. */
    interface Owner {

        /** Offers again what is agreed; false when that has to wait. */
        boolean offerAgain();

        /** The far end has not refreshed in time. */
        void onExpired();

        /** The far end does not have the call any more. */
        void onLost();
    }

    private final Core core;
    private final SipCall call;
    private final DialogRequests requests;
    private final Owner owner;
    private final SessionClock clock;
    private boolean peerUpdates;

    SessionRefresh(Core core, SipCall call, DialogRequests requests, Owner owner) {
        this.core = core;
        this.call = call;
        this.requests = requests;
        this.owner = owner;
        this.clock = new SessionClock(core.vertx(), this::refresh, owner::onExpired);
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
        core.introduce(request, call);
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

    /** An offer that was to refresh has met one of the far end's: once more, a little later. */
    void retrySoon() {
        clock.refreshIn(retryMs());
    }

    void stop() {
        clock.stop();
    }

    private void refresh() {
        if (call.isOver()) {
            return;
        } else if (peerUpdates) {
            update(true);
        } else if (!owner.offerAgain()) {
            retrySoon();
        }
    }

    /** RFC 3261 14.1: after a 491, whose times differ so that they do not meet again. */
    private long retryMs() {
        return call.isOutgoing()
                ? 2100 + 10L * core.random().nextInt(190)
                : 10L * core.random().nextInt(200);
    }

    private void update(boolean mayRetry) {
        requests.send(
                Request.UPDATE,
                this::ask,
                new Watched(
                        response -> {
                            var agreed =
                                    SessionTimer.asClient(
                                            Messages.value(response, "Session-Expires"));
                            clock.restart(agreed.isPresent() ? agreed : clock.agreed());
                        },
                        (status, response) -> {
                            if (status == SESSION_INTERVAL_TOO_SMALL
                                    && response != null
                                    && mayRetry) {
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
