package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.sip.Admission.Peer;
import dev.crosspoint.signaling.sip.Admission.Verdict;
import dev.crosspoint.signaling.sip.SipCounters.DropCause;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is heard, and what becomes of those who are not. */
class GateTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final List<Future<Void>> CLOSING = new ArrayList<>();
    private static final String SDP = "Content-Type: application/sdp";
    private static final Account ACCOUNT =
            new Account(new Private("carrier"), new Private("secret"));
    private static final Peer CARRIER = new Peer("carrier", ACCOUNT, true);

    /** What the endpoint under test thinks of everybody who speaks to it. */
    private Verdict verdict = new Verdict.Known(Phone.ANYBODY);

    private final Phone phone = Phone.open(VERTX, Phone.settings(Transport.UDP), (_, _) -> verdict);
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

    @Test
    void givesStrangersNothingButSilence() {
        verdict = new Verdict.Silence(DropCause.UNKNOWN_SOURCE);
        for (String method : new String[] {"OPTIONS", "REGISTER", "INVITE", "BYE"}) {
            peer.send(peer.request(method, "scan", "", 1, SDP, Phone.OFFER.value()));
            phone.expectDrop(DropCause.UNKNOWN_SOURCE);
        }
        peer.send("SIP/2.0 200 OK\r\n\r\n");
        phone.expectDrop(DropCause.STRAY_RESPONSE);
        peer.expectSilence();
        phone.expectNothingMore();
    }

    @Test
    void challengesWhomItKnowsAndTakesTheRightAnswer() {
        verdict = new Verdict.Known(CARRIER);
        String challenge = challenged(1, "");
        String wrong = answer(challenge, "guess");
        assertThat(challenged(2, wrong)).isNotEqualTo(challenge);
        phone.expectDrop(DropCause.BAD_CREDENTIALS);

        String right = answer(challenged(3, ""), "secret");
        peer.send(invite(4, right));
        assertThat(phone.expect(SipEvent.Arrived.class).peer()).isEqualTo(CARRIER);

        // The very same answer again, in another call: a replay.
        peer.send(invite(5, right).replace("Call-ID: gate", "Call-ID: replay"));
        assertThat(RawPeer.header(peer.receive("SIP/2.0 401"), "WWW-Authenticate"))
                .contains("stale=true");
    }

    @Test
    void checksTheDigestOfTheVerySameOnce() {
        verdict = new Verdict.Claimant(List.of(CARRIER));
        String wrong = invite(1, answer(challenged(2, ""), "guess"));
        peer.send(wrong);
        String first = peer.receive("SIP/2.0 401");
        for (int i = 0; i < 3; i++) {
            peer.send(wrong);
            assertThat(peer.receive("SIP/2.0 401")).isEqualTo(first);
            phone.expectDrop(DropCause.REPEATED);
        }
        assertThat(phone.drops()).containsOnlyOnce(DropCause.BAD_CREDENTIALS);
        peer.send(invite(3, answer(RawPeer.header(first, "WWW-Authenticate"), "secret")));
        phone.expect(SipEvent.Arrived.class);
    }

    @Test
    void letsAStrangerProveWhoItIs() {
        verdict = new Verdict.Claimant(List.of(new Peer("other", null, true), CARRIER));
        peer.send(peer.request("OPTIONS", "scan", "", 1, "", ""));
        peer.send(peer.request("REGISTER", "scan", "", 2, "", ""));
        String challenge = challenged(3, "");
        peer.send(invite(4, answer(challenge, "secret")));
        var arrived = phone.next(SipEvent.Arrived.class);
        assertThat(arrived.call().peer()).isEqualTo(CARRIER);

        // What follows belongs to the call, and needs no proof.
        phone.act(() -> arrived.call().answer(Phone.ANSWER));
        String tag = RawPeer.toTag(peer.receive("SIP/2.0 200"));
        peer.send(peer.request("ACK", "gate", tag, 4, "", ""));
        phone.expect(SipEvent.Confirmed.class);
        peer.send(peer.request("BYE", "gate", tag, 5, "", ""));
        phone.expect(SipEvent.Ended.class);
        peer.receive("SIP/2.0 200");
    }

    @Test
    void doesNotTakeThePeersOfOtherTrunksIntoACall() {
        peer.send(peer.request("INVITE", "gate", "", 1, SDP, Phone.OFFER.value()));
        SipCall call = phone.next(SipEvent.Arrived.class).call();
        phone.act(() -> call.answer(Phone.ANSWER));
        String tag = RawPeer.toTag(peer.receive("SIP/2.0 200"));
        verdict = new Verdict.Known(new Peer("other", null, true));
        peer.send(peer.request("BYE", "gate", tag, 2, "", ""));
        peer.receive("SIP/2.0 481");
        phone.expectNothingMore();
    }

    @Test
    void answersWhatIsMalformedWhereThatCanBe() {
        String request = peer.request("OPTIONS", "bad", "", 1, "", "");
        peer.send(request.replace("OPTIONS sip", "OPTIONS  sip"));
        peer.receive("SIP/2.0 400 Malformed request line");
        peer.send(request.replace("SIP/2.0\r\n", "SIP/7.0\r\n"));
        assertThat(RawPeer.toTag(peer.receive("SIP/2.0 505"))).isNotEmpty();
        peer.send(request.replace("Via: SIP/2.0/UDP", "Via: SIP/2.0/SCTP"));
        phone.expectDrop(DropCause.MALFORMED);
        peer.send(request.replace("Max-Forwards: 70", "Max-Forwards: 300"));
        peer.receive("SIP/2.0 400");
    }

    @Test
    void keepsStillWhenNobodyCouldMatchTheAnswer() {
        for (String nonsense :
                new String[] {"hello\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"}) {
            peer.send(nonsense);
            phone.expectDrop(DropCause.MALFORMED);
        }
        peer.send(peer.request("ACK", "bad", "", 1, "", "").replace("ACK sip", "ACK  sip"));
        phone.expectDrop(DropCause.MALFORMED);
        peer.send("\r\n\r\n"); // a NAT's keep-alive
        peer.send(new byte[0]);
        peer.expectSilence();
    }

    @Test
    void survivesEveryTortureMessageAndGoesOn() {
        TortureMessages.all().values().forEach(peer::send);
        peer.send(peer.request("OPTIONS", "alive", "", 1, "", ""));
        String ok = peer.receive("SIP/2.0 200");
        while (!RawPeer.header(ok, "Call-ID").equals("alive")) {
            ok = peer.receive("SIP/2.0 200");
        }
        assertThat(phone.drops()).doesNotContain(DropCause.STACK_FAILURE);
    }

    @Test
    void sendsItsAnswersNowhereElseThanWhereTheRequestCameFrom() {
        peer.send(
                peer.request("OPTIONS", "maddr", "", 1, "", "")
                        .replace(";rport", ";rport;maddr=victim.invalid;received=192.0.2.1"));
        assertThat(RawPeer.header(peer.receive("SIP/2.0 200"), "Via"))
                .contains("received=127.0.0.1")
                .contains("rport=" + peer.port())
                .doesNotContain("victim");
    }

    /** RFC 3581 4: a NAT has another port than the one that the sender knows of. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(Kind.class)
    void answersAtThePortThatARequestWithRportCameFrom(Kind kind) {
        verdict = new Verdict.Known(kind == Kind.CHALLENGED ? CARRIER : Phone.ANYBODY);
        try (var nat = new RawPeer(phone.port(Transport.UDP))) {
            for (int again = 0; again < 2; again++) {
                nat.send(kind.of(peer));
                assertThat(nat.receive("SIP/2.0 " + kind.status))
                        .contains("rport=" + nat.port())
                        .contains(":" + peer.port() + ";");
            }
            peer.expectSilence();
        }
    }

    /** RFC 3261 18.2.2: without rport an answer goes to the port in Via. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(Kind.class)
    void answersAtThePortInViaWhereARequestHasNoRport(Kind kind) {
        verdict = new Verdict.Known(kind == Kind.CHALLENGED ? CARRIER : Phone.ANYBODY);
        try (var elsewhere = new RawPeer(phone.port(Transport.UDP))) {
            for (int again = 0; again < 2; again++) {
                elsewhere.send(kind.of(peer).replace(";rport", ""));
                assertThat(peer.receive("SIP/2.0 " + kind.status)).doesNotContain("rport");
            }
            elsewhere.expectSilence();
        }
    }

    /** Requests that are answered in different places. */
    enum Kind {
        TRANSACTION(200),
        CHALLENGED(401),
        BROKEN(505);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        String of(RawPeer peer) {
            String method = this == CHALLENGED ? "INVITE" : "OPTIONS";
            String request = peer.request(method, "port", "", 1, "", "");
            return this == BROKEN ? request.replace("SIP/2.0\r\n", "SIP/7.0\r\n") : request;
        }
    }

    private String invite(int cseq, String authorization) {
        String extra = authorization.isEmpty() ? SDP : SDP + "\nAuthorization: " + authorization;
        return peer.request("INVITE", "gate", "", cseq, extra, Phone.OFFER.value());
    }

    private String challenged(int cseq, String authorization) {
        peer.send(invite(cseq, authorization));
        return RawPeer.header(peer.receive("SIP/2.0 401"), "WWW-Authenticate");
    }

    private static String answer(String challenge, String password) {
        return DigestClient.answer(
                        List.of(challenge),
                        "carrier",
                        password,
                        "INVITE",
                        "sip:+4940999@127.0.0.1",
                        "cnonce")
                .orElseThrow();
    }
}
