package dev.crosspoint.loadtest.sip;

import dev.crosspoint.loadtest.sip.SipNews.Answered;
import dev.crosspoint.loadtest.sip.SipNews.Changed;
import dev.crosspoint.loadtest.sip.SipNews.Ended;
import dev.crosspoint.loadtest.sip.SipNews.HungUp;
import dev.crosspoint.loadtest.sip.SipNews.Refused;
import dev.crosspoint.loadtest.sip.SipNews.Ringing;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call of a telephone, from either end, over UDP or a stream (RFC 3261 12-17): an INVITE and
 * its answer, BYE, and what the far side asks in between. Knows no route but the gateway: whatever
 * it says goes there.
 */
public final class SipDialog {
    /** RFC 3261 17.1.1.1, ms. */
    static final long T1_MS = 500;

    /** The longest pause between two sendings of a request, ms. */
    static final long T2_MS = 4_000;

    /** How long a request waits for its answer, ms. */
    static final long LIMIT_MS = 64 * T1_MS;

    /** How long an INVITE that rings may, ms. */
    static final long RINGING_MS = 180_000;

    private static final String BRANCH = "z9hG4bK";
    private static final long NEVER = Long.MAX_VALUE;

    private enum State {
        CALLING,
        RINGING,
        OFFERED,
        ANSWERING,
        TALKING,
        ENDING,
        OVER
    }

    /**
     * Who the telephone is and whom it talks to.
     *
     * @param transport {@code UDP}, {@code TCP} or {@code TLS}, as in a Via
     * @param host the telephone's own, and its port
     * @param gateway host and port, as in a request URI
     * @param number its own
     * @param dialled the number it calls, or is called by
     */
    public record Line(
            String transport,
            String host,
            int port,
            String gateway,
            String number,
            String dialled) {
        @Override
        public String toString() {
            return "Line";
        }

        boolean repeats() {
            return transport.equals("UDP");
        }
    }

    private final Line line;
    private final Consumer<String> wire;
    private final Consumer<SipNews> news;
    private final Random random;
    private final String callId;
    private final SipTexts texts;
    private String target;
    private State state;
    private String farTag = "";
    private String description = "";
    private long cseq = 1;
    private String inviteBranch = "";
    private @Nullable String repeated;
    private @Nullable SipMessage theirInvite;
    private @Nullable String lastAck;
    private long pauseMs = T1_MS;
    private long repeatAtMs = NEVER;
    private long limitAtMs = NEVER;

    private SipDialog(
            Line line,
            String callId,
            State state,
            Consumer<String> wire,
            Consumer<SipNews> news,
            Random random) {
        this.line = line;
        this.callId = callId;
        this.state = state;
        this.wire = wire;
        this.news = news;
        this.random = random;
        this.texts = new SipTexts(line, callId, Long.toHexString(random.nextLong()));
        this.target = "sip:" + line.dialled() + "@" + line.gateway();
    }

    /**
     * Calls the gateway.
     *
     * @param wire sends a message to it
     * @param news is told what becomes of the call
     */
    public static SipDialog call(
            Line line,
            String description,
            Consumer<String> wire,
            Consumer<SipNews> news,
            Random random,
            long nowMs) {
        String id = "%016x%016x".formatted(random.nextLong(), random.nextLong());
        var dialog = new SipDialog(line, id, State.CALLING, wire, news, random);
        dialog.description = description;
        dialog.inviteBranch = dialog.branch();
        dialog.repeat(
                dialog.request("INVITE", dialog.inviteBranch, 1, description), LIMIT_MS, nowMs);
        return dialog;
    }

    /** Is called by the gateway: rings until {@link #answer} or {@link #hangUp}. */
    public static SipDialog ring(
            Line line,
            SipMessage invite,
            Consumer<String> wire,
            Consumer<SipNews> news,
            Random random) {
        var dialog = new SipDialog(line, invite.callId(), State.OFFERED, wire, news, random);
        dialog.theirInvite = invite;
        dialog.found(invite, "from");
        dialog.respond(invite, 180, "Ringing", "");
        return dialog;
    }

