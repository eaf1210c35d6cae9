package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** UPDATEs of the far end before the call is answered (RFC 3311), whoever calls whom. */
class EarlyOfferTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final List<Future<Void>> CLOSING = new ArrayList<>();
    private static final String SDP = RawCall.SDP;
    private static final String RELIABLE = "Require: 100rel\nRSeq: 1\n";

    private final Phone phone = Phone.open(VERTX, Phone.settings(Transport.UDP));
    private final RawPeer peer = new RawPeer(phone.port(Transport.UDP));

    @AfterEach
    void close() {
        phone.closeSoon(CLOSING, peer);
    }

    @AfterAll
    static void closeVertx() {
        Phone.await(Future.join(CLOSING));
        Phone.await(VERTX.close());
    }

    /** A far end that calls, with what went before and what its UPDATE gets: 0 for call control. */
    @ParameterizedTest(name = "{0} offers {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ringing                             | media   | 500
                    ringing                             | nothing | 200
                    ringing                             | text    | 415
                    early media                         | media   | 500
                    ringing reliably                    | media   | 500
                    early media reliably, no PRACK      | media   | 500
                    early media reliably                | media   | 0
                    early media reliably                | nothing | 200
                    early media reliably, another offer | media   | 500
                    """)
    void answersACallersUpdate(String before, String offers, int status) {
        boolean reliably = before.contains("reliably");
        peer.send(invite("early", reliably));
        SipCall call = phone.next(SipEvent.Arrived.class).call();
        phone.act(() -> call.ring(before.startsWith("early media") ? Phone.ANSWER : null));
        String ringing = peer.receive("SIP/2.0 18");
        String tag = RawPeer.toTag(ringing);
        if (reliably && !before.contains("no PRACK")) {
            prack("early", tag, RawPeer.header(ringing, "RSeq"));
        }
        if (before.contains("another offer")) {
            peer.send(peer.request("UPDATE", "early", tag, 3, SDP, Phone.OFFER.value()));
            phone.expect(SipEvent.Reoffered.class);
        }
        String type = offers.equals("text") ? "Content-Type: text/plain" : SDP;
        boolean empty = offers.equals("nothing");
        String body = empty ? "" : Phone.OTHER.value();
        peer.send(peer.request("UPDATE", "early", tag, 4, empty ? "" : type, body));
        expect(call, status, 4);
    }

    /** A far end that is called. */
    @ParameterizedTest(name = "{0} offers {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    180, no answer          | media   | 491
                    180, no answer          | nothing | 200
                    183, answer             | media   | 491
                    183, reliably           | media   | 491
                    183, reliably an answer | media   | 0
                    183, reliably an answer | text    | 415
                    """)
    void answersTheUpdateOfWhomItCalls(String before, String offers, int status) {
        SipCall call = call();
        String invite = peer.receive("INVITE");
        boolean reliably = before.contains("reliably");
        boolean answers = before.endsWith(" answer") && !before.contains("no answer");
        peer.send(
                peer.response(
                        invite,
                        before.substring(0, 3) + " Early",
                        "far",
                        (reliably ? RELIABLE : "") + (answers ? SDP : "Subject: none"),
                        answers ? Phone.ANSWER.value() : ""));
        phone.expect(SipEvent.Progress.class);
        if (reliably) {
            peer.send(peer.response(peer.receive("PRACK"), "200 OK", "far", "", ""));
        }
        boolean empty = offers.equals("nothing");
        String type = offers.equals("text") ? "Content-Type: text/plain" : SDP;
        peer.send(
                fromCalled(invite, "UPDATE", empty ? "" : type, empty ? "" : Phone.OTHER.value()));
        expect(call, status, 9);
    }

    private void expect(SipCall call, int status, int cseq) {
        if (status == 0) {
            assertThat(phone.expect(SipEvent.Reoffered.class).sdp()).isEqualTo(Phone.OTHER);
            phone.act(() -> call.answerReoffer(Phone.ANSWER));
        } else {
            phone.expectNothingMore();
        }
        String answer = peer.receive("SIP/2.0 " + (status == 0 ? 200 : status));
        while (!RawPeer.header(answer, "CSeq").equals(cseq + " UPDATE")) {
            answer = peer.receive("SIP/2.0 " + (status == 0 ? 200 : status));
        }
        assertThat(RawPeer.body(answer)).isEqualTo(status == 0 ? Phone.ANSWER.value() : "");
        if (status == 500) {
            assertThat(RawPeer.header(answer, "Retry-After")).matches("[0-9]");
        }
    }

    @Test
    void goesOnWithWhatACallersUpdateHasChanged() {
        SipCall call = settledByCaller("changed");
        String tag = call.localTag();
        peer.send(peer.request("UPDATE", "changed", tag, 3, SDP, Phone.OTHER.value()));
        phone.expect(SipEvent.Reoffered.class);

        // The 200 waits, as nobody could say yet what it agrees to.
        phone.act(() -> call.answer(Phone.ANSWER) && call.answerReoffer(Phone.OTHER));
        peer.receive("SIP/2.0 200");
        String ok = ofInvite("SIP/2.0 200");
        assertThat(RawPeer.body(ok)).isEmpty();
        peer.send(peer.request("ACK", "changed", tag, 1, "", ""));
        phone.expect(SipEvent.Confirmed.class);

        // What is agreed is what the UPDATE has brought: the same again is a refresh.
        peer.send(peer.request("INVITE", "changed", tag, 5, SDP, Phone.OTHER.value()));
        String again = ofInvite("SIP/2.0 200");
        assertThat(RawPeer.body(again)).isEqualTo(Phone.OTHER.value());
        phone.expectNothingMore();
    }

    @Test
    void leavesAllAsItWasWhenAnUpdateIsRefused() {
        SipCall call = settledByCaller("refused");
        peer.send(peer.request("UPDATE", "refused", call.localTag(), 3, SDP, Phone.OTHER.value()));
        phone.expect(SipEvent.Reoffered.class);
        phone.act(() -> call.refuseReoffer(488, "no") && call.answer(Phone.ANSWER));
        peer.receive("SIP/2.0 488");
        assertThat(RawPeer.body(ofInvite("SIP/2.0 200"))).isEqualTo(Phone.ANSWER.value());
    }

    @ParameterizedTest
    @CsvSource({"CANCEL, 487", "hang up, 480"})
    void answersAnUpdateThatTheEndOfTheCallOvertakes(String end, int status) {
        SipCall call = settledByCaller("over");
        peer.send(peer.request("UPDATE", "over", call.localTag(), 3, SDP, Phone.OTHER.value()));
        phone.expect(SipEvent.Reoffered.class);
        phone.act(() -> call.answer(Phone.ANSWER)); // decided, and yet not said
        if (end.equals("CANCEL")) {
            peer.send(
                    peer.request("CANCEL", "over", "", 1, "", "")
                            .replace("over-CANCEL-1", "over-INVITE-1"));
        } else {
            phone.act(() -> call.hangUp("done"));
        }
        phone.expect(SipEvent.Ended.class);
        assertThat(ofInvite("SIP/2.0 " + status)).isNotEmpty();
        peer.receiveNew("SIP/2.0 487"); // the UPDATE's
    }

    @Test
    void toldOfAnAnswerThatItsUpdateHasReplaced() {
        SipCall call = call();
        String invite = settledByCalled();
        peer.send(fromCalled(invite, "UPDATE", SDP, Phone.OTHER.value()));
        phone.expect(SipEvent.Reoffered.class);
        phone.act(() -> call.answerReoffer(Phone.OTHER));
        peer.receive("SIP/2.0 200");

        peer.send(peer.response(invite, "200 OK", "far", SDP, Phone.ANSWER.value()));
        peer.receive("ACK");
        assertThat(phone.expect(SipEvent.Answered.class).sdp()).isNull();
    }

    /** Many repeat their first answer in whatever they say until the call is taken. */
    @ParameterizedTest
    @CsvSource({"180 Ringing, ''", "183 Session Progress, Require: 100rel"})
    void hearsNothingInAnAnswerThatComesAgainBehindItsUpdate(String status, String require) {
        SipCall call = call();
        String invite = settledByCalled();
        peer.send(fromCalled(invite, "UPDATE", SDP, Phone.OTHER.value()));
        phone.expect(SipEvent.Reoffered.class);
        phone.act(() -> call.answerReoffer(Phone.OTHER));
        peer.receive("SIP/2.0 200");

        String extra = require.isEmpty() ? SDP : require + "\nRSeq: 2\n" + SDP;
        peer.send(peer.response(invite, status, "far", extra, Phone.ANSWER.value()));
        assertThat(phone.expect(SipEvent.Progress.class).sdp()).isNull();
        peer.send(peer.response(invite, "200 OK", "far", "", ""));
        peer.receive("ACK");
        assertThat(phone.expect(SipEvent.Answered.class).sdp()).isNull();
    }

    @Test
    void takesTheAnswerOfAnotherBranchThanTheOneThatUpdated() {
        SipCall call = call();
        String invite = settledByCalled();
        peer.send(fromCalled(invite, "UPDATE", SDP, Phone.OTHER.value()));
        phone.expect(SipEvent.Reoffered.class);
        phone.act(() -> call.answerReoffer(Phone.OTHER));
        peer.receive("SIP/2.0 200");

        peer.send(peer.response(invite, "200 OK", "other", SDP, Phone.ANSWER.value()));
        peer.receive("ACK");
        assertThat(phone.expect(SipEvent.Answered.class).sdp()).isEqualTo(Phone.ANSWER);
    }

    @Test
    void goesBackToTheMediaOfTheBranchThatAnswers() {
        SipCall call = call();
        String invite = settledByCalled();
        peer.send(fromCalled(invite, "UPDATE", SDP, Phone.OTHER.value()));
        phone.expect(SipEvent.Reoffered.class);
        phone.act(() -> call.answerReoffer(Phone.OTHER));
        peer.receive("SIP/2.0 200");
        peer.send(peer.response(invite, "183 Another", "other", SDP, Phone.OFFER.value()));
        assertThat(phone.expect(SipEvent.Progress.class).sdp()).isEqualTo(Phone.OFFER);

        peer.send(peer.response(invite, "200 OK", "far", SDP, Phone.ANSWER.value()));
        peer.receive("ACK");
        assertThat(phone.expect(SipEvent.Answered.class).sdp()).isEqualTo(Phone.OTHER);
    }

    @Test
    void takesNoAnswerOfAnotherBranchForThatOfTheOneThatAnswers() {
        call();
        String invite = peer.receive("INVITE");
        peer.send(peer.response(invite, "183 One", "far", SDP, Phone.ANSWER.value()));
        phone.expect(SipEvent.Progress.class);
        peer.send(peer.response(invite, "183 Another", "other", SDP, Phone.OTHER.value()));
        phone.expect(SipEvent.Progress.class);
        peer.send(peer.response(invite, "200 OK", "far", "", ""));
        peer.receive("ACK");
        assertThat(phone.expect(SipEvent.Answered.class).sdp()).isEqualTo(Phone.ANSWER);
    }

    @Test
    void refusesTheUpdateOfABranchThatDoesNotAnswer() {
        SipCall call = call();
        String invite = settledByCalled();
        peer.send(fromCalled(invite, "UPDATE", SDP, Phone.OTHER.value()));
        phone.expect(SipEvent.Reoffered.class);
        peer.send(peer.response(invite, "200 OK", "other", SDP, Phone.ANSWER.value()));
        peer.receive("SIP/2.0 487");
        assertThat(phone.expect(SipEvent.Answered.class).sdp()).isEqualTo(Phone.ANSWER);
        phone.act(() -> !call.answerReoffer(Phone.OTHER));
    }

    /** RFC 4028 9 and 10; the least is 90 s. */
    @ParameterizedTest
    @CsvSource({"1800, 200", "10, 422"})
    void answersTheSessionTimerOfAnEarlyUpdate(int seconds, int status) {
        SipCall call = settledByCaller("timer");
        String extra = "Supported: timer\nSession-Expires: " + seconds + ";refresher=uac";
        peer.send(peer.request("UPDATE", "timer", call.localTag(), 3, extra, ""));
        String answer = peer.receive("SIP/2.0 " + status);
        while (!RawPeer.header(answer, "CSeq").endsWith("UPDATE")) {
            answer = peer.receive("SIP/2.0 " + status);
        }
        if (status == 200) {
            assertThat(RawPeer.header(answer, "Session-Expires")).isEqualTo("1800;refresher=uac");
        } else {
            assertThat(Integer.parseInt(RawPeer.header(answer, "Min-SE"))).isGreaterThan(seconds);
        }
    }

    /** Media has heard of the UPDATE by then: the first answer must not come behind it. */
    @ParameterizedTest
    @CsvSource({"the answer again", "nothing"})
    void answersAnUpdateThatTheAnswerOvertakes(String says) {
        SipCall call = call();
        String invite = settledByCalled();
        peer.send(fromCalled(invite, "UPDATE", SDP, Phone.OTHER.value()));
        phone.expect(SipEvent.Reoffered.class);
        boolean empty = says.equals("nothing");
        String type = empty ? "" : SDP;
        String body = empty ? "" : Phone.ANSWER.value();
        peer.send(peer.response(invite, "180 Ringing", "far", type, body));
        assertThat(phone.expect(SipEvent.Progress.class).sdp()).isNull();
        peer.send(peer.response(invite, "200 OK", "far", type, body));
        peer.receive("ACK");
        assertThat(phone.expect(SipEvent.Answered.class).sdp()).isNull();

        phone.act(() -> call.answerReoffer(Phone.OTHER));
        String answer = peer.receive("SIP/2.0 200");
        assertThat(RawPeer.header(answer, "CSeq")).endsWith("UPDATE");
        assertThat(RawPeer.body(answer)).isEqualTo(Phone.OTHER.value());
    }

    private SipCall call() {
        return phone.call(new Destination(Transport.UDP, "127.0.0.1", peer.port(), null, null), 30);
    }

    /** An INVITE of ours that has a reliable answer before the call is taken. */
    private String settledByCalled() {
        String invite = peer.receive("INVITE");
        peer.send(
                peer.response(
                        invite,
                        "183 Session Progress",
                        "far",
                        RELIABLE + SDP,
                        Phone.ANSWER.value()));
        phone.expect(SipEvent.Progress.class);
        peer.send(peer.response(peer.receive("PRACK"), "200 OK", "far", "", ""));
        return invite;
    }

    /** An INVITE of theirs that has had ours. */
    private SipCall settledByCaller(String callId) {
        peer.send(invite(callId, true));
        SipCall call = phone.next(SipEvent.Arrived.class).call();
        phone.act(() -> call.ring(Phone.ANSWER));
        String early = peer.receive("SIP/2.0 183");
        prack(callId, RawPeer.toTag(early), RawPeer.header(early, "RSeq"));
        return call;
    }

    private String invite(String callId, boolean reliably) {
        String extra = reliably ? SDP + "\nRequire: 100rel" : SDP;
        return peer.request("INVITE", callId, "", 1, extra, Phone.OFFER.value());
    }

    private void prack(String callId, String tag, String rseq) {
        peer.send(peer.request("PRACK", callId, tag, 2, "RAck: " + rseq + " 1 INVITE", ""));
        peer.receive("SIP/2.0 200");
    }

    /** A request of the far end that we have called. */
    private String fromCalled(String invite, String method, String extra, String body) {
        return peer.request(
                        method,
                        RawPeer.header(invite, "Call-ID"),
                        RawPeer.tag(RawPeer.header(invite, "From")),
                        9,
                        extra,
                        body)
                .replace(";tag=raw", ";tag=far");
    }

    /** The next answer to an INVITE that starts so. */
    private String ofInvite(String start) {
        String answer = peer.receiveNew(start);
        while (!RawPeer.header(answer, "CSeq").endsWith("INVITE")) {
            answer = peer.receiveNew(start);
        }
        return answer;
    }
}
