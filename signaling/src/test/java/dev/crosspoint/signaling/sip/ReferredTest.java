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

/** A peer that writes its messages by hand asks an endpoint to transfer a call. */
class ReferredTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final List<Future<Void>> CLOSING = new ArrayList<>();
    private static final String TARGET = "<sip:+4989555@pbx.example>";

    private Admission.Peer who = Phone.ANYBODY;
    private final Phone phone =
            Phone.open(
                    VERTX,
                    Phone.settings(120, Transport.UDP),
                    (_, _) -> new Admission.Verdict.Known(who));
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

    private RawCall talk() {
        return RawCall.inbound(phone, peer, "refer");
    }

    @Test
    void tellsHowItGoesFromTheFirstToTheLast() {
        RawCall talk = talk();
        talk.refer(TARGET);
        var requested = phone.expect(SipEvent.TransferRequested.class);
        assertThat(requested.target().value()).isEqualTo("+4989555");
        assertThat(requested.replaces()).isNull();

        phone.act(() -> talk.call().acceptTransfer());
        String accepted = peer.receive("SIP/2.0 202");
        assertThat(RawPeer.header(accepted, "Contact")).contains("127.0.0.1");
        String trying = talk.accept("NOTIFY");
        assertThat(RawPeer.header(trying, "Event")).isEqualTo("refer");
        assertThat(RawPeer.header(trying, "Subscription-State")).matches("active;expires=[0-9]+");
        assertThat(RawPeer.header(trying, "Content-Type")).isEqualTo("message/sipfrag;version=2.0");
        assertThat(RawPeer.body(trying)).isEqualTo("SIP/2.0 100 Trying\r\n");

        phone.act(() -> talk.call().reportTransfer(180));
        assertThat(RawPeer.body(talk.accept("NOTIFY"))).isEqualTo("SIP/2.0 180 Ringing\r\n");
        phone.act(() -> talk.call().reportTransfer(200));
        String last = talk.accept("NOTIFY");
        assertThat(RawPeer.header(last, "Subscription-State"))
                .isEqualTo("terminated;reason=noresource");
        assertThat(RawPeer.body(last)).isEqualTo("SIP/2.0 200 OK\r\n");
        assertThat(phone.act(() -> talk.call().reportTransfer(200))).isFalse();

        talk.bye();
        phone.expect(SipEvent.Ended.class);
        phone.expectNothingMore();
    }

    @Test
    void saysWhichTransferItTalksOfAfterTheFirst() {
        RawCall talk = talk();
        talk.refer(TARGET);
        phone.expect(SipEvent.TransferRequested.class);
        phone.act(() -> talk.call().refuseTransfer(603, "not now"));
        assertThat(RawPeer.header(peer.receive("SIP/2.0 603"), "Reason"))
                .isEqualTo("SIP;cause=603;text=\"not now\"");

        talk.refer(TARGET);
        int subject = talk.cseq();
        phone.expect(SipEvent.TransferRequested.class);
        phone.act(() -> talk.call().acceptTransfer());
        assertThat(RawPeer.header(talk.accept("NOTIFY"), "Event")).isEqualTo("refer;id=" + subject);
        // JAIN-SIP puts the last REFER that it has seen into every NOTIFY.
        talk.refer(TARGET);
        peer.receive("SIP/2.0 491");
        phone.act(() -> talk.call().reportTransfer(486));
        assertThat(RawPeer.header(talk.accept("NOTIFY"), "Event")).isEqualTo("refer;id=" + subject);
    }

    @Test
    void tellsNothingToThoseWhoDoNotWantToKnow() {
        RawCall talk = talk();
        talk.request("REFER", "Require: norefersub\nRefer-Sub: false\nRefer-To: " + TARGET, "");
        phone.expect(SipEvent.TransferRequested.class);
        phone.act(() -> talk.call().acceptTransfer() && talk.call().reportTransfer(200));
        assertThat(RawPeer.header(peer.receive("SIP/2.0 202"), "Refer-Sub")).isEqualTo("false");
        // The next thing it says: there was no NOTIFY.
        phone.act(() -> talk.call().hangUp("done"));
        assertThat(peer.receive("")).startsWith("BYE");
    }

    @Test
    void doesNotCallForThoseWhoMayNotAsk() {
        RawCall talk = talk();
        assertThat(allowed()).contains("REFER");
        talk.bye();
        peer.receiveNew("SIP/2.0 200");
        phone.expect(SipEvent.Ended.class);

        who = new Admission.Peer("poor", null, false);
        RawCall poor = RawCall.inbound(phone, peer, "poor");
        poor.refer(TARGET);
        peer.receive("SIP/2.0 403");
        phone.expectRequest("INBOUND REFER 403");
        assertThat(allowed()).doesNotContain("REFER").contains("NOTIFY");
        phone.expectNothingMore();
    }

    private String allowed() {
        peer.send(peer.request("OPTIONS", "options-" + who.id(), "", 1, "", ""));
        String ok = peer.receiveNew("SIP/2.0 200");
        assertThat(RawPeer.header(ok, "Supported")).contains("replaces");
        assertThat(RawPeer.header(ok, "Supported").contains("norefersub"))
                .isEqualTo(who.mayRefer());
        return RawPeer.header(ok, "Allow");
    }

    @Test
    void placesNoCallForThoseWhoAreInNone() {
        peer.send(peer.request("REFER", "outside", "", 1, "Refer-To: " + TARGET, ""));
        peer.receive("SIP/2.0 403");
        peer.send(peer.request("REFER", "outside", "none", 2, "Refer-To: " + TARGET, ""));
        peer.receive("SIP/2.0 481");
        phone.expectNothingMore();
    }

    @Test
    void namesTheCallThatIsToBeReplaced() {
        RawCall first = RawCall.inbound(phone, peer, "first@pbx");
        RawCall second = RawCall.outbound(phone, peer, new Account(Phone.OTHER, Phone.OTHER));
        first.refer("<sip:127.0.0.1:5060?Replaces=" + escaped(second.replaces()) + ">");
        var requested = phone.expect(SipEvent.TransferRequested.class);
        assertThat(requested.replaces()).isEqualTo(second.call().id());
        assertThat(requested.target().value()).isEmpty();
        phone.act(() -> first.call().refuseTransfer(603, "test"));
        peer.receive("SIP/2.0 603");

        second.refer("<sip:x@h?X=y&replaces=" + escaped(first.replaces()) + ">");
        assertThat(phone.expect(SipEvent.TransferRequested.class).replaces())
                .isEqualTo(first.call().id());
    }

    private static String escaped(String replaces) {
        return replaces.replace("@", "%40").replace(";", "%3B").replace("=", "%3D");
    }

    @Test
    void acceptsInVainWhatNamesACallThatItDoesNotHave() {
        RawCall talk = talk();
        RawCall other = RawCall.inbound(phone, peer, "other");
        String swapped = "other;to-tag=raw;from-tag=" + other.replaces().split("[=;]", -1)[2];
        for (String replaces :
                List.of("nobody;to-tag=1;from-tag=2", "other;to-tag=1;from-tag=raw", swapped)) {
            talk.request(
                    "REFER",
                    "Refer-Sub: false\nRefer-To: <sip:x@h?Replaces=" + escaped(replaces) + ">",
                    "");
            assertThat(peer.receive("SIP/2.0 202")).doesNotContain("Refer-Sub");
            // A 481 to the REFER itself would end the peer's call (RFC 5057 5.1).
            expectFailure(talk, 481);
        }
        talk.refer("<sip:x@h?Replaces=" + escaped(other.replaces()) + "%3Bearly-only>");
        peer.receive("SIP/2.0 202");
        expectFailure(talk, 486);
        other.bye();
        peer.receive("SIP/2.0 200");
        phone.expect(SipEvent.Ended.class);
        talk.refer("<sip:x@h?Replaces=" + escaped(other.replaces()) + ">");
        peer.receive("SIP/2.0 202");
        expectFailure(talk, 603);
        phone.expectNothingMore();
    }

    private static void expectFailure(RawCall talk, int status) {
        String told = talk.accept("NOTIFY");
        assertThat(RawPeer.header(told, "Subscription-State")).startsWith("terminated");
        assertThat(RawPeer.body(told)).startsWith("SIP/2.0 " + status);
    }

    @Test
    void doesNotConnectACallWithItself() {
        RawCall talk = talk();
        talk.refer("<sip:x@h?Replaces=" + escaped(talk.replaces()) + ">");
        peer.receive("SIP/2.0 400");
        phone.expectNothingMore();
    }

    @Test
    void doesNotReplaceTheCallsOfOtherPeers() {
        RawCall theirs = talk();
        who = new Admission.Peer("another", null, true);
        RawCall ours = RawCall.inbound(phone, peer, "ours");
        ours.refer("<sip:x@h?Replaces=" + escaped(theirs.replaces()) + ">");
        peer.receive("SIP/2.0 202");
        expectFailure(ours, 481);
        phone.expectNothingMore();
    }

    @Test
    void refusesItselfWhenNobodyDecides() {
        RawCall talk = talk();
        talk.refer(TARGET);
        phone.expect(SipEvent.TransferRequested.class);
        peer.receive("SIP/2.0 500");
        assertThat(phone.act(() -> talk.call().acceptTransfer())).isFalse();
        assertThat(phone.act(() -> talk.call().reportTransfer(200))).isFalse();
        assertThat(phone.act(() -> talk.call().refuseTransfer(603, "late"))).isFalse();
    }

    @Test
    void endsASubscriptionThatNobodyEnds() {
        SipUser accepting =
                (call, event) -> {
                    switch (event) {
                        case SipEvent.Arrived _ -> call.answer(Phone.ANSWER);
                        case SipEvent.TransferRequested _ -> call.acceptTransfer();
                        default -> {}
                    }
                };
        SipEndpoint endpoint =
                Phone.await(
                        SipEndpoint.open(
                                VERTX,
                                Phone.settings(25, Transport.UDP),
                                Admission.ofEverybody(who),
                                accepting,
                                SipCounters.NONE));
        try (var caller = new RawPeer(endpoint.port(Transport.UDP))) {
            caller.send(caller.request("INVITE", "x", "", 1, RawCall.SDP, Phone.OFFER.value()));
            String tag = RawPeer.toTag(caller.receive("SIP/2.0 200"));
            caller.send(caller.request("ACK", "x", tag, 1, "", ""));
            caller.send(caller.request("REFER", "x", tag, 2, "Refer-To: " + TARGET, ""));
            String trying = caller.receive("NOTIFY");
            assertThat(RawPeer.body(trying)).startsWith("SIP/2.0 100");
            caller.send(caller.response(trying, "200 OK", "", "", ""));
            String last = caller.receive("NOTIFY");
            while (RawPeer.body(last).startsWith("SIP/2.0 100")) {
                last = caller.receive("NOTIFY"); // repeated before it was answered
            }
            assertThat(RawPeer.body(last)).startsWith("SIP/2.0 408");
            assertThat(RawPeer.header(last, "Subscription-State")).startsWith("terminated");
        }
        CLOSING.add(endpoint.close());
    }

    @Test
    void takesOnlyReportsThatMakeSense() {
        RawCall talk = talk();
        assertThat(phone.act(() -> talk.call().reportTransfer(200))).isFalse();
        assertThat(phone.act(() -> talk.call().acceptTransfer())).isFalse();
        talk.refer(TARGET);
        phone.expect(SipEvent.TransferRequested.class);
        assertThat(phone.act(() -> talk.call().reportTransfer(180))).isFalse();
        assertThat(phone.act(() -> talk.call().refuseTransfer(200, "no"))).isFalse();
        assertThat(phone.act(() -> talk.call().acceptTransfer())).isTrue();
        assertThat(phone.act(() -> talk.call().acceptTransfer())).isFalse();
        assertThat(phone.act(() -> talk.call().refuseTransfer(603, "no"))).isFalse();
        assertThat(phone.act(() -> talk.call().reportTransfer(99))).isFalse();
        assertThat(phone.act(() -> talk.call().reportTransfer(700))).isFalse();
        // And no transfer in the other direction meanwhile.
        assertThat(phone.act(() -> talk.call().transfer(Phone.OTHER, null))).isFalse();
        assertThat(phone.act(() -> talk.call().reportTransfer(699))).isTrue();
    }

    @Test
    void saysNoMoreToWhoeverRefusesToBeTold() {
        RawCall talk = talk();
        talk.refer(TARGET);
        phone.expect(SipEvent.TransferRequested.class);
        phone.act(() -> talk.call().acceptTransfer());
        String first = peer.receive("NOTIFY");
        peer.send(peer.response(first, "481 No Subscription", "", "", ""));
        phone.expectRequest("OUTBOUND NOTIFY 481");
        assertThat(phone.act(() -> talk.call().reportTransfer(200))).isTrue();
        phone.act(() -> talk.call().hangUp("done"));
        String next = peer.receive("");
        while (next.startsWith("NOTIFY") && next.contains("100 Trying")) {
            next = peer.receive(""); // UDP repeated it before our 481 was there
        }
        assertThat(next).startsWith("BYE");
    }

    @Test
    void answersARequestThatWaitsWhenTheCallEnds() {
        RawCall talk = talk();
        talk.refer(TARGET);
        phone.expect(SipEvent.TransferRequested.class);
        talk.bye();
        peer.receive("SIP/2.0 487");
        phone.expect(SipEvent.Ended.class);
        assertThat(phone.act(() -> talk.call().acceptTransfer())).isFalse();
    }

    @Test
    void hangsUpWhenTheFarEndHasHeardHowTheTransferEnded() {
        RawCall talk = talk();
        talk.refer(TARGET);
        phone.expect(SipEvent.TransferRequested.class);
        phone.act(() -> talk.call().acceptTransfer());
        talk.accept("NOTIFY");
        phone.act(() -> talk.call().hangUp("done"));
        String last = peer.receiveNew("");
        assertThat(RawPeer.body(last)).startsWith("SIP/2.0 487");
        // As long as it is not answered it is repeated, and nothing else comes.
        assertThat(peer.receive("")).isEqualTo(last);
        peer.send(peer.response(last, "200 OK", "", "", ""));
        peer.receive("BYE");
    }

    @Test
    void hangsUpOnWhoeverDoesNotAnswerTheLastWord() {
        RawCall talk = talk();
        talk.refer(TARGET);
        phone.expect(SipEvent.TransferRequested.class);
        phone.act(() -> talk.call().acceptTransfer() && talk.call().reportTransfer(200));
        phone.act(() -> talk.call().hangUp("done"));
        peer.receive("BYE");
    }

    @Test
    void saysNothingToWhoeverHasHungUp() {
        RawCall talk = talk();
        talk.refer(TARGET);
        phone.expect(SipEvent.TransferRequested.class);
        phone.act(() -> talk.call().acceptTransfer());
        talk.accept("NOTIFY");
        talk.bye();
        phone.expect(SipEvent.Ended.class);
        assertThat(phone.act(() -> talk.call().reportTransfer(200))).isFalse();
        phone.expectNothingMore();
    }

    @Test
    void isNotDisturbedByARequestBeforeTheAnswer() {
        peer.send(peer.request("INVITE", "early", "", 1, RawCall.SDP, Phone.OFFER.value()));
        SipCall call = phone.next(SipEvent.Arrived.class).call();
        phone.act(() -> call.ring(null));
        String tag = RawPeer.toTag(peer.receive("SIP/2.0 180"));
        peer.send(peer.request("REFER", "early", tag, 2, "Refer-To: " + TARGET, ""));
        peer.receive("SIP/2.0 491");
        phone.act(() -> call.answer(Phone.ANSWER));
        peer.receive("SIP/2.0 200");
        peer.send(peer.request("ACK", "early", tag, 1, "", ""));
        phone.expect(SipEvent.Confirmed.class);
        peer.send(peer.request("REFER", "early", tag, 3, "Refer-To: " + TARGET, ""));
        phone.expect(SipEvent.TransferRequested.class);
    }

    @Test
    void answersARepeatedRequestWithTheSameAnswer() {
        RawCall talk = talk();
        talk.refer(TARGET);
        phone.expect(SipEvent.TransferRequested.class);
        talk.repeat("REFER", "Refer-To: " + TARGET);
        phone.act(() -> talk.call().refuseTransfer(603, "no"));
        peer.receive("SIP/2.0 603");
        talk.repeat("REFER", "Refer-To: " + TARGET);
        peer.receive("SIP/2.0 603");
        phone.expectNothingMore();
    }
}
