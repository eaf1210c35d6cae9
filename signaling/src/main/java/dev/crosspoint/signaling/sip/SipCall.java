package dev.crosspoint.signaling.sip;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkService.InfoForm;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call, in our words. Its methods say false when the call is not in a state for them; nothing
 * was sent then. Use it only on the context of its {@link SipEndpoint}.
 */
public final class SipCall {

    private static final Logger LOG = LoggerFactory.getLogger(SipCall.class);

    private final Core core;
    private final String id;
    private final Admission.Peer peer;
    private final String callId;
    private final String localTag;
    private @Nullable Flow flow;
    private @Nullable OutgoingInvite outgoing;
    private @Nullable IncomingInvite incoming;
    private final EarlyOffers early;
    private @Nullable InDialog inDialog;
    private boolean over;

    SipCall(
            Core core,
            String id,
            Admission.Peer peer,
            String callId,
            String localTag,
            @Nullable Flow flow) {
        this.core = core;
        this.id = id;
        this.peer = peer;
        this.callId = callId;
        this.localTag = localTag;
        this.early = new EarlyOffers(core, this);
        core.calls().add(this);
        if (flow != null) {
            route(flow);
        }
    }

    /** Our id of it: unique in the endpoint, safe to log. */
    public String id() {
        return id;
    }

    /** Who it comes from or goes to. */
    public Admission.Peer peer() {
        return peer;
    }

    /** A provisional answer: 180, or 183 with early media when {@code sdp} is given. */
    public boolean ring(@Nullable Private sdp) {
        IncomingInvite invite = incoming;
        return !over && invite != null && invite.ring(sdp);
    }

    /** 200, with our answer, or with our offer when the INVITE had none. */
    public boolean answer(Private sdp) {
        IncomingInvite invite = incoming;
        return !over && invite != null && invite.answer(sdp);
    }

    /**
     * A final failure.
     *
     * @param status 400 to 699
     * @param reason for the Reason header field, safe to show
     */
    public boolean refuse(int status, String reason) {
        IncomingInvite invite = incoming;
        return !over && invite != null && invite.refuse(status, reason);
    }

    /** Ends it, whatever state it is in. Ending it twice does no harm. */
    public boolean hangUp(String reason) {
        if (over) {
            return true;
        }
        if (inDialog != null) {
            inDialog.hangUp(reason);
        } else if (incoming != null) {
            incoming.giveUp(reason);
        } else if (outgoing != null) {
            outgoing.cancel(reason);
        }
        end(new SipEvent.Ended(reason));
        return true;
    }

    /** 200 to the far end's offer. */
    public boolean answerReoffer(Private sdp) {
        return inDialog == null
                ? early.answer(sdp)
                : inDialogDo(dialog -> dialog.answerReoffer(sdp));
    }

    /** 488 or another failure to the far end's offer; the call goes on as it was. */
    public boolean refuseReoffer(int status, String reason) {
        return inDialog == null
                ? early.refuse(status, reason)
                : inDialogDo(dialog -> dialog.refuseReoffer(status, reason));
    }

    /** Offers other media, by re-INVITE; the outcome comes as an event. */
    public boolean reoffer(Private sdp) {
        return inDialogDo(dialog -> dialog.reoffer(sdp));
    }

    /** Whether the far end names INFO in its Allow; not before the call is answered. */
    public boolean takesInfo() {
        return inDialogDo(dialog -> dialog.keys().isTaken());
    }

    /** Whether too many keys wait for their INFO to take these as well. */
    public boolean isFullFor(Private digits) {
        return inDialogDo(dialog -> dialog.keys().isFullFor(digits.value().length()));
    }

    /** Sends keys by INFO, one after the other. */
    public boolean sendDigits(Private digits, InfoForm form) {
        return inDialogDo(dialog -> dialog.keys().send(digits.value(), form));
    }

    /** 202 to the far end's REFER; reports are to follow. */
    public boolean acceptTransfer() {
        return inDialogDo(dialog -> dialog.transfers().accept());
    }

    /**
     * A failure to the far end's REFER; the call goes on as it was.
     *
     * @param status 400 to 699. Some mean to the far end that the call is over too (RFC 5057 5.1:
     *     404, 481 and others); 403, 488, 500, 503 and 603 do not
     */
    public boolean refuseTransfer(int status, String reason) {
        return inDialogDo(dialog -> dialog.transfers().refuse(status, reason));
    }

    /**
     * Tells the far end how far the transfer is that it asked for.
     *
     * @param status 100 to 699, as if the far end itself had called; from 200 on it is the last
     */
    public boolean reportTransfer(int status) {
        return inDialogDo(dialog -> dialog.transfers().report(status));
    }

