package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.Private;
import gov.nist.javax.sip.stack.SIPDialog;
import java.util.Optional;
import javax.sip.Dialog;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call that has been answered: offers in both directions, digits, the end. */
final class InDialog implements SessionRefresh.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(InDialog.class);

    private static final int SESSION_INTERVAL_TOO_SMALL = 422;

    private final Core core;
    private final SipCall call;
    private final Dialog dialog;
    private final DialogRequests requests;
    private final SessionRefresh refresh;
    private final Transfers transfers;
    private final InfoSender keys;
    private Private localSdp;
    private @Nullable Private remoteSdp;
    private @Nullable Offered offered;
    private @Nullable String byeWhenConfirmed;
    private boolean confirmed;
    private boolean offering;
    private boolean ackHoldsAnswer;
    private boolean hungUpOn;

    /**
     * @param remoteSdp the far end's description; null when our 200 made the offer
     * @param confirmed false while the far end's ACK is still to come
     */
    InDialog(
            Core core,
            SipCall call,
            Dialog dialog,
            Private localSdp,
            @Nullable Private remoteSdp,
            boolean confirmed) {
        this.core = core;
        this.call = call;
        this.dialog = dialog;
        this.localSdp = localSdp;
        this.remoteSdp = remoteSdp;
        this.confirmed = confirmed;
        this.ackHoldsAnswer = !confirmed && remoteSdp == null;
        this.requests = new DialogRequests(core, dialog, call.account());
        this.refresh =
                new SessionRefresh(
                        this,
                        call.isOutgoing(),
                        core.random(),
                        SessionClock.Timers.of(core.vertx()));
        this.keys =
                new InfoSender(
                        call,
                        requests,
                        digits -> call.tell(new SipEvent.DigitsRefused(digits)),
                        this::onLost);
        this.transfers = new Transfers(core, call, dialog, requests, this::onLost);
        expectAck();
    }

    /**
     * @param peerUpdates whether the far end takes UPDATE, which refreshes without an offer
     */
    void keepAlive(Optional<SessionTimer> session, boolean peerUpdates) {
        refresh.begin(session, peerUpdates);
    }

    /** Takes over an UPDATE that came before the answer, to be answered here. */
    void takeOver(@Nullable Offered early) {
        offered = early;
    }

    // ---- what the far end asks for

    void onAck(Request ack) {
        Private answer = ackHoldsAnswer ? Messages.sdpOf(ack) : null;
        boolean missing = ackHoldsAnswer && answer == null;
        boolean first = !confirmed;
        confirmed = true;
        ackHoldsAnswer = false;
        if (byeWhenConfirmed != null) {
            sendBye(byeWhenConfirmed);
        } else if (missing && first) {
            end("ACK without an answer");
        } else if (first || (answer != null && !answer.equals(remoteSdp))) {
            remoteSdp = answer == null ? remoteSdp : answer;
            call.tell(new SipEvent.Confirmed(answer));
        }
    }

    void onBye(ServerTransaction bye) {
        call.respond(bye, call.response(bye, Response.OK));
        refusePending();
        refresh.stop();
        hungUpOn = true;
        var ended = new SipEvent.Ended("far end hung up");
        if (!transfers.onBye(() -> call.end(ended))) {
            call.end(ended);
        }
    }

    void onRefer(ServerTransaction refer) {
        transfers.onRefer(refer, confirmed);
    }

    void onOffer(ServerTransaction transaction) {
        Request request = transaction.getRequest();
        boolean update = request.getMethod().equals(Request.UPDATE);
        int refusal = refusal(request, update);
        if (refusal != 0) {
            Response response = call.response(transaction, refusal);
            switch (refusal) {
                case SESSION_INTERVAL_TOO_SMALL ->
                        Messages.set(
                                response,
                                "Min-SE",
                                String.valueOf(core.settings().minSessionSeconds()));
                case Response.SERVER_INTERNAL_ERROR -> core.later(response);
                case Response.UNSUPPORTED_MEDIA_TYPE ->
                        Messages.set(response, "Accept", Messages.SDP);
                default -> {}
            }
            call.respond(transaction, response);
            return;
        }
        Private sdp = Messages.sdpOf(request);
        if (sdp != null && !sdp.equals(remoteSdp)) {
            offered = new Offered(transaction, sdp);
            call.tell(new SipEvent.Reoffered(sdp));
        } else if (sdp != null) {
            accept(transaction, localSdp); // a refresh: nothing has changed
        } else if (update) {
            accept(transaction, null);
        } else {
            // RFC 3261 14.2: without an offer the 200 makes one; ours stands as it is.
            ackHoldsAnswer = true;
            accept(transaction, localSdp);
        }
    }

    /** The status that a new offer meets in this state; 0 when it may go on. */
    private int refusal(Request request, boolean update) {
        boolean hasBody = Messages.hasBody(request);
        if (hasBody && !Messages.hasSdp(request)) {
            return Response.UNSUPPORTED_MEDIA_TYPE;
        } else if (SessionTimer.isTooShort(
                Messages.value(request, "Session-Expires"), core.settings().minSessionSeconds())) {
            return SESSION_INTERVAL_TOO_SMALL;
        } else if (update && !hasBody) {
            return 0;
        } else if (offering || ackHoldsAnswer) {
            return Response.REQUEST_PENDING; // RFC 3261 14.2, RFC 3311 5.2: glare
        } else if (offered != null) {
            return Response.SERVER_INTERNAL_ERROR;
        }
        return 0;
    }

    void onInfo(ServerTransaction info) {
        call.respond(
                info,
                InfoAnswers.answer(
                        info.getRequest(),
                        call.localTag(),
                        digit -> call.tell(new SipEvent.Digit(digitOf(digit)))));
    }

    private static Private digitOf(int digit) {
        return new Private(String.valueOf((char) digit));
    }

    /** Our 200 was sent for 64 T1 and never acknowledged (RFC 3261 13.3.1.4). */
    void onAckTimeout() {
        confirmed = true;
        end("no ACK");
    }

    // ---- what call control asks for

    boolean answerReoffer(Private sdp) {
        Offered pending = offered;
        if (pending == null) {
            return false;
        }
        offered = null;
        remoteSdp = pending.sdp();
        localSdp = sdp;
        accept(pending.transaction(), sdp);
        return true;
    }

    boolean refuseReoffer(int status, String reason) {
        Offered pending = offered;
        if (pending == null || status < 400 || status > 699) {
            return false;
        }
        offered = null;
        Response response = call.response(pending.transaction(), status);
        Messages.reason(response, status, reason);
        call.respond(pending.transaction(), response);
        return true;
    }

    boolean reoffer(Private sdp) {
        if (!mayOffer()) {
            return false;
        }
        invite(sdp, false);
        return true;
    }

    /** Keys by INFO. */
    InfoSender keys() {
        return keys;
    }

    boolean transfer(Private target, @Nullable Dialog replaced) {
        return confirmed && transfers.start(target, replaced);
    }

    /** RFC 3261 15: a BYE, once the far end has our 200 for certain. */
    void hangUp(String reason) {
        refresh.stop();
        if (hungUpOn) {
            return;
        }
        refusePending();
        if (!confirmed) {
            byeWhenConfirmed = reason;
        } else if (!transfers.hangUp(() -> sendBye(reason))) {
            sendBye(reason);
        }
    }

    /**
     * The call is over; timers must not touch it any more.
     *
     * @return what is to be told before its end
     */
    Optional<SipEvent> over() {
        refresh.stop();
        return transfers.over();
    }

    Transfers transfers() {
        return transfers;
    }

    Dialog dialog() {
        return dialog;
    }

    /** Whether the far end has hung up, and only waits to be asked no more. */
    boolean isHungUpOn() {
        return hungUpOn;
    }

    // ---- how

    private boolean mayOffer() {
        return confirmed && !offering && !ackHoldsAnswer && offered == null;
    }

    /** JAIN-SIP tells of a missing ACK only where a provisional answer went before. */
    private void expectAck() {
        if (dialog instanceof SIPDialog jain) {
            jain.addEventListener(jain.getSipProvider());
        }
    }

    private void accept(ServerTransaction transaction, @Nullable Private sdp) {
        expectAck();
        Response response = call.response(transaction, Response.OK);
        core.introduce(response, call);
        if (sdp != null) {
            Messages.sdp(response, sdp);
        }
        refresh.answer(transaction.getRequest(), response);
        call.respond(transaction, response);
    }

    @Override
    public boolean offerAgain() {
        if (mayOffer()) {
            invite(localSdp, true);
            return true;
        }
        return false;
    }

    @Override
    public boolean isOver() {
        return call.isOver();
    }

    @Override
    public void update(Exchanges.Handler handler) {
        requests.send(Request.UPDATE, this::ask, handler);
    }

    private void ask(Request request) {
        core.introduce(request, call);
        refresh.ask(request);
    }

    @Override
    public void onExpired() {
        LOG.info("call {}: session not refreshed in time", call.id());
        end("session expired");
    }

    private void invite(Private sdp, boolean refreshing) {
        offering = true;
        requests.send(
                Request.INVITE,
                request -> {
                    ask(request);
                    Messages.sdp(request, sdp);
                },
                new Watched(
                        response -> {
                            offering = false;
                            acknowledge(OutgoingInvite.cseq(response));
                            refresh.agreed(response);
                            Private answer = Messages.sdpOf(response);
                            localSdp = sdp;
                            if (answer != null && !(refreshing && answer.equals(remoteSdp))) {
                                remoteSdp = answer;
                                call.tell(new SipEvent.Reanswered(answer));
                            }
                        },
                        (status, response) -> {
                            offering = false;
                            if (refreshing) {
                                refresh.refused(status, response);
                            } else {
                                call.tell(new SipEvent.ReofferRefused(status));
                            }
                        },
                        this::onLost));
    }

    @Override
    public void onLost() {
        end("far end has lost the call");
    }

    private void acknowledge(long cseq) {
        try {
            dialog.sendAck(dialog.createAck(cseq));
        } catch (SipException | InvalidArgumentException | RuntimeException e) {
            end("no way back to the far end");
        }
    }

    private void end(String reason) {
        if (!call.isOver()) {
            hangUp(reason);
            call.end(new SipEvent.Ended(reason));
        } else if (confirmed && byeWhenConfirmed != null) {
            sendBye(byeWhenConfirmed);
        }
    }

    private void refusePending() {
        Offered pending = offered;
        if (pending != null) {
            offered = null;
            call.respond(
                    pending.transaction(),
                    call.response(pending.transaction(), Response.REQUEST_TERMINATED));
        }
    }

    private void sendBye(String reason) {
        byeWhenConfirmed = null;
        if (hungUpOn) {
            return;
        }
        requests.send(
                Request.BYE, bye -> Messages.reason(bye, Response.OK, reason), Exchanges.IGNORE);
    }
}
