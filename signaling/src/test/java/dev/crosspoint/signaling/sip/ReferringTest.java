package dev.crosspoint.signaling.sip;

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

/** An endpoint asks a peer that writes its answers by hand to transfer a call. */
class ReferringTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final List<Future<Void>> CLOSING = new ArrayList<>();
    private static final Private TARGET = new Private("+49 89;555");
    private static final Account ACCOUNT = new Account(new Private("trunk"), new Private("secret"));

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

    /** A call whose far end has been asked; gives our REFER. */
    private record Asked(RawCall talk, String refer) {}

    private Asked ask() {
        RawCall talk = RawCall.outbound(phone, peer, ACCOUNT);
        assertThat(phone.act(() -> talk.call().transfer(TARGET, null))).isTrue();
        return new Asked(talk, peer.receive("REFER"));
    }

    private Asked askAndAgree() {
        Asked asked = ask();
        peer.send(peer.response(asked.refer(), "202 Accepted", "", "", ""));
        phone.expectRequest("OUTBOUND REFER 202");
        return asked;
    }

    private void expectProgress(int status) {
        assertThat(phone.expect(SipEvent.TransferProgress.class).status()).isEqualTo(status);
    }

    @Test
    void asksAndHearsHowItGoes() {
        Asked asked = ask();
        assertThat(RawPeer.header(asked.refer(), "Refer-To"))
                .isEqualTo("<sip:%2B49%2089%3B555@127.0.0.1>".replace("%2B", "+"));
        assertThat(RawPeer.header(asked.refer(), "Referred-By"))
                .isEqualTo("<sip:+493012345@127.0.0.1:" + phone.port(Transport.UDP) + ">");
        assertThat(RawPeer.header(asked.refer(), "Contact")).contains("127.0.0.1");
        peer.send(peer.response(asked.refer(), "202 Accepted", "", "", ""));

        asked.talk().notify("active;expires=60", "100 Trying");
        expectProgress(100);
        asked.talk().notify("active", "180 Ringing");
        expectProgress(180);
        asked.talk().notify("terminated;reason=noresource", "200 OK");
        expectProgress(200);
        for (int i = 0; i < 3; i++) {
            peer.receive("SIP/2.0 200");
        }
        asked.talk().bye();
        phone.expect(SipEvent.Ended.class);
        phone.expectNothingMore();
    }

    @Test
    void namesTheCallThatIsToBeReplaced() {
        RawCall first = RawCall.inbound(phone, peer, "first@pbx");
        RawCall second = RawCall.outbound(phone, peer, ACCOUNT);
        phone.act(() -> second.call().transfer(new Private(""), first.call()));
        String referTo = RawPeer.header(peer.receive("REFER"), "Refer-To");
        String ours = first.replaces().split("[=;]", -1)[2];
        assertThat(referTo)
                .isEqualTo(
                        "<sip:raw@127.0.0.1:"
                                + peer.port()
                                + "?Replaces=first%40pbx%3Bto-tag%3Draw%3Bfrom-tag%3D"
                                + ours
                                + ">");
        assertThat(ReferTarget.parse(referTo).orElseThrow().replaces())
                .isEqualTo(new Replaces("first@pbx", "raw", ours, false));
    }

    @Test
    void doesNotReplaceWhatIsNoTalk() {
        RawCall talk = RawCall.inbound(phone, peer, "talk");
        peer.send(peer.request("INVITE", "rings", "", 1, RawCall.SDP, Phone.OFFER.value()));
        SipCall ringing = phone.next(SipEvent.Arrived.class).call();
        assertThat(phone.act(() -> talk.call().transfer(TARGET, ringing))).isFalse();
        assertThat(phone.act(() -> ringing.transfer(TARGET, null))).isFalse();
        assertThat(phone.act(() -> talk.call().transfer(TARGET, talk.call()))).isFalse();
        // Not before our 200 has been acknowledged.
        phone.act(() -> ringing.answer(Phone.ANSWER));
        assertThat(phone.act(() -> ringing.transfer(TARGET, null))).isFalse();
        phone.act(() -> ringing.hangUp("done"));
        phone.expect(SipEvent.Ended.class);
        assertThat(phone.act(() -> talk.call().transfer(TARGET, ringing))).isFalse();
        phone.act(() -> talk.call().hangUp("done"));
        phone.expect(SipEvent.Ended.class);
        assertThat(phone.act(() -> talk.call().transfer(TARGET, null))).isFalse();
        phone.expectNothingMore();
    }

    @ParameterizedTest
    @CsvSource({"603 Decline, 603", "405 Method Not Allowed, 405", "302 Moved, 302", "500 No, 500"})
    void tellsThatTheFarEndDoesNotWantTo(String statusLine, int status) {
        Asked asked = ask();
        peer.send(peer.response(asked.refer(), statusLine, "", "", ""));
        expectProgress(status);
        // The call goes on, and may be transferred again.
        assertThat(phone.act(() -> asked.talk().call().transfer(TARGET, null))).isTrue();
        assertThat(RawPeer.header(peer.receiveNew("REFER"), "CSeq")).isEqualTo("3 REFER");
        phone.expectNothingMore();
    }

    @Test
    void endsTheCallWhenTheFarEndHasLostIt() {
        Asked asked = ask();
        peer.send(peer.response(asked.refer(), "481 Call Does Not Exist", "", "", ""));
        expectProgress(481);
        phone.expect(SipEvent.Ended.class);
    }

    @Test
    void goesOnWhenTheFarEndDoesNotAnswerAtAll() {
        Asked asked = ask();
        expectProgress(408);
        assertThat(
                        phone.act(() ->
                                asked.talk().call().sendDigits(new Private("1"), InfoForm.RELAY)))
                .isTrue();
        peer.receive("INFO");
        phone.expectNothingMore();
    }

    @Test
    void provesWhoItIsWhenAsked() {
        Asked asked = ask();
        peer.send(
                peer.response(
                        asked.refer(),
                        "401 Unauthorized",
                        "",
                        "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"",
                        ""));
        String second = peer.receiveNew("REFER");
        assertThat(RawPeer.header(second, "Authorization")).contains("username=\"trunk\"");
        assertThat(RawPeer.header(second, "Refer-To"))
                .isEqualTo(RawPeer.header(asked.refer(), "Refer-To"));
        peer.send(peer.response(second, "202 Accepted", "", "", ""));
        // The one that counts is the second.
        asked.talk().notify("refer;id=2", "active", "100 Trying");
        peer.receive("SIP/2.0 481");
        asked.talk().notify("refer;id=3", "terminated", "200 OK");
        expectProgress(200);
    }

    @Test
    void hearsNewsThatComeBeforeTheAnswer() {
        Asked asked = ask();
        asked.talk().notify("active", "100 Trying");
        expectProgress(100);
        asked.talk().notify("terminated", "486 Busy Here");
        expectProgress(486);
        peer.send(peer.response(asked.refer(), "202 Accepted", "", "", ""));
        phone.expectRequest("OUTBOUND REFER 202");
        phone.expectNothingMore();
    }

    @Test
    void givesUpWhenNobodySaysHowItGoes() {
        askAndAgree();
        expectProgress(408);
        phone.expectNothingMore();
    }

    @Test
    void givesUpWhenThereIsNoMoreNews() {
        try (var fast = Phone.open(VERTX, Phone.settings(20, Transport.UDP));
                var far = new RawPeer(fast.port(Transport.UDP))) {
            RawCall talk = RawCall.outbound(fast, far, ACCOUNT);
            fast.act(() -> talk.call().transfer(TARGET, null));
            talk.accept("REFER");
            talk.notify("active", "180 Ringing");
            fast.expect(SipEvent.TransferProgress.class);
            assertThat(fast.expect(SipEvent.TransferProgress.class).status()).isEqualTo(408);
            // What comes late is heard, and means nothing any more.
            talk.notify("terminated", "200 OK");
            far.receive("SIP/2.0 200");
            fast.expectNothingMore();
        }
    }

    @Test
    void asksNoMoreThanOneThingAtATime() {
        Asked asked = askAndAgree();
        assertThat(phone.act(() -> asked.talk().call().transfer(TARGET, null))).isFalse();
        asked.talk().refer("<sip:1000@h>");
        peer.receive("SIP/2.0 491");
        asked.talk().notify("terminated", "503 Service Unavailable");
        expectProgress(503);
        asked.talk().refer("<sip:1000@h>");
        phone.expect(SipEvent.TransferRequested.class);
    }

    @Test
    void believesAFarEndThatWillNotSayHowItGoes() {
        Asked asked = ask();
        peer.send(peer.response(asked.refer(), "202 Accepted", "", "Refer-Sub: false", ""));
        expectProgress(202);
        phone.expectNothingMore();
    }

    @Test
    void doesNotKnowWhatCameOfItWhenTheFarEndDoesNot() {
        Asked asked = askAndAgree();
        asked.talk().request("NOTIFY", "Event: refer\nSubscription-State: active;expires=60", "");
        peer.receive("SIP/2.0 200");
        asked.talk().notify("terminated;reason=timeout", "180 Ringing");
        expectProgress(408);
        phone.expectNothingMore();
    }

    @Test
    void saysWhenTheCallEndsBeforeTheTransfer() {
        Asked asked = ask();
        asked.talk().bye();
        expectProgress(487);
        phone.expect(SipEvent.Ended.class);
        phone.expectNothingMore();
    }

    @Test
    void doesNotKnowWhatBecomesOfItOnceItHasHungUpItself() {
        Asked other = askAndAgree();
        phone.act(() -> other.talk().call().hangUp("done"));
        expectProgress(202);
        phone.expect(SipEvent.Ended.class);
        other.talk().accept("BYE");
        other.talk().notify("active", "180 Ringing");
        assertThat(RawPeer.header(peer.receive("SIP/2.0 200"), "CSeq")).endsWith("NOTIFY");
        phone.expectNothingMore();
    }

    @Test
    void refusesNewsOfWhatItHasNotAskedFor() {
        RawCall talk = RawCall.inbound(phone, peer, "unasked");
        talk.notify("active", "100 Trying");
        peer.receive("SIP/2.0 481");
        talk.notify("presence", "active", "100 Trying");
        assertThat(RawPeer.header(peer.receive("SIP/2.0 489"), "Allow-Events")).isEqualTo("refer");
        talk.request("NOTIFY", "Event: refer", "");
        peer.receive("SIP/2.0 400");
        String state = "Event: refer\nSubscription-State: active";
        peer.send(peer.request("NOTIFY", "nowhere", "x", 1, state, ""));
        peer.receive("SIP/2.0 481");
        peer.send(peer.request("NOTIFY", "nowhere", "", 2, state, ""));
        peer.receive("SIP/2.0 481");
        phone.expectNothingMore();
    }

    @Test
    void refusesNewsThatItCannotRead() {
        Asked asked = askAndAgree();
        String state = "Event: refer\nSubscription-State: active\nContent-Type: ";
        asked.talk().request("NOTIFY", state + "text/plain", "SIP/2.0 200 OK");
        assertThat(RawPeer.header(peer.receive("SIP/2.0 415"), "Accept"))
                .isEqualTo("message/sipfrag");
        for (String body :
                new String[] {"hello", "SIP/2.0 2000 OK", "SIP/2.0 099 x", "SIP/3.0 200 OK"}) {
            asked.talk().request("NOTIFY", state + "message/sipfrag", body);
            peer.receive("SIP/2.0 400");
        }
        asked.talk().request("NOTIFY", state + "message/sipfrag", "SIP/2.0 200\r\nTo: x\r\n");
        expectProgress(200);
        phone.expectNothingMore();
    }
}