    /**
     * Asks the far end, by REFER, to call somebody else; what comes of it is told by {@link
     * SipEvent.TransferProgress}.
     *
     * @param target user part, at the far end's home; means nothing when there is another call
     * @param replaced an answered call whose far end is to be called, and whose place the new call
     *     takes
     */
    public boolean transfer(Private target, @Nullable SipCall replaced) {
        if (replaced == null) {
            return inDialogDo(dialog -> dialog.transfer(target, null));
        }
        InDialog other = replaced.isHungUp() || replaced == this ? null : replaced.inDialog;
        return other != null && inDialogDo(dialog -> dialog.transfer(target, other.dialog()));
    }

    private boolean inDialogDo(Predicate<InDialog> what) {
        InDialog dialog = inDialog;
        return !over && dialog != null && what.test(dialog);
    }

    String callId() {
        return callId;
    }

    String localTag() {
        return localTag;
    }

    /** Whether it is known where its requests go: not before a host name has been looked up. */
    boolean isRouted() {
        return flow != null;
    }

    Flow flow() {
        return requireNonNull(flow);
    }

    void route(Flow found) {
        flow = found;
        core.calls().routed(this);
    }

    boolean isOver() {
        return over;
    }

    /** Whether its far end has nothing to ask for in it any more. */
    boolean isHungUp() {
        return over || (inDialog != null && inDialog.isHungUpOn());
    }

    /** Whether the far end has, or one of those that ring has, that tag. */
    boolean hasRemoteTag(String tag) {
        if (inDialog != null) {
            return tag.equals(inDialog.dialog().getRemoteTag());
        } else if (incoming != null) {
            return tag.equals(incoming.remoteTag());
        }
        return outgoing != null && outgoing.isRingingAt(tag);
    }

    /**
     * The status that an INVITE to take its place meets (RFC 3891 3); 0 when it may.
     *
     * @param earlyOnly whether it may only while this one has not been answered
     */
    int refusalToReplace(boolean earlyOnly) {
        if (isHungUp()) {
            return Response.DECLINE;
        } else if (inDialog != null) {
            return earlyOnly ? Response.BUSY_HERE : 0;
        }
        // An early dialog is to be replaced only where it was begun.
        return outgoing != null ? 0 : Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST;
    }

    /** What the far end's challenges are answered with; null when we have nothing to show. */
    @Nullable Account account() {
        OutgoingInvite invite = outgoing;
        return invite == null ? null : invite.account();
    }

    /** Whether this is a 2xx to our INVITE from another branch than the one that came first. */
    boolean isFork(SIPResponse response) {
        OutgoingInvite invite = outgoing;
        return invite != null
                && response.getStatusCode() / 100 == 2
                && response.getCSeq().getMethod().equals(Request.INVITE)
                && invite.isAnsweredByOther(String.valueOf(response.getToTag()));
    }

    boolean isOutgoing() {
        return outgoing != null;
    }

    @Nullable IncomingInvite incoming() {
        return incoming;
    }

    EarlyOffers early() {
        return early;
    }

    @Nullable InDialog inDialog() {
        return inDialog;
    }

    void begin(OutgoingInvite invite) {
        outgoing = invite;
    }

    void begin(IncomingInvite invite) {
        incoming = invite;
    }

    /** The INVITE has had its 2xx. */
    void established(InDialog dialog) {
        inDialog = dialog;
        dialog.takeOver(early.handOver(String.valueOf(dialog.dialog().getRemoteTag())));
    }

    void withDialog(Consumer<InDialog> what) {
        if (inDialog != null) {
            what.accept(inDialog);
        }
    }

    Response response(ServerTransaction transaction, int status) {
        return Messages.response(transaction.getRequest(), status, localTag);
    }

    /** Answers a request within it. */
    void respond(ServerTransaction transaction, Response response) {
        try {
            transaction.sendResponse(response);
        } catch (SipException | InvalidArgumentException | RuntimeException e) {
            LOG.warn("call {}: answer not sent: {}", id, QuietStackLogger.trace(e));
        }
    }

    void tell(SipEvent event) {
        if (!over) {
            core.user().onEvent(this, event);
        }
    }

    /** Tells the last event, once; what is still on its way is cleared up behind the scenes. */
    void end(SipEvent last) {
        if (!over) {
            over = true;
            early.end();
            if (inDialog != null) {
                inDialog.over().ifPresent(event -> core.user().onEvent(this, event));
            }
            core.calls().retire(this);
            core.vertx().setTimer(core.lingerMs(), _ -> core.calls().forget(this));
            core.user().onEvent(this, last);
        }
    }

    @Override
    public String toString() {
        return "SipCall[" + id + "]";
    }
}
