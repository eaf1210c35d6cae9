package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.TrunkService.InfoForm;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A peer that writes its messages by hand calls an endpoint: what phones do, and what they may. */
class CalledTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final List<Future<Void>> CLOSING = new ArrayList<>();
    private static final String SDP = "Content-Type: application/sdp";
    private static final String OFFER = Phone.OFFER.value();

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

    private String invite(String callId) {
        return peer.request("INVITE", callId, "", 1, SDP, OFFER);
    }

    private final List<SipCall> talks = new ArrayList<>();

    private SipCall lastCall() {
        return talks.getLast();
    }

    /** A call that is answered and acknowledged; gives our tag. */
    private String talk(String callId) {
        peer.send(invite(callId));
        SipCall call = phone.next(SipEvent.Arrived.class).call();
        talks.add(call);
        phone.act(() -> call.answer(Phone.ANSWER));
        String ok = peer.receive("SIP/2.0 200");
        String tag = RawPeer.toTag(ok);
        peer.send(peer.request("ACK", callId, tag, 1, "", ""));
        phone.expect(SipEvent.Confirmed.class);
        return tag;
    }

    @Test
    void answersProvisionallyAndReliablyWhenThatIsRequired() {
        peer.send(peer.request("INVITE", "prack", "", 1, SDP + "\nRequire: 100rel", OFFER));
        SipCall call = phone.next(SipEvent.Arrived.class).call();

        // RFC 3262 3: the 183 and the 200 wait for the PRACK of the 180.
        phone.act(() -> call.ring(null) && call.ring(Phone.ANSWER) && call.answer(Phone.ANSWER));
        String ringing = peer.receive("SIP/2.0 180");
        assertThat(RawPeer.header(ringing, "Require")).contains("100rel");
        long rseq = Long.parseLong(RawPeer.header(ringing, "RSeq"));
        assertThat(peer.receive("SIP/2.0 180")).contains("RSeq: " + rseq); // repeated

        prack("prack", RawPeer.toTag(ringing), 2, rseq);
        String early = peer.receive("SIP/2.0 183");
        assertThat(RawPeer.header(early, "RSeq")).isEqualTo(String.valueOf(rseq + 1));
        assertThat(RawPeer.body(early)).isEqualTo(Phone.ANSWER.value());
        prack("prack", RawPeer.toTag(ringing), 3, rseq + 1);
        peer.receive("SIP/2.0 200 OK");

        String ok = peer.receive("SIP/2.0 200");
        assertThat(RawPeer.header(ok, "CSeq")).isEqualTo("1 INVITE");
        peer.send(peer.request("ACK", "prack", RawPeer.toTag(ok), 1, "", ""));
        phone.expect(SipEvent.Confirmed.class);
    }

    private void prack(String callId, String tag, int cseq, long rseq) {
        peer.send(peer.request("PRACK", callId, tag, cseq, "RAck: " + rseq + " 1 INVITE", ""));
    }

    @Test
    void repeatsItsAnswerUntilItIsAcknowledgedAndHangsUpWhenItNeverIs() {
        peer.send(invite("no-ack"));
        SipCall call = phone.next(SipEvent.Arrived.class).call();
        phone.act(() -> call.answer(Phone.ANSWER));

        peer.receive("SIP/2.0 200");
        peer.receive("SIP/2.0 200");
        String bye = peer.receive("BYE ");
        peer.send(peer.response(bye, "200 OK", "", "", ""));

        assertThat(phone.expect(SipEvent.Ended.class).reason()).isEqualTo("no ACK");
        phone.expectRequest("OUTBOUND BYE 200");
    }

    @Test
    void keepsABackUntilTheAnswerIsAcknowledged() {
        peer.send(invite("early-bye"));
        SipCall call = phone.next(SipEvent.Arrived.class).call();
        phone.act(() -> call.answer(Phone.ANSWER) && call.hangUp("done"));
        phone.expect(SipEvent.Ended.class);

        String ok = peer.receive("SIP/2.0 200");
        // RFC 3261 15: not before the ACK. Only 200s come until then.
        assertThat(peer.receive("")).startsWith("SIP/2.0 200");
        peer.send(peer.request("ACK", "early-bye", RawPeer.toTag(ok), 1, "", ""));
        assertThat(peer.receive("BYE")).contains("Reason: SIP;cause=200;text=\"done\"");
    }

    @Test
    void makesTheOfferWhenTheInviteHasNone() {
        peer.send(peer.request("INVITE", "no-offer", "", 1, "", ""));
        var arrived = phone.next(SipEvent.Arrived.class);
        assertThat(((SipEvent.Arrived) arrived.event()).sdp()).isNull();
        phone.act(() -> arrived.call().answer(Phone.OTHER));

        String ok = peer.receive("SIP/2.0 200");
        assertThat(RawPeer.body(ok)).isEqualTo(Phone.OTHER.value());
        peer.send(peer.request("ACK", "no-offer", RawPeer.toTag(ok), 1, SDP, OFFER));
        assertThat(phone.expect(SipEvent.Confirmed.class).sdp()).isEqualTo(Phone.OFFER);
    }

    @Test
    void offersWhatIsAlreadyAgreedWhenAReinviteHasNoOffer() {
        String tag = talk("refresh");

        peer.send(peer.request("INVITE", "refresh", tag, 2, "", ""));
        assertThat(RawPeer.body(peer.receive("SIP/2.0 200"))).isEqualTo(Phone.ANSWER.value());
        peer.send(peer.request("ACK", "refresh", tag, 2, SDP, OFFER));
        // The same answer as before changes nothing; another one does.
        peer.send(peer.request("INVITE", "refresh", tag, 3, "", ""));
        peer.receive("SIP/2.0 200");
        peer.send(peer.request("ACK", "refresh", tag, 3, SDP, Phone.OTHER.value()));
        assertThat(phone.expect(SipEvent.Confirmed.class).sdp()).isEqualTo(Phone.OTHER);
    }

    @Test
    void answersAReinviteThatChangesNothingByItself() {
        String tag = talk("same");
        peer.send(peer.request("INVITE", "same", tag, 2, SDP, OFFER));
        assertThat(RawPeer.body(peer.receive("SIP/2.0 200"))).isEqualTo(Phone.ANSWER.value());
        peer.send(peer.request("ACK", "same", tag, 2, "", ""));
        peer.send(peer.request("BYE", "same", tag, 3, "", ""));
        phone.expect(SipEvent.Ended.class);
    }

    @Test
    void takesAnOfferByUpdateAndOnlyOneAtATime() {
        String tag = talk("update");
        peer.send(peer.request("UPDATE", "update", tag, 2, SDP, Phone.OTHER.value()));
        var offered = phone.next(SipEvent.Reoffered.class);

        // RFC 3311 5.2: a second one while the first is being thought about.
        peer.send(peer.request("UPDATE", "update", tag, 3, SDP, OFFER));
        assertThat(RawPeer.header(peer.receive("SIP/2.0 500"), "Retry-After")).matches("[0-9]");

        phone.act(() -> offered.call().answerReoffer(Phone.ANSWER));
        assertThat(RawPeer.header(peer.receive("SIP/2.0 200"), "CSeq")).isEqualTo("2 UPDATE");
    }

    @Test
    void refusesAnOfferThatMeetsItsOwn() {
        String tag = talk("glare");
        phone.act(() -> lastCall().reoffer(Phone.OTHER));
        String ours = peer.receive("INVITE");

        peer.send(peer.request("UPDATE", "glare", tag, 2, SDP, OFFER));
        peer.receive("SIP/2.0 491");
        peer.send(peer.request("INVITE", "glare", tag, 3, SDP, OFFER));
        peer.receive("SIP/2.0 491");

        peer.send(peer.response(ours, "200 OK", "", SDP, OFFER));
        peer.receive("ACK");
        assertThat(phone.expect(SipEvent.Reanswered.class).sdp()).isEqualTo(Phone.OFFER);
    }

    @ParameterizedTest
    @CsvSource({
        "application/dtmf-relay, 'Signal=5\r\nDuration=160\r\n', 5",
        "application/dtmf-relay, 'Signal= *\r\n', *",
        "application/dtmf, '#', #",
        "application/dtmf, 10, *"
    })
    void hearsDigitsByInfo(String type, String body, String digit) {
        String tag = talk("info");
        peer.send(peer.request("INFO", "info", tag, 2, "Content-Type: " + type, body));
        peer.receive("SIP/2.0 200");
        assertThat(phone.expect(SipEvent.Digit.class).digit().value()).isEqualTo(digit);
    }

    @Test
    void refusesOtherInfoAndSaysWhatItTakes() {
        String tag = talk("info");
        peer.send(peer.request("INFO", "info", tag, 2, "Content-Type: text/plain", "hello"));
        assertThat(RawPeer.header(peer.receive("SIP/2.0 415"), "Accept"))
                .contains("application/dtmf-relay");
        peer.send(peer.request("INFO", "info", tag, 3, "Content-Type: application/dtmf", "x"));
        peer.receive("SIP/2.0 400");
        peer.send(peer.request("INFO", "info", tag, 4, "", ""));
        peer.receive("SIP/2.0 200");
        phone.expectNothingMore();
    }

    @Test
    void honoursSessionTimersAndEndsACallThatIsNotRefreshed() {
        var settings =
                new SipSettings(
                        "127.0.0.1", "127.0.0.1", Set.of(Transport.UDP), 0, 0, null, 200, 2, 1800);
        try (var impatient = Phone.open(VERTX, settings);
                var caller = new RawPeer(impatient.port(Transport.UDP))) {
            String timer = "\nSupported: timer\nSession-Expires: ";
            caller.send(caller.request("INVITE", "timer", "", 1, SDP + timer + 1, OFFER));
            assertThat(RawPeer.header(caller.receive("SIP/2.0 422"), "Min-SE")).isEqualTo("2");

            caller.send(
                    caller.request(
                            "INVITE", "timer", "", 2, SDP + timer + "6;refresher=uac", OFFER));
            SipCall call = impatient.next(SipEvent.Arrived.class).call();
            impatient.act(() -> call.answer(Phone.ANSWER));
            String ok = caller.receive("SIP/2.0 200");
            assertThat(RawPeer.header(ok, "Session-Expires")).isEqualTo("6;refresher=uac");
            assertThat(RawPeer.header(ok, "Require")).isEqualTo("timer");
            caller.send(caller.request("ACK", "timer", RawPeer.toTag(ok), 2, "", ""));
            impatient.expect(SipEvent.Confirmed.class);

            // RFC 4028 10: a third before the end, as nobody refreshes.
            caller.receive("BYE");
            assertThat(impatient.expect(SipEvent.Ended.class).reason())
                    .isEqualTo("session expired");
        }
    }

    @Test
    void refreshesTheSessionWhenItIsToDoSo() {
        var settings =
                new SipSettings(
                        "127.0.0.1", "127.0.0.1", Set.of(Transport.UDP), 0, 0, null, 200, 1, 1800);
        try (var keen = Phone.open(VERTX, settings);
                var caller = new RawPeer(keen.port(Transport.UDP))) {
            caller.send(
                    caller.request(
                            "INVITE",
                            "refresher",
                            "",
                            1,
                            SDP + "\nAllow: UPDATE\nSession-Expires: 12;refresher=uas",
                            OFFER));
            SipCall call = keen.next(SipEvent.Arrived.class).call();
            keen.act(() -> call.answer(Phone.ANSWER));
            String ok = caller.receive("SIP/2.0 200");
            caller.send(caller.request("ACK", "refresher", RawPeer.toTag(ok), 1, "", ""));
            keen.expect(SipEvent.Confirmed.class);

            // Every 6 s, and 2 s before it would be over.
            for (int i = 0; i < 2; i++) {
                String update = caller.receiveNew("UPDATE");
                assertThat(RawPeer.header(update, "Session-Expires")).isEqualTo("12;refresher=uac");
                caller.send(
                        caller.response(
                                update, "200 OK", "", "Session-Expires: 12;refresher=uac", ""));
                keen.expectRequest("OUTBOUND UPDATE 200");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"REGISTER", "MESSAGE", "SUBSCRIBE", "PUBLISH", "FLY"})
    void doesNotKnowOtherMethods(String method) {
        peer.send(peer.request(method, "method-" + method, "", 1, "Event: presence", ""));
        assertThat(RawPeer.header(peer.receive("SIP/2.0 405"), "Allow")).contains("INVITE");
    }

    @Test
    void saysWhatItCan() {
        peer.send(peer.request("OPTIONS", "options", "", 1, "", ""));
        String ok = peer.receive("SIP/2.0 200");
        assertThat(RawPeer.header(ok, "Allow")).contains("UPDATE");
        assertThat(RawPeer.header(ok, "Accept")).isEqualTo("application/sdp");
    }

    @ParameterizedTest
    @CsvSource({
        "Require: nothingSupportsThis, 420",
        "Content-Type: application/unknown, 415",
        "Content-Encoding: gzip, 415",
        "Session-Expires: 60, 422"
    })
    void refusesWhatItCannot(String extra, int status) {
        String type = extra.startsWith("Content-Type") ? "" : "\n" + SDP;
        peer.send(peer.request("INVITE", "cannot", "", 1, extra + type, OFFER));
        assertThat(RawPeer.header(peer.receive("SIP/2.0 " + status), "To")).contains(";tag=");
        phone.expectNothingMore();
    }

    @Test
    void refusesRequestsOfDialogsItDoesNotHave() {
        for (String method : new String[] {"BYE", "INFO", "UPDATE", "INVITE", "PRACK"}) {
            peer.send(peer.request(method, "lost-" + method, "nobody", 2, "RAck: 1 1 INVITE", ""));
            peer.receive("SIP/2.0 481");
        }
        peer.send(peer.request("CANCEL", "lost", "", 1, "", ""));
        peer.receive("SIP/2.0 481");
    }

    @Test
    void noticesARequestThatComesTwiceByDifferentWays() {
        peer.send(invite("merged"));
        phone.expect(SipEvent.Arrived.class);
        // RFC 3261 8.2.2.2: same Call-ID, tag and CSeq, another branch.
        peer.send(invite("merged").replace("branch=z9hG4bK-merged", "branch=z9hG4bK-other"));
        peer.receive("SIP/2.0 482");
        phone.expectNothingMore();
    }

    @Test
    void answersARepeatedInviteWithTheSameAnswer() {
        peer.send(invite("again"));
        SipCall call = phone.next(SipEvent.Arrived.class).call();
        phone.act(() -> call.refuse(603, "not now"));
        String first = peer.receive("SIP/2.0 603");
        assertThat(RawPeer.header(first, "Reason")).isEqualTo("SIP;cause=603;text=\"not now\"");
        peer.send(invite("again"));
        assertThat(peer.receive("SIP/2.0 603")).isEqualTo(first);
        phone.expect(SipEvent.Ended.class);
        phone.expectNothingMore();
    }

    @ParameterizedTest
    @CsvSource({"UPDATE, 200", "INFO, 500", "NOTIFY, 481"})
    void isNotDisturbedByWhatComesTooEarly(String method, int status) {
        peer.send(invite("early"));
        SipCall call = phone.next(SipEvent.Arrived.class).call();
        phone.act(() -> call.ring(null));
        String tag = RawPeer.toTag(peer.receive("SIP/2.0 180"));
        String news = "Event: refer\nSubscription-State: active";
        peer.send(peer.request(method, "early", tag, 2, news, ""));
        peer.receive("SIP/2.0 " + status);

        phone.act(() -> call.answer(Phone.ANSWER));
        peer.receive("SIP/2.0 200");
        peer.send(peer.request("ACK", "early", tag, 1, "", ""));
        phone.expect(SipEvent.Confirmed.class);
        peer.send(peer.request("UPDATE", "early", tag, 3, SDP, Phone.OTHER.value()));
        phone.expect(SipEvent.Reoffered.class);
        phone.act(() -> call.refuseReoffer(488, "no"));
        peer.receive("SIP/2.0 488");
        phone.act(() -> call.sendDigits(new Private("1"), InfoForm.RELAY));
        peer.receive("INFO");
    }

    @Test
    void endsARingingCallByCancelOrBye() {
        peer.send(invite("cancelled"));
        phone.expect(SipEvent.Arrived.class);
        peer.send(
                peer.request("CANCEL", "cancelled", "", 1, "", "")
                        .replace("cancelled-CANCEL-1", "cancelled-INVITE-1"));
        assertThat(RawPeer.header(peer.receive("SIP/2.0 200"), "CSeq")).isEqualTo("1 CANCEL");
        peer.receive("SIP/2.0 487");
        phone.expect(SipEvent.Ended.class);
    }

    @Test
    void hangsUpAllCallsWhenItCloses() {
        talk("closing");
        var closing = phone.endpoint().close();
        String bye = peer.receive("BYE");
        peer.send(peer.response(bye, "200 OK", "", "", ""));
        Phone.await(closing);
        phone.expect(SipEvent.Ended.class);
    }
}
