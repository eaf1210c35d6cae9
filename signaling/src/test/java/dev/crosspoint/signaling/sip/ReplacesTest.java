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
import org.junit.jupiter.params.provider.ValueSource;

/** A peer calls in to take the place of another of its calls (RFC 3891). */
class ReplacesTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final List<Future<Void>> CLOSING = new ArrayList<>();

    private Admission.Peer who = Phone.ANYBODY;
    private final Phone phone =
            Phone.open(
                    VERTX,
                    Phone.settings(Transport.UDP),
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

    private void invite(String callId, String replaces) {
        peer.send(
                peer.request(
                        "INVITE",
                        callId,
                        "",
                        1,
                        RawCall.SDP + "\nRequire: replaces\nReplaces: " + replaces,
                        Phone.OFFER.value()));
    }

    @Test
    void takesThePlaceOfAnAnsweredCall() {
        RawCall old = RawCall.inbound(phone, peer, "old@pbx");
        invite("new", old.replaces());
        var arrived = phone.next(SipEvent.Arrived.class);
        assertThat(((SipEvent.Arrived) arrived.event()).replaces()).isEqualTo(old.call().id());

        phone.act(() -> arrived.call().answer(Phone.ANSWER) && old.call().hangUp("replaced"));
        phone.expect(SipEvent.Ended.class);
        String tag = RawPeer.toTag(peer.receiveNew("SIP/2.0 200"));
        peer.send(peer.request("ACK", "new", tag, 1, "", ""));
        assertThat(phone.next(SipEvent.Confirmed.class).call()).isEqualTo(arrived.call());
        assertThat(RawPeer.header(old.accept("BYE"), "Call-ID")).isEqualTo("old@pbx");
    }

    @Test
    void takesThePlaceOfACallThatWeLetRing() {
        SipCall ringing =
                phone.call(
                        new Destination(Transport.UDP, "127.0.0.1", peer.port(), null, null), 30);
        String ours = peer.receive("INVITE");
        peer.send(peer.response(ours, "180 Ringing", "bell", "", ""));
        phone.expect(SipEvent.Progress.class);
        String names =
                RawPeer.header(ours, "Call-ID")
                        + ";from-tag=bell;to-tag="
                        + RawPeer.tag(RawPeer.header(ours, "From"));
        invite("pickup", names + ";early-only");
        assertThat(phone.expect(SipEvent.Arrived.class).replaces()).isEqualTo(ringing.id());
        invite("nobody-rings-there", names.replace("bell", "drum"));
        peer.receive("SIP/2.0 481");
    }

    @Test
    void doesNotTakeACallThatRingsHere() {
        peer.send(peer.request("INVITE", "rings", "", 1, RawCall.SDP, Phone.OFFER.value()));
        SipCall ringing = phone.next(SipEvent.Arrived.class).call();
        phone.act(() -> ringing.ring(null));
        String tag = RawPeer.toTag(peer.receive("SIP/2.0 180"));
        invite("thief", "rings;to-tag=" + tag + ";from-tag=raw");
        peer.receive("SIP/2.0 481");
        phone.expectNothingMore();
    }

    @Test
    void takesAnAnsweredCallForNoRingingOne() {
        RawCall old = RawCall.inbound(phone, peer, "old");
        invite("late", old.replaces() + ";early-only");
        peer.receive("SIP/2.0 486");
        phone.expectNothingMore();
    }

    @Test
    void doesNotTakeThePlaceOfACallThatIsOver() {
        RawCall old = RawCall.inbound(phone, peer, "old");
        old.bye();
        peer.receive("SIP/2.0 200");
        phone.expect(SipEvent.Ended.class);
        invite("late", old.replaces());
        peer.receive("SIP/2.0 603");
        phone.expectNothingMore();
    }

    @Test
    void doesNotTakeThePlaceOfTheCallsOfOtherPeers() {
        RawCall theirs = RawCall.inbound(phone, peer, "theirs");
        who = new Admission.Peer("another", null, false);
        invite("thief", theirs.replaces());
        peer.receive("SIP/2.0 481");
        phone.expectNothingMore();
    }

    @ParameterizedTest
    @CsvSource({
        "nobody;to-tag=1;from-tag=2, 481",
        "x, 400",
        "x;to-tag=1, 400",
        "x;from-tag=1, 400",
        "x;to-tag=;from-tag=2, 400",
        "x;to-tag=1;to-tag=1;from-tag=2, 481",
        "x y;to-tag=1;from-tag=2, 400"
    })
    void refusesToReplaceWhatIsNoCall(String replaces, int status) {
        invite("wrong", replaces);
        peer.receive("SIP/2.0 " + status);
        phone.expectNothingMore();
    }

    @Test
    void replacesNothingByAnythingElseThanANewCall() {
        RawCall talk = RawCall.inbound(phone, peer, "talk");
        String replaces = "Replaces: " + talk.replaces();
        for (String method : List.of("INVITE", "UPDATE", "INFO", "BYE")) {
            talk.request(method, replaces, "");
            peer.receive("SIP/2.0 400");
        }
        peer.send(
                peer.request(
                        "INVITE",
                        "two",
                        "",
                        1,
                        RawCall.SDP + "\n" + replaces + "\n" + replaces,
                        Phone.OFFER.value()));
        peer.receive("SIP/2.0 400");
        phone.expectNothingMore();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b;to-tag=1;from-tag=2", "a;to-tag=1;from-tag=2;early-only"})
    void writesWhatItReads(String text) {
        assertThat(Replaces.parse(text).orElseThrow().text()).isEqualTo(text);
    }
}
