package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import gov.nist.javax.sip.message.SIPRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.header.CSeqHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/** An INVITE of ours, from its first sending to its final answer (RFC 3261 13.2). */
final class OutgoingInvite implements Exchanges.Handler {

    /** An INVITE is sent again for a challenge, a stale nonce, a short interval; never for ever. */
    private static final int MAX_ATTEMPTS = 4;

    /**
     * Longest silence of one address before the next is tried, times of T1: 5 s, four sendings over
     * UDP. Whoever is there says 100 within 200 ms (RFC 3261 17.2.1).
     */
    private static final int SILENCE_T1S = 10;

    /** How soon it is asked again whether somebody else may take it, times of T1. */
    private static final int ASK_AGAIN_T1S = 1;

    /** RFC 3261 18.1.1: where the path's MTU is not known. */
    private static final int MAX_UDP_BYTES = 1_300;

    /** What an answer to a challenge adds at the most, bytes. */
    private static final int CREDENTIALS_BYTES = 400;

    private static final int SESSION_INTERVAL_TOO_SMALL = 422;

    private final Core core;
    private final CallRequest wanted;
    private final SipCall call;
    private final Onward onward;
    private final long startedNanos = System.nanoTime();
    private @Nullable ClientTransaction transaction;
    private Optional<String[]> credentials = Optional.empty();
    private final Branches branches;
    private int sessionSeconds;
    private int attempts;
    private long cseq;
    private long ringTimer = -1;
    private long silenceTimer = -1;
    private boolean heard;
    private boolean everHeard;
    private @Nullable String answeredBy;
    private @Nullable String cancelled;
    private boolean cancelSent;

    /** Goes on where somebody else may take the call. */
    interface Onward {
        /**
         * The same call, on its way to the next address; null when there is none.
         *
         * @param ringSeconds what is left of the time that it may ring
         * @param unreached whether there was no way there, and so no word
         */
        @Nullable SipCall next(int ringSeconds, boolean unreached);

        /** Whether there is one. */
        boolean hasNext();

        /**
         * An address has failed it.
         *
         * @param retrySeconds when that says to come again, s; 0 when it does not
         * @param unreached as for {@link #next}
         * @return what all of its addresses ask for, s: the shortest time of theirs; 0 when one has
         *     not asked for any, or has not been asked
         */
        int rest(int retrySeconds, boolean unreached);
    }

    OutgoingInvite(Core core, CallRequest wanted, SipCall call, Onward onward) {
        this.onward = onward;
        this.core = core;
        this.wanted = wanted;
        this.call = call;
        this.branches = new Branches(core, call);
        this.sessionSeconds = core.settings().sessionSeconds();
    }

    void start() {
        ringTimer =
                core.vertx().setTimer(Math.max(1, wanted.ringSeconds()) * 1000L, _ -> noAnswer());
        silenceTimer = core.vertx().setTimer(core.t1s(SILENCE_T1S), _ -> silent());
        send();
    }

    /** Nobody has said a word: that is no answer as soon as there is somebody else to ask. */
    private void silent() {
        if (onward.hasNext() || wanted.isElsewhere().getAsBoolean()) {
            noAnswer();
        } else {
            silenceTimer = core.vertx().setTimer(core.t1s(ASK_AGAIN_T1S), _ -> silent());
        }
    }

    /** Whether it is too large for UDP: it would be sent in fragments, which many lose. */
    boolean isLarge(InetAddress there) {
        int room = account() == null ? 0 : CREDENTIALS_BYTES;
        return invite(Transport.UDP, there).encodeAsBytes("UDP").length + room > MAX_UDP_BYTES;
    }

    private void send() {
        attempts++;
        cseq++;
        heard = false;
        Flow flow = call.flow();
        transaction = core.exchanges().send(invite(flow.transport(), flow.partner()), null, this);
    }

