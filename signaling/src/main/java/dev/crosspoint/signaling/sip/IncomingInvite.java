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

    /** Answers behind a provisional one that waits for its PRACK, or behind an early UPDATE. */
    private final Queue<Runnable> behind = new ArrayDeque<>();

    private boolean prackPending;

    /** Whether the answer that waits for its PRACK settles what the INVITE has offered. */
    private boolean settles;

    /** Whether it is decided what becomes of it. */
    private boolean answered;

    /** Whether the caller may know that. */
    private boolean told;

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
        call.early().behind(this::goOn);
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
        Response response = response(status);
        Messages.reason(response, status, reason);
        fail(response, reason);
        return true;
    }

    /** Refuses, though it may have been decided to answer: as long as nothing was said. */
    void giveUp(String reason) {
        if (!told) {
            answered = false;
            refuse(Response.TEMPORARILY_UNAVAILABLE, reason);
        }
    }

    private void fail(Response response, String reason) {
        answered = true;
        told = true;
        behind.clear();
        send(response);
        call.end(new SipEvent.Ended(reason));
    }

    /**
     * RFC 3262 3: while a reliable answer waits for its PRACK, the next one has to wait; and while
     * an UPDATE waits for its answer, nobody could say what a 200 agrees to.
     */
    private void inOrder(Runnable answer) {
        behind.add(answer);
        goOn();
    }

    private void goOn() {
        while (!prackPending && !call.early().isPending() && !call.isOver() && !behind.isEmpty()) {
            behind.remove().run();
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
            settles = sdp != null && Messages.hasBody(request);
            dialog.sendReliableProvisionalResponse(withSdp(response, sdp));
        } catch (SipException | InvalidArgumentException | RuntimeException e) {
            failed(e);
        }
    }

    private void sendAnswer(Private sdp) {
        told = true;
        var change = call.early().change(remoteTag());
        // RFC 3261 13.2.1: a second description would be ignored, and this one is out of date.
        Response response = withSdp(response(Response.OK), change == null ? sdp : null);
        session.ifPresent(timer -> {
            Messages.set(response, "Session-Expires", timer.asServerValue());
            // RFC 4028 9: only a client that refreshes has to understand.
            if (!timer.ours()) {
                Messages.set(response, "Require", "timer");
            }
        });
        var inDialog =
                new InDialog(
                        core,
                        call,
                        transaction.getDialog(),
                        change == null ? sdp : change.local(),
                        change == null ? Messages.sdpOf(request) : change.remote(),
                        false);
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
        if (!told) {
            fail(response(Response.REQUEST_TERMINATED), "cancelled by the caller");
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
        if (settles) {
            call.early().settled(remoteTag());
        }
        goOn();
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
