package dev.crosspoint.signaling.sip;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.TrunkService.InfoForm;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An endpoint calls a peer that writes its answers by hand. */
class CallingTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final List<Future<Void>> CLOSING = new ArrayList<>();
    private static final String SDP = "Content-Type: application/sdp";
    private static final String ANSWER = Phone.ANSWER.value();

    private final Phone phone = Phone.open(VERTX, Phone.settings(60, Transport.UDP));
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

    private SipCall call(Account account) {
        return phone.call(
                new Destination(Transport.UDP, "127.0.0.1", peer.port(), account, null), 30);
    }

    private SipCall call() {
        return call(new Account(new Private("trunk"), new Private("secret")));
    }

    @Test
    void endsTheBranchesThatAnswerSecond() {
        SipCall call = call();
        String invite = peer.receive("INVITE");
        peer.send(peer.response(invite, "180 Ringing", "first", "", ""));
        peer.send(peer.response(invite, "180 Ringing", "second", "", ""));
        peer.send(peer.response(invite, "200 OK", "second", SDP, ANSWER));
        assertThat(RawPeer.toTag(peer.receive("ACK"))).isEqualTo("second");

        peer.send(peer.response(invite, "200 OK", "first", SDP, ANSWER));
        assertThat(RawPeer.toTag(peer.receive("ACK"))).isEqualTo("first");
        String bye = peer.receive("BYE");
        assertThat(RawPeer.toTag(bye)).isEqualTo("first");
        peer.send(peer.response(bye, "200 OK", "first", "", ""));

        phone.expect(SipEvent.Progress.class);
        assertThat(phone.expect(SipEvent.Answered.class).sdp()).isEqualTo(Phone.ANSWER);
        phone.act(() -> call.hangUp("done"));
        assertThat(RawPeer.toTag(peer.receiveNew("BYE"))).isEqualTo("second");
    }

    @Test
    void acknowledgesAgainWhenTheAnswerIsRepeated() {
        call();
        String invite = peer.receive("INVITE");
        String ok = peer.response(invite, "200 OK", "bob", SDP, ANSWER);
        peer.send(ok);
        peer.receive("ACK");
        phone.expect(SipEvent.Answered.class);
        peer.send(ok);
        peer.receive("ACK");
        phone.expectNothingMore();
    }

    @ParameterizedTest
    @CsvSource({
        "'Digest realm=\"r\", nonce=\"n\", algorithm=SHA-256, qop=\"auth\"', SHA-256",
        "'Digest realm=\"r\", nonce=\"n\", qop=\"auth,auth-int\"', MD5",
        "'Digest realm=\"r\", nonce=\"n\"', MD5"
    })
    void answersChallenges(String challenge, String algorithm) {
        call();
        String invite = peer.receive("INVITE");
        peer.send(
                peer.response(
                        invite, "401 Unauthorized", "bob", "WWW-Authenticate: " + challenge, ""));
        peer.receive("ACK");

        String second = peer.receive("INVITE");
        var answer = requireNonNull(DigestFields.parse(RawPeer.header(second, "Authorization")));
        assertThat(answer.text("username")).isEqualTo("trunk");
        assertThat(answer.text("response"))
                .isEqualTo(
                        DigestAlgorithm.named(algorithm)
                                .orElseThrow()
                                .response(
                                        "trunk",
                                        "r",
                                        "secret",
                                        "INVITE",
                                        answer.text("uri"),
                                        "n",
                                        answer.text("nc"),
                                        answer.text("cnonce"),
                                        answer.get("qop")));
        assertThat(RawPeer.header(second, "CSeq")).isEqualTo("2 INVITE");
        assertThat(RawPeer.header(second, "Call-ID")).isEqualTo(RawPeer.header(invite, "Call-ID"));
        peer.send(peer.response(second, "200 OK", "bob", SDP, ANSWER));
        peer.receive("ACK");
        phone.expect(SipEvent.Answered.class);
    }

    @Test
    void givesUpWhenItsPasswordIsWrong() {
        call();
        for (int i = 0; i < 2; i++) {
            String invite = peer.receive("INVITE");
            peer.send(
                    peer.response(
                            invite,
                            "407 Proxy Authentication Required",
                            "bob",
                            "Proxy-Authenticate: Digest realm=\"r\", nonce=\"n" + i + "\"",
                            ""));
            peer.receive("ACK");
        }
        assertThat(phone.expect(SipEvent.Failed.class).status()).isEqualTo(407);
    }

    @Test
    void authenticatesRequestsWithinTheCallToo() {
        SipCall call = call();
        String invite = peer.receive("INVITE");
        peer.send(peer.response(invite, "200 OK", "bob", SDP, ANSWER));
        peer.receive("ACK");
        phone.expect(SipEvent.Answered.class);
        phone.act(() -> call.hangUp("done"));

        String bye = peer.receive("BYE");
        String challenge = "Proxy-Authenticate: Digest realm=\"r\", nonce=\"n\"";
        peer.send(peer.response(bye, "407 Proxy Authentication Required", "bob", challenge, ""));
        String second = peer.receiveNew("BYE");
        assertThat(RawPeer.header(second, "Proxy-Authorization")).contains("username=\"trunk\"");
        peer.send(peer.response(second, "200 OK", "bob", "", ""));
        phone.expectRequest("OUTBOUND BYE 200");
    }

    @Test
    void asksForALongerSessionWhenTheFarEndInsists() {
        call();
        String invite = peer.receive("INVITE");
        assertThat(RawPeer.header(invite, "Session-Expires")).isEqualTo("1800");
        peer.send(
                peer.response(invite, "422 Session Interval Too Small", "bob", "Min-SE: 3600", ""));
        peer.receive("ACK");
        assertThat(RawPeer.header(peer.receive("INVITE"), "Session-Expires")).isEqualTo("3600");
    }

    @Test
    void acknowledgesReliableAnswersOnceAndInOrder() {
        call();
        String invite = peer.receive("INVITE");
        assertThat(RawPeer.header(invite, "Supported")).contains("100rel");
        String ringing =
                peer.response(invite, "180 Ringing", "bob", "Require: 100rel\nRSeq: 7", "");
        peer.send(ringing);
        String prack = peer.receive("PRACK");
        assertThat(RawPeer.header(prack, "RAck")).isEqualTo("7 1 INVITE");
        peer.send(ringing); // repeated: acknowledged already
        peer.send(peer.response(prack, "200 OK", "bob", "", ""));
        String early = "Require: 100rel\nRSeq: 8\n" + SDP;
        peer.send(peer.response(invite, "183 Session Progress", "bob", early, ANSWER));
        String next = peer.receive("PRACK");
        while (RawPeer.header(next, "Via").equals(RawPeer.header(prack, "Via"))) {
            next = peer.receive("PRACK"); // UDP repeats the first until its answer is there
        }
        assertThat(RawPeer.header(next, "RAck")).isEqualTo("8 1 INVITE");

        // RFC 3261 13.2.1: the answer has been given, so the 200 need not repeat it.
        peer.send(peer.response(invite, "200 OK", "bob", "", ""));
        peer.receive("ACK");
        assertThat(phone.expect(SipEvent.Progress.class).status()).isEqualTo(180);
        assertThat(phone.expect(SipEvent.Progress.class).sdp()).isEqualTo(Phone.ANSWER);
        assertThat(phone.expect(SipEvent.Answered.class).sdp()).isEqualTo(Phone.ANSWER);
    }

    @Test
    void acknowledgesTheReliableAnswersOfEachBranchByItself() {
        call();
        String invite = peer.receive("INVITE");
        String reliably = "Require: 100rel\nRSeq: ";
        peer.send(peer.response(invite, "180 Ringing", "one", reliably + 70, ""));
        String prack = peer.receive("PRACK");
        assertThat(RawPeer.header(prack, "RAck")).isEqualTo("70 1 INVITE");
        peer.send(peer.response(prack, "200 OK", "one", "", ""));

        // RFC 3262 3: a branch begins to count where it likes.
        peer.send(peer.response(invite, "180 Ringing", "two", reliably + 5, ""));
        String other = peer.receive("PRACK");
        while (RawPeer.header(other, "Via").equals(RawPeer.header(prack, "Via"))) {
            other = peer.receive("PRACK"); // UDP repeats the first until its answer is there
        }
        assertThat(RawPeer.header(other, "RAck")).isEqualTo("5 1 INVITE");
        assertThat(RawPeer.toTag(other)).isEqualTo("two");
    }

    @Test
    void isNotDisturbedByWhatComesTooEarly() {
        SipCall call = call();
        String invite = peer.receive("INVITE");
        peer.send(peer.response(invite, "180 Ringing", "raw", "", ""));
        phone.expect(SipEvent.Progress.class);
        String callId = RawPeer.header(invite, "Call-ID");
        String ours = RawPeer.tag(RawPeer.header(invite, "From"));
        peer.send(peer.request("UPDATE", callId, ours, 1, SDP, ANSWER));
        peer.receive("SIP/2.0 491");

        peer.send(peer.response(invite, "200 OK", "raw", SDP, ANSWER));
        peer.receive("ACK");
        phone.expect(SipEvent.Answered.class);
        peer.send(peer.request("UPDATE", callId, ours, 2, SDP, Phone.OTHER.value()));
        phone.expect(SipEvent.Reoffered.class);
        phone.act(() ->
                call.answerReoffer(Phone.OFFER)
                        && call.sendDigits(new Private("1"), InfoForm.RELAY));
        peer.receive("INFO");
    }

    @Test
    void cancelsOnlyOnceTheFarEndHasBeenHeard() {
        SipCall call = call();
        String invite = peer.receive("INVITE");
        phone.act(() -> call.hangUp("changed my mind"));
        phone.expect(SipEvent.Ended.class);
        assertThat(peer.receive("")).startsWith("INVITE"); // still only repetitions

        peer.send(peer.response(invite, "100 Trying", "", "", ""));
        String cancel = peer.receive("CANCEL");
        assertThat(RawPeer.header(cancel, "Via")).isEqualTo(RawPeer.header(invite, "Via"));
        assertThat(RawPeer.header(cancel, "Reason")).contains("changed my mind");
        peer.send(peer.response(cancel, "200 OK", "bob", "", ""));
        peer.send(peer.response(invite, "487 Request Terminated", "bob", "", ""));
        peer.receive("ACK");
        phone.expectNothingMore();
    }

    @Test
    void hangsUpWhenCancelAndAnswerCross() {
        SipCall call = call();
        String invite = peer.receive("INVITE");
        peer.send(peer.response(invite, "180 Ringing", "bob", "", ""));
        phone.expect(SipEvent.Progress.class);
        phone.act(() -> call.hangUp("changed my mind"));
        peer.receive("CANCEL");
        peer.send(peer.response(invite, "200 OK", "bob", SDP, ANSWER));
        peer.receive("ACK");
        peer.receive("BYE");
        phone.expect(SipEvent.Ended.class);
        phone.expectNothingMore();
    }

    @ParameterizedTest
    @CsvSource({"302 Moved Temporarily, 302", "404 Not Found, 404", "600 Busy Everywhere, 600"})
    void tellsEveryFailureByItsStatus(String statusLine, int status) {
        call();
        String invite = peer.receive("INVITE");
        peer.send(peer.response(invite, statusLine, "bob", "", ""));
        peer.receive("ACK");
        assertThat(phone.expect(SipEvent.Failed.class).status()).isEqualTo(status);
    }

    @Test
    void failsWith408WhenNobodyAnswers() {
        call();
        assertThat(phone.expect(SipEvent.Failed.class).status()).isEqualTo(408);
        phone.expectRequest("OUTBOUND INVITE 408");
    }

    @Test
    void endsTheCallWhenTheFarEndHasLostIt() {
        SipCall call = call();
        String invite = peer.receive("INVITE");
        peer.send(peer.response(invite, "200 OK", "bob", SDP, ANSWER));
        peer.receive("ACK");
        phone.expect(SipEvent.Answered.class);
        phone.act(() -> call.sendDigits(new Private("1"), InfoForm.RELAY));
        String info = peer.receive("INFO");
        assertThat(RawPeer.body(info)).isEqualTo("Signal=1\r\nDuration=160\r\n");
        peer.send(peer.response(info, "481 Call Does Not Exist", "bob", "", ""));
        phone.expect(SipEvent.Ended.class);
    }

    @Test
    void followsTheRecordedRoute() {
        SipCall call = call();
        String invite = peer.receive("INVITE");
        String route = "Record-Route: <sip:127.0.0.1:" + peer.port() + ";lr>\n" + SDP;
        peer.send(
                peer.response(invite, "200 OK", "bob", route, ANSWER)
                        .replace("Contact: <sip:raw@127.0.0.1", "Contact: <sip:raw@pbx.invalid"));
        String ack = peer.receive("ACK sip:raw@pbx.invalid");
        assertThat(RawPeer.header(ack, "Route")).contains("lr");
        phone.expect(SipEvent.Answered.class);
        phone.act(() -> call.hangUp("done"));
        peer.receive("BYE sip:raw@pbx.invalid");
    }

    @Test
    void writesNumbersSoThatTheyStayNumbers() {
        var evil = new ArrayList<String>();
        phone.act(() ->
                phone.endpoint()
                        .call(
                                new CallRequest(
                                        "evil",
                                        Phone.ANYBODY,
                                        new Destination(
                                                Transport.UDP,
                                                "127.0.0.1",
                                                peer.port(),
                                                null,
                                                null),
                                        new Private("a\r\nEvil: 1"),
                                        new Private("1@elsewhere;x?y>\r\nEvil: 2"),
                                        Phone.OFFER,
                                        30,
                                        () -> false,
                                        Presentation.PLAIN)));
        peer.receive("INVITE").lines().filter(l -> l.startsWith("Evil")).forEach(evil::add);
        assertThat(evil).isEmpty();
    }
}