    private SIPRequest invite(Transport transport, InetAddress there) {
        var to = wanted.destination();
        String user = Escapes.encode(wanted.to().value());
        String caller = Escapes.encode(wanted.from().value());
        var shown = wanted.presentation();
        SIPRequest request =
                Messages.request(
                        """
                        INVITE sip:%1$s@%3$s;transport=%4$s SIP/2.0
                        Via: SIP/2.0/%5$s %6$s;branch=z9hG4bK%7$s;rport
                        Max-Forwards: 70
                        From: %8$s;tag=%9$s
                        To: <sip:%1$s@%2$s>
                        Call-ID: %10$s
                        CSeq: %11$d INVITE
                        Session-Expires: %12$d
                        Min-SE: %13$d
                        User-Agent: Crosspoint

                        """
                                .formatted(
                                        user,
                                        to.uriHost(),
                                        to.uriHostPort(),
                                        Core.uriWord(transport),
                                        transport.name(),
                                        core.hostPort(transport, there),
                                        core.token(),
                                        shown.from(caller, core.hostPort(transport, there)),
                                        call.localTag(),
                                        call.callId(),
                                        cseq,
                                        sessionSeconds,
                                        core.settings().minSessionSeconds()));
        core.introduce(request, call.peer(), transport, there);
        shown.dress(request, caller, core.hostPort(transport, there));
        credentials.ifPresent(c -> Messages.set(request, c[0], c[1]));
        Messages.sdp(request, wanted.sdp());
        return request;
    }

    @Override
    public void onResponse(Response response, @Nullable Dialog dialog) {
        int status = response.getStatusCode();
        heard = true;
        everHeard = true;
        core.vertx().cancelTimer(silenceTimer);
        if (cancelled != null && status < 200) {
            sendCancel(cancelled);
        } else if (status < 200) {
            branches.onProgress(response, dialog);
        } else if (status < 300) {
            onAnswer(response, dialog);
        } else if (cancelled != null || !retry(response, status)) {
            stop();
            // RFC 3261 8.1.3.4 lets us choose: whoever redirects us is not configured as a trunk.
            fail(status, Messages.phrase(status), Messages.number(response, "Retry-After"));
        }
    }

    @Override
    public void onFailure(int status) {
        stop();
        fail(status, Messages.phrase(status), 0);
    }

    /** RFC 3263 4.3: after 503, or no answer, the next address has its turn. */
    private void fail(int status, String reason, int retrySeconds) {
        boolean unheard =
                status == Response.SERVICE_UNAVAILABLE || status == Response.REQUEST_TIMEOUT;
        long leftSeconds =
                wanted.ringSeconds() - (System.nanoTime() - startedNanos) / 1_000_000_000L;
        boolean unreached = !everHeard && status == Response.SERVICE_UNAVAILABLE;
        int restSeconds = onward.rest(retrySeconds, unreached);
        SipCall next =
                unheard && !branches.haveRung() && leftSeconds > 0 && !call.isOver()
                        ? onward.next((int) leftSeconds, unreached)
                        : null;
        call.end(
                next == null
                        ? new SipEvent.Failed(status, reason, restSeconds)
                        : new SipEvent.Rerouted(next));
    }

    private void onAnswer(Response response, @Nullable Dialog dialog) {
        answeredBy = Branches.tagOf(response);
        branches.keep(dialog);
        stop();
        var change = call.early().change(answeredBy);
        boolean known = call.early().holds(answeredBy); // asked before the call takes it over
        Private sdp = Messages.sdpOf(response);
        Private first = sdp == null ? branches.answerOf(answeredBy) : sdp;
        Private answer = change == null ? first : change.remote();
        if (dialog == null || !acknowledge(dialog)) {
            call.end(new SipEvent.Failed(Response.BAD_GATEWAY, "unusable 200", 0));
            return;
        }
        Private ours = change == null ? wanted.sdp() : change.local();
        var inDialog = new InDialog(core, call, dialog, ours, answer, true);
        if (call.isOver()) {
            inDialog.hangUp(cancelled == null ? "ended" : cancelled); // CANCEL and 200 crossed
        } else if (answer == null) {
            inDialog.hangUp("200 without an answer");
            call.end(new SipEvent.Failed(Response.NOT_ACCEPTABLE_HERE, "200 without an answer", 0));
        } else {
            call.established(inDialog);
            inDialog.keys().learn(response);
            inDialog.keepAlive(
                    SessionTimer.asClient(Messages.value(response, "Session-Expires")),
                    Messages.lists(response, "Allow", Request.UPDATE));
            call.tell(new SipEvent.Answered(known ? null : answer));
        }
    }

