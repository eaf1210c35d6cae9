package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.Private;
import gov.nist.javax.sip.message.SIPRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
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

    private static final int SESSION_INTERVAL_TOO_SMALL = 422;

    /** What holds since the last UPDATE. */
    record Change(Private local, Private remote) {}

    private final Core core;
    private final SipCall call;

    /** The far end's tags with which the first offer is settled: each branch of a fork has its. */
    private final Set<String> settled = new HashSet<>();

    private final Map<String, Change> changes = new HashMap<>();
    private @Nullable Offered pending;
    private String pendingOf = "";

    /** The tag of whose media call control has heard last. */
    private String shown = "";

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
        settled.add(remoteTag);
    }

    /** Call control is told of the media of the one with this tag. */
    void shown(String remoteTag) {
        shown = remoteTag;
    }

    void onUpdate(ServerTransaction update) {
        Request request = update.getRequest();
        Private sdp = Messages.sdpOf(request);
        String tag = ((SIPRequest) request).getFromTag();
        if (Messages.hasBody(request) && sdp == null) {
            Response response = call.response(update, Response.UNSUPPORTED_MEDIA_TYPE);
            Messages.set(response, "Accept", Messages.SDP);
            call.respond(update, response);
        } else if (SessionTimer.isTooShort(
                Messages.value(request, "Session-Expires"), core.settings().minSessionSeconds())) {
            Response response = call.response(update, SESSION_INTERVAL_TOO_SMALL);
            Messages.set(response, "Min-SE", String.valueOf(core.settings().minSessionSeconds()));
            call.respond(update, response);
        } else if (sdp == null) {
            accept(update, null);
        } else if (call.isOutgoing() && !settled.contains(tag)) {
            // Our offer has no answer from there yet.
            call.respond(update, call.response(update, Response.REQUEST_PENDING));
        } else if (!settled.contains(tag) || pending != null) {
            call.respond(update, core.later(call.response(update, Response.SERVER_INTERNAL_ERROR)));
        } else {
            pending = new Offered(update, sdp);
            pendingOf = tag;
            shown = tag;
            call.tell(new SipEvent.Reoffered(sdp));
        }
    }

    /** 200 to the UPDATE that waits; false when there is none. */
    boolean answer(Private sdp) {
        Offered update = pending;
        if (update == null) {
            return false;
        }
        changes.put(pendingOf, new Change(sdp, update.sdp()));
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
     * Whether what the one with this tag still says of media in its responses to the INVITE is to
     * be left out: an UPDATE of it has changed them, or one of anybody is about to. Call control
     * knows the first answer then, and has been told of the UPDATE behind it.
     */
    boolean supersedes(String remoteTag) {
        return changes.containsKey(remoteTag) || pending != null;
    }

    /** Whether call control has, or will have, the media of the one with this tag by an UPDATE. */
    boolean holds(String remoteTag) {
        boolean mine = pending != null && pendingOf.equals(remoteTag);
        return shown.equals(remoteTag) && (mine || changes.containsKey(remoteTag));
    }

    /** What holds, when an UPDATE of the one with this tag has changed what was settled first. */
    @Nullable Change change(String remoteTag) {
        return changes.get(remoteTag);
    }

    /** The one of the far end with this tag that waits, for somebody else to answer. */
    @Nullable Offered handOver(String remoteTag) {
        if (!pendingOf.equals(remoteTag)) {
            end();
        }
        Offered update = pending;
        pending = null;
        return update;
    }

    private void accept(ServerTransaction update, @Nullable Private sdp) {
        Response response = call.response(update, Response.OK);
        core.introduce(response, call);
        // What holds is what the answer to the INVITE says, which comes later.
        SessionRefresh.agree(update.getRequest(), response);
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