    /** The name of the call on the wire. */
    public String callId() {
        return callId;
    }

    /** Whether nothing more will come of it. */
    public boolean isOver() {
        return state == State.OVER;
    }

    /** When {@link #onTime} has something to do, ms; {@link Long#MAX_VALUE} for never. */
    public long nextMs() {
        return Math.min(repeatAtMs, limitAtMs);
    }

    /** Answers a call that rings. */
    public void answer(String answer, long nowMs) {
        SipMessage invite = theirInvite;
        if (state != State.OFFERED || invite == null) {
            throw new IllegalStateException("nothing rings");
        }
        state = State.ANSWERING;
        description = answer;
        String ok = texts.response(invite, 200, "OK", answer);
        wire.accept(ok);
        repeated = ok;
        pauseMs = T1_MS;
        // RFC 3261 13.3.1.4: over any transport, until the ACK.
        repeatAtMs = nowMs + T1_MS;
        limitAtMs = nowMs + LIMIT_MS;
    }

    /** Hangs up, or gives up, or declines. Harmless when it is over. */
    public void hangUp(long nowMs) {
        switch (state) {
            case CALLING, RINGING -> {
                String cancel = request("CANCEL", inviteBranch, 1, "");
                state = State.ENDING;
                repeat(cancel, LIMIT_MS, nowMs);
            }
            case OFFERED -> {
                SipMessage invite = theirInvite;
                if (invite != null) {
                    respond(invite, 486, "Busy Here", "");
                }
                over(new Ended(true));
            }
            case ANSWERING, TALKING -> {
                state = State.ENDING;
                repeat(request("BYE", branch(), ++cseq, ""), LIMIT_MS, nowMs);
            }
            case ENDING, OVER -> {}
        }
    }

    /** Something of this call arrived. */
    public void onMessage(SipMessage message, long nowMs) {
        if (message.isResponse()) {
            onResponse(message, nowMs);
        } else {
            onRequest(message);
        }
    }

    /** Time has come to {@link #nextMs}. */
    public void onTime(long nowMs) {
        String text = repeated;
        if (limitAtMs - nowMs <= 0) {
            if (state == State.RINGING) {
                hangUp(nowMs);
                return;
            }
            over(
                    state == State.ENDING || state == State.ANSWERING
                            ? new Ended(false)
                            : new Refused(408, 0));
        } else if (repeatAtMs - nowMs <= 0 && text != null) {
            wire.accept(text);
            pauseMs = state == State.CALLING ? 2 * pauseMs : Math.min(2 * pauseMs, T2_MS);
            repeatAtMs = nowMs + pauseMs;
        }
    }

    // ---- answers

    private void onResponse(SipMessage response, long nowMs) {
        switch (response.sequenceMethod()) {
            case "INVITE" -> onInviteAnswered(response, nowMs);
            case "BYE" -> {
                if (state == State.ENDING && response.status() >= 200) {
                    over(new Ended(true));
                }
            }
            case "CANCEL" -> {
                if (state == State.ENDING && response.status() >= 200) {
                    stopRepeating(nowMs);
                }
            }
            default -> {} // nothing that we asked
        }
    }

