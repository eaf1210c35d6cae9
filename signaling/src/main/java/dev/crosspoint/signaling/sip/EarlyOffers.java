package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.Private;
import gov.nist.javax.sip.message.SIPRequest;
import javax.sip.ServerTransaction;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * The far end's UPDATEs while a call has not been answered (RFC 3311 5.2). They may change the
 * media once the first offer has its answer for certain, which is when a reliable provisional
 * response has carried it: carriers bring other early media so.
 */
final class EarlyOffers {

    private static final String NOBODY = "";

    /** What holds since the last UPDATE. */
    record Change(Private local, Private remote) {}

    private final Core core;
    private final SipCall call;

    /** The far end's tag with which the first offer was settled. */
    private String settledWith = NOBODY;

    private @Nullable Offered pending;
    private @Nullable Change change;
    private Runnable behind = () -> {};

    EarlyOffers(Core core, SipCall call) {
        this.core = core;
        this.call = call;
    }

    /**
     * A reliable provisional response has brought the answer, and its PRACK is sent or here.
     *
     * @param remoteTag whose: each branch of a forked INVITE settles its own
     */
    void settled(String remoteTag) {
        if (!settledWith.equals(remoteTag)) {
            settledWith = remoteTag;
            change = null;
            end();
        }
    }

    void onUpdate(ServerTransaction update) {
        Request request = update.getRequest();
        Private sdp = Messages.sdpOf(request);
        String tag = ((SIPRequest) request).getFromTag();
        if (Messages.hasBody(request) && sdp == null) {
            Response response = call.response(update, Response.UNSUPPORTED_MEDIA_TYPE);
            Messages.set(response, "Accept", Messages.SDP);
            call.respond(update, response);
        } else if (sdp == null) {
            accept(update, null);
        } else if (call.isOutgoing() && !tag.equals(settledWith)) {
            // Our offer has no answer from there yet.
            call.respond(update, call.response(update, Response.REQUEST_PENDING));
        } else if (!tag.equals(settledWith) || pending != null) {
            call.respond(update, core.later(call.response(update, Response.SERVER_INTERNAL_ERROR)));
        } else {
            pending = new Offered(update, sdp);
            call.tell(new SipEvent.Reoffered(sdp));
        }
    }

    /** 200 to the UPDATE that waits; false when there is none. */
    boolean answer(Private sdp) {
        Offered update = pending;
        if (update == null) {
            return false;
        }
        change = new Change(sdp, update.sdp());
        accept(update.transaction(), sdp);
        goOn();
        return true;
    }

    /** A failure to the UPDATE that waits; all is as it was. */
    boolean refuse(int status, String reason) {
        Offered update = pending;
        if (update == null || status < 400 || status > 699) {
            return false;
        }
        Response response = call.response(update.transaction(), status);
        Messages.reason(response, status, reason);
        call.respond(update.transaction(), response);
        goOn();
        return true;
    }

    /** The call has been answered elsewhere, refused or given up. */
    void end() {
        refuse(Response.REQUEST_TERMINATED, "no longer");
    }

    /** Whether an UPDATE waits for its answer: the INVITE's has to wait for that. */
    boolean isPending() {
        return pending != null;
    }

    /** What is to happen when none waits any more. */
    void behind(Runnable what) {
        behind = what;
    }

    /**
     * Whether an UPDATE of the one with this tag has changed the media, or is about to: what its
     * responses to the INVITE still say of them is out of date. Call control knows the first answer
     * then, and has been told of the UPDATE behind it.
     */
    boolean supersedes(String remoteTag) {
        return settledWith.equals(remoteTag) && (change != null || pending != null);
    }

    /** What holds, when an UPDATE of the one with this tag has changed what was settled first. */
    @Nullable Change change(String remoteTag) {
        return settledWith.equals(remoteTag) ? change : null;
    }

    /** The one that waits, for somebody else to answer. */
    @Nullable Offered handOver() {
        Offered update = pending;
        pending = null;
        return update;
    }

    private void accept(ServerTransaction update, @Nullable Private sdp) {
        Response response = call.response(update, Response.OK);
        core.introduce(response, call);
        if (sdp != null) {
            Messages.sdp(response, sdp);
        }
        call.respond(update, response);
    }

    private void goOn() {
        pending = null;
        behind.run();
    }
}
