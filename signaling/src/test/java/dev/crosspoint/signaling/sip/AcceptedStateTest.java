package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What may still come of an INVITE that has its 2xx (RFC 6026 7, the state Accepted), as tables.
 * Each ends with a BYE, so that nothing can hide behind what was waited for.
 */
class AcceptedStateTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final List<Future<Void>> CLOSING = new ArrayList<>();
    private static final String SDP = RawCall.SDP;

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

    /**
     * Words: {@code I}NVITE again, {@code A}CK, {@code S}tray ACK, {@code R}epeated 200 awaited.
     */
    @ParameterizedTest
    @CsvSource({
        "A", // nothing more comes
        "R A", // 7.1: the 2xx is sent again until it is acknowledged
        "I R A", // 7.1: absorbed, and the 2xx comes again anyhow
        "I I I A", "S R A", // 7.1: an ACK of something else acknowledges nothing
        "S S A", "A A", // an ACK may come twice
        "A I", // absorbed for 64 T1, behind the ACK too
        "A I I A", "A S"
    })
    void servesOneCallHoweverItsInviteIsRepeated(String words) {
        String invite = peer.request("INVITE", "served", "", 1, SDP, Phone.OFFER.value());
        peer.send(invite);
        SipCall call = phone.next(SipEvent.Arrived.class).call();
        phone.act(() -> call.answer(Phone.ANSWER));
        String tag = RawPeer.toTag(peer.receive("SIP/2.0 200"));
        String ack = peer.request("ACK", "served", tag, 1, "", "");
        for (String word : words.split(" ", -1)) {
            switch (word) {
                case "I" -> peer.send(invite);
                case "A" -> peer.send(ack);
                case "S" -> peer.send(peer.request("ACK", "served", "nobody", 1, "", ""));
                case "R" -> assertThat(RawPeer.toTag(peer.receive("SIP/2.0 200"))).isEqualTo(tag);
                default -> throw new IllegalArgumentException(word);
            }
        }
        phone.expect(SipEvent.Confirmed.class);
        peer.send(peer.request("BYE", "served", tag, 2, "", ""));
        phone.expect(SipEvent.Ended.class);
        phone.expectNothingMore();
        assertThat(phone.drops()).isEmpty();
    }

    /** Words: what the far end sends after its 200, and what it has to get for it. */
    @ParameterizedTest
    @CsvSource({
        "''",
        "200", // 7.2: each repetition is acknowledged
        "200 200 200",
        "180", // 7.2: late provisional answers mean nothing
        "180 200",
        "486", // 7.2: nor do failures
        "503 200",
        "second", // RFC 3261 13.2.2.4: acknowledged, and hung up
        "second 200 second"
    })
    void hasOneCallHoweverItsAnswerIsRepeated(String words) {
        SipCall call =
                phone.call(
                        new Destination(Transport.UDP, "127.0.0.1", peer.port(), null, null), 30);
        String invite = peer.receive("INVITE");
        String ok = peer.response(invite, "200 OK", "first", SDP, Phone.ANSWER.value());
        String second = peer.response(invite, "200 OK", "second", SDP, Phone.ANSWER.value());
        peer.send(ok);
        assertThat(RawPeer.toTag(peer.receive("ACK"))).isEqualTo("first");
        phone.expect(SipEvent.Answered.class);
        boolean hungUp = false;
        for (String word : words.isEmpty() ? new String[0] : words.split(" ", -1)) {
            switch (word) {
                case "200" -> {
                    peer.send(ok);
                    assertThat(RawPeer.toTag(peer.receive("ACK"))).isEqualTo("first");
                }
                case "second" -> {
                    peer.send(second);
                    assertThat(RawPeer.toTag(peer.receive("ACK"))).isEqualTo("second");
                    if (!hungUp) {
                        hungUp = true;
                        String bye = peer.receive("BYE");
                        assertThat(RawPeer.toTag(bye)).isEqualTo("second");
                        peer.send(peer.response(bye, "200 OK", "", "", ""));
                    }
                }
                default -> peer.send(peer.response(invite, word + " Late", "first", "", ""));
            }
        }
        phone.expectNothingMore();
        phone.act(() -> call.hangUp("done"));
        String bye = peer.receiveNew("BYE");
        assertThat(RawPeer.toTag(bye)).isEqualTo("first");
        peer.send(peer.response(bye, "200 OK", "", "", ""));
        phone.expect(SipEvent.Ended.class);
        phone.expectNothingMore();
    }
}
