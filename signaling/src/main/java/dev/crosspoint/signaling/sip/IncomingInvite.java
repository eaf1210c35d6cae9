package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.Private;
import gov.nist.javax.sip.message.SIPRequest;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import javax.sip.Dialog;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An INVITE from the far end that begins a call, until its final answer (RFC 3261 13.3). */
final class IncomingInvite {

    private static final Logger LOG = LoggerFactory.getLogger(IncomingInvite.class);

    private final Core core;
    private final SipCall call;
    private final ServerTransaction transaction;
    private final Request request;
    private final boolean reliable;
    private final Optional<SessionTimer> session;

    /** Provisional answers behind one that waits for its PRACK. */
    private final Queue<Runnable> behindPrack = new ArrayDeque<>();

    private boolean prackPending;
    private boolean answered;

    IncomingInvite(Core core, SipCall call, ServerTransaction transaction) {
        this.core = core;
        this.call = call;
        this.transaction = transaction;
        this.request = transaction.getRequest();
        // RFC 3262 3: required means always; supported leaves it to us, and plain is simpler.
        this.reliable = Messages.lists(request, "Require", "100rel");
        this.session =
                SessionTimer.asServer(
                        Messages.value(request, "Session-Expires"),
                        Messages.lists(request, "Supported", "timer"));
    }

    boolean ring(@Nullable Private sdp) {
        if (answered) {
            return false;
        }
        inOrder(() -> sendProvisional(sdp));
        return true;
    }

    boolean answer(Private sdp) {
        if (answered) {
            return false;
        }
        answered = true;
        inOrder(() -> sendAnswer(sdp));
        return true;
    }

    boolean refuse(int status, String reason) {
        if (answered || status < 400 || status > 699) {
            return false;
        }
        answered = true;
        Response response = response(status);
        Messages.reason(response, status, reason);
        send(response);
        call.end(new SipEvent.Ended(reason));
        return true;
    }

    /** RFC 3262 3: while a reliable answer waits for its PRACK, the next one has to wait. */
    private void inOrder(Runnable answer) {
        if (prackPending) {
            behindPrack.add(answer);
        } else {
            answer.run();
        }
    }

    private void sendProvisional(@Nullable Private sdp) {
        int status = sdp == null ? Response.RINGING : Response.SESSION_PROGRESS;
        if (!reliable) {
            send(withSdp(response(status), sdp));
            return;
        }
        try {
            Dialog dialog = transaction.getDialog();
            Response response = dialog.createReliableProvisionalResponse(status);
            tag(response);
            core.introduce(response, call);
            prackPending = true;
            dialog.sendReliableProvisionalResponse(withSdp(response, sdp));
        } catch (SipException | InvalidArgumentException | RuntimeException e) {
            failed(e);
        }
    }

    private void sendAnswer(Private sdp) {
        Response response = withSdp(response(Response.OK), sdp);
        session.ifPresent(timer -> {
            Messages.set(response, "Session-Expires", timer.asServerValue());
            // RFC 4028 9: only a client that refreshes has to understand.
            if (!timer.ours()) {
                Messages.set(response, "Require", "timer");
            }
        });
        var inDialog =
                new InDialog(
                        core, call, transaction.getDialog(), sdp, Messages.sdpOf(request), false);
        call.established(inDialog);
        inDialog.keys().learn(request);
        inDialog.keepAlive(session, Messages.lists(request, "Allow", Request.UPDATE));
        send(response);
    }

    /** The caller's tag. */
    String remoteTag() {
        return ((SIPRequest) request).getFromTag();
    }

    /** RFC 3261 9.2. */
    void onCancel() {
        if (!answered) {
            answered = true;
            send(response(Response.REQUEST_TERMINATED));
            call.end(new SipEvent.Ended("cancelled by the caller"));
        }
    }

    /** A BYE before we answered (RFC 3261 15.1.2). */
    void onEarlyBye() {
        onCancel();
    }

    void onPrack(ServerTransaction prack) {
        // An offer in a PRACK would need an answer at once, which is call control's to give.
        boolean offer = Messages.hasBody(prack.getRequest());
        respond(
                prack,
                Messages.response(
                        prack.getRequest(),
                        offer ? Response.NOT_ACCEPTABLE_HERE : Response.OK,
                        call.localTag()));
        prackPending = false;
        while (!prackPending && !behindPrack.isEmpty()) {
            behindPrack.remove().run();
        }
    }

    /** The PRACK, or the ACK to a refusal, did not come. */
    void onTimeout() {
        call.end(new SipEvent.Ended("no acknowledgement"));
    }

    private Response response(int status) {
        Response response = Messages.response(request, status, call.localTag());
        if (status > 100 && status < 300) {
            core.introduce(response, call);
        }
        return response;
    }

    private void tag(Response response) {
        try {
            ((javax.sip.header.ToHeader) response.getHeader(javax.sip.header.ToHeader.NAME))
                    .setTag(call.localTag());
        } catch (java.text.ParseException e) {
            throw new IllegalStateException("a tag of ours does not parse");
        }
    }

    private static Response withSdp(Response response, @Nullable Private sdp) {
        if (sdp != null) {
            Messages.sdp(response, sdp);
        }
        return response;
    }

    private void send(Response response) {
        respond(transaction, response);
    }

    private void respond(ServerTransaction to, Response response) {
        try {
            to.sendResponse(response);
        } catch (SipException | InvalidArgumentException | RuntimeException e) {
            failed(e);
        }
    }

    private void failed(Exception e) {
        LOG.warn("call {}: answer not sent: {}", call.id(), QuietStackLogger.trace(e));
        call.end(new SipEvent.Ended("answer not sent"));
    }
}
