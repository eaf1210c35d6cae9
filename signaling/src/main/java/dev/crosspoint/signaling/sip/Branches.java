package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.Private;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sip.Dialog;
import javax.sip.SipException;
import javax.sip.header.ToHeader;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * What the branches of an INVITE of ours have said before one of them answers: proxies let several
 * telephones ring at once, each of which is an early dialog of its own (RFC 3261 13.2.2.1).
 */
final class Branches {

    private final Core core;
    private final SipCall call;
    private final Set<Dialog> ringing = new HashSet<>();
    private final Map<String, Private> answers = new HashMap<>();

    /** RFC 3262 4: each early dialog counts for itself. */
    private final Map<String, Long> lastRseq = new HashMap<>();

    private SipEvent.@Nullable Progress told;

    Branches(Core core, SipCall call) {
        this.core = core;
        this.call = call;
    }

    void onProgress(Response response, @Nullable Dialog dialog) {
        String tag = tagOf(response);
        Optional<Long> rseq = Messages.value(response, "RSeq").map(Long::parseLong);
        if (rseq.isPresent() && Messages.lists(response, "Require", "100rel")) {
            // RFC 3262 4: in order, each once.
            Long last = lastRseq.get(tag);
            boolean next = last == null || rseq.get() == last + 1;
            if (dialog == null || !next) {
                return;
            }
            lastRseq.put(tag, rseq.get());
            try {
                core.exchanges().send(dialog.createPrack(response), dialog, Exchanges.IGNORE);
            } catch (SipException | RuntimeException e) {
                return; // it will be repeated
            }
            if (Messages.hasBody(response)) {
                call.early().settled(tag);
            }
        }
        if (dialog != null) {
            ringing.add(dialog);
        }
        Private sdp = Messages.sdpOf(response);
        if (sdp != null) {
            answers.put(tag, sdp);
        }
        // RFC 3261 13.2.1: once there is an answer, what says it again is to be ignored.
        if (call.early().supersedes(tag)) {
            sdp = null;
        }
        var progress = new SipEvent.Progress(response.getStatusCode(), sdp);
        // Repeated, or from another branch: no news.
        if (progress.status() >= Response.RINGING && !progress.equals(told)) {
            told = progress;
            if (sdp != null) {
                call.early().shown(tag);
            }
            call.tell(progress);
        }
    }

    /** Whether any of them rings, and it was told. */
    boolean haveRung() {
        return told != null;
    }

    /** The description that a branch has given early; null when it has given none. */
    @Nullable Private answerOf(String tag) {
        return answers.get(tag);
    }

    /** Whether the branch with this tag rings. */
    boolean ringAt(String tag) {
        return ringing.stream().anyMatch(dialog -> tag.equals(dialog.getRemoteTag()));
    }

    /** This one has answered; {@link #end} does not touch it. */
    void keep(@Nullable Dialog answered) {
        ringing.remove(answered);
    }

    /** Forgets those that only rang. */
    void end() {
        ringing.forEach(Dialog::delete);
        ringing.clear();
    }

    /** The tag that tells a branch from the others. */
    static String tagOf(Response response) {
        return String.valueOf(((ToHeader) response.getHeader(ToHeader.NAME)).getTag());
    }
}