    private boolean acknowledge(Dialog dialog) {
        try {
            dialog.sendAck(dialog.createAck(cseq));
            return true;
        } catch (SipException | InvalidArgumentException | RuntimeException e) {
            return false;
        }
    }

    /** Whether the INVITE goes out once more, with what the answer asked for. */
    private boolean retry(Response response, int status) {
        if (attempts >= MAX_ATTEMPTS) {
            return false;
        }
        boolean again =
                switch (status) {
                    case Response.UNAUTHORIZED -> authorize(response, "WWW-Authenticate");
                    case Response.PROXY_AUTHENTICATION_REQUIRED ->
                            authorize(response, "Proxy-Authenticate");
                    // RFC 4028 7.3
                    case SESSION_INTERVAL_TOO_SMALL -> {
                        int wantedSeconds = sessionSeconds;
                        sessionSeconds =
                                SessionTimer.minimum(Messages.value(response, "Min-SE"))
                                        .orElse(sessionSeconds);
                        yield sessionSeconds > wantedSeconds;
                    }
                    default -> false;
                };
        if (again) {
            send();
        }
        return again;
    }

    private boolean authorize(Response response, String challengeField) {
        Account account = wanted.destination().account();
        List<String> challenges = Messages.values(response, challengeField);
        boolean stale =
                challenges.stream()
                        .map(DigestFields::parse)
                        .anyMatch(c -> c != null && c.text("stale").equalsIgnoreCase("true"));
        // A second challenge that is not about the nonce's age says that the password is wrong.
        if (account == null || (credentials.isPresent() && !stale)) {
            return false;
        }
        ClientTransaction sent = transaction;
        String uri = sent == null ? "" : sent.getRequest().getRequestURI().toString();
        var answer =
                DigestClient.answer(
                        challenges,
                        account.user().value(),
                        account.password().value(),
                        Request.INVITE,
                        uri,
                        core.token());
        String field = challengeField.startsWith("WWW") ? "Authorization" : "Proxy-Authorization";
        credentials = answer.map(value -> new String[] {field, value});
        return answer.isPresent();
    }

    private void noAnswer() {
        cancel("no answer");
        fail(Response.REQUEST_TIMEOUT, "no answer", 0);
    }

    /** RFC 3261 9.1: once something was heard; before that the far end would not know of what. */
    void cancel(String reason) {
        stopWaiting();
        if (cancelled == null && answeredBy == null) {
            cancelled = reason;
            if (heard) {
                sendCancel(reason);
            }
        }
    }

    private void sendCancel(String reason) {
        ClientTransaction invite = transaction;
        if (cancelSent || invite == null) {
            return;
        }
        cancelSent = true;
        try {
            Request cancel = invite.createCancel();
            Messages.reason(cancel, Response.REQUEST_TERMINATED, reason);
            core.exchanges().send(cancel, null, Exchanges.IGNORE);
        } catch (SipException | RuntimeException e) {
            core.exchanges().abandon(invite);
            return;
        }
        // RFC 3261 9.1: without a final answer in 64 T1, it is taken for cancelled.
        core.vertx().setTimer(core.lingerMs(), _ -> core.exchanges().abandon(invite));
    }

    /** Whether we have been answered by somebody else than the one with this tag. */
    boolean isAnsweredByOther(String tag) {
        return answeredBy != null && !answeredBy.equals(tag);
    }

    /** Whether one with this tag rings. */
    boolean isRingingAt(String tag) {
        return branches.ringAt(tag);
    }

    @Nullable Account account() {
        return wanted.destination().account();
    }

    private void stopWaiting() {
        core.vertx().cancelTimer(ringTimer);
        core.vertx().cancelTimer(silenceTimer);
    }

    private void stop() {
        stopWaiting();
        branches.end();
    }

    /** The number in a message's CSeq. */
    static long cseq(Message message) {
        return ((CSeqHeader) message.getHeader(CSeqHeader.NAME)).getSeqNumber();
    }
}