    private void onInviteAnswered(SipMessage response, long nowMs) {
        int status = response.status();
        if (status < 200) {
            if (state == State.CALLING || state == State.RINGING) {
                state = State.RINGING;
                stopRepeating(nowMs);
                limitAtMs = nowMs + RINGING_MS;
                if (status > 100) {
                    news.accept(new Ringing(status));
                }
            }
            return;
        }
        if (status >= 300) {
            farTag = SipTexts.tag(response.value("to"));
            wire.accept(request("ACK", inviteBranch, 1, ""));
            switch (state) {
                case CALLING, RINGING -> over(new Refused(status, SipTexts.retryAfter(response)));
                case ENDING -> over(new Ended(true));
                case OFFERED, ANSWERING, TALKING, OVER -> {}
            }
            return;
        }
        switch (state) {
            case CALLING, RINGING -> {
                found(response, "to");
                acknowledge();
                state = State.TALKING;
                stopRepeating(nowMs);
                limitAtMs = NEVER;
                news.accept(new Answered(response.body()));
            }
            case TALKING -> acknowledge();
            case ENDING -> {
                // RFC 3261 15: the answer crossed our giving up.
                found(response, "to");
                acknowledge();
                repeat(request("BYE", branch(), ++cseq, ""), LIMIT_MS, nowMs);
            }
            case OFFERED, ANSWERING, OVER -> {}
        }
    }

    private void acknowledge() {
        String ack = lastAck;
        if (ack == null) {
            ack = request("ACK", branch(), 1, "");
            lastAck = ack;
        }
        wire.accept(ack);
    }

    // ---- what the far side asks

    private void onRequest(SipMessage request) {
        switch (request.method()) {
            case "INVITE" -> onInvite(request);
            case "ACK" -> {
                if (state == State.ANSWERING) {
                    state = State.TALKING;
                    repeated = null;
                    repeatAtMs = NEVER;
                    limitAtMs = NEVER;
                    news.accept(new Answered(""));
                }
            }
            case "BYE" -> {
                respond(request, 200, "OK", "");
                if (state != State.OVER) {
                    over(state == State.ENDING ? new Ended(true) : new HungUp());
                }
            }
            case "CANCEL" -> {
                respond(request, 200, "OK", "");
                SipMessage invite = theirInvite;
                if (state == State.OFFERED && invite != null) {
                    respond(invite, 487, "Request Terminated", "");
                    over(new HungUp());
                }
            }
            case "OPTIONS", "UPDATE", "INFO", "NOTIFY" -> respond(request, 200, "OK", "");
            default -> respond(request, 501, "Not Implemented", "");
        }
    }

    private void onInvite(SipMessage invite) {
        switch (state) {
            case OFFERED -> respond(invite, 180, "Ringing", "");
            case ANSWERING -> respond(invite, 200, "OK", description);
            case TALKING -> {
                // The same body again is a refreshed session timer (RFC 4028), or a repetition.
                respond(invite, 200, "OK", description);
                if (!invite.body().isEmpty()) {
                    news.accept(new Changed(invite.body()));
                }
            }
            case CALLING, RINGING, ENDING -> respond(invite, 491, "Request Pending", "");
            case OVER -> respond(invite, 481, "Call/Transaction Does Not Exist", "");
        }
    }

    private void respond(SipMessage request, int status, String phrase, String body) {
        wire.accept(texts.response(request, status, phrase, body));
    }

    private String request(String method, String branch, long sequence, String body) {
        boolean first = method.equals("INVITE") || method.equals("CANCEL");
        return texts.request(
                method, target, branch, sequence, first || farTag.isEmpty() ? "" : farTag, body);
    }

    private void found(SipMessage far, String party) {
        farTag = SipTexts.tag(far.value(party));
        target = SipTexts.target(far, target);
    }

    private String branch() {
        return BRANCH + Long.toHexString(random.nextLong());
    }

    // ---- time

    private void repeat(String text, long limitMs, long nowMs) {
        wire.accept(text);
        repeated = text;
        pauseMs = T1_MS;
        repeatAtMs = line.repeats() ? nowMs + T1_MS : NEVER;
        limitAtMs = nowMs + limitMs;
    }

    private void stopRepeating(long nowMs) {
        repeated = null;
        repeatAtMs = NEVER;
        limitAtMs = nowMs + LIMIT_MS;
    }

    private void over(SipNews last) {
        state = State.OVER;
        repeated = null;
        repeatAtMs = NEVER;
        limitAtMs = NEVER;
        news.accept(last);
    }
}
