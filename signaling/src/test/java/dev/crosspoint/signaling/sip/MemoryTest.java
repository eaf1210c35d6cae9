package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a call leaves behind: nothing, once nothing of it can be on its way. */
class MemoryTest {

    private static final Private TARGET = new Private("+4989555");

    /** 64 T1, as long again until it is swept away, and a machine with other work. */
    private static final long FORGOTTEN_WITHIN_SECONDS = 30;

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void forgetsCallsThatAreOver(Transport transport) {
        Vertx vertx = Vertx.vertx();
        SipSettings settings = Phone.settings(100, transport);
        try (Phone alice = Phone.open(vertx, settings);
                Phone bob = Phone.open(vertx, settings)) {
            for (int i = 0; i < 5; i++) {
                answered(alice, bob, transport, settings);
                refused(alice, bob, transport, settings);
                cancelled(alice, bob, transport, settings);
                transferred(alice, bob, transport, settings);
                abandoned(alice, bob, transport, settings);
            }
            Promise<Void> forgotten = Promise.promise();
            alice.endpoint()
                    .context()
                    .runOnContext(_ ->
                            vertx.setPeriodic(
                                    20,
                                    _ -> {
                                        int held = alice.endpoint().held() + bob.endpoint().held();
                                        if (held == 0) {
                                            forgotten.tryComplete();
                                        }
                                    }));
            Phone.await(forgotten.future(), FORGOTTEN_WITHIN_SECONDS);
            assertThat(alice.drops()).isEmpty();
        } finally {
            Phone.await(vertx.close());
        }
    }

    private static void answered(Phone alice, Phone bob, Transport transport, SipSettings s) {
        SipCall out = alice.call(bob, transport, s, 30);
        SipCall in = bob.next(SipEvent.Arrived.class).call();
        bob.act(() -> in.ring(null) && in.answer(Phone.ANSWER));
        alice.expect(SipEvent.Progress.class);
        alice.expect(SipEvent.Answered.class);
        bob.expect(SipEvent.Confirmed.class);
        alice.act(() -> out.hangUp("done"));
        alice.expect(SipEvent.Ended.class);
        bob.expect(SipEvent.Ended.class);
    }

    private static void refused(Phone alice, Phone bob, Transport transport, SipSettings s) {
        alice.call(bob, transport, s, 30);
        SipCall in = bob.next(SipEvent.Arrived.class).call();
        bob.act(() -> in.refuse(486, "busy"));
        alice.expect(SipEvent.Failed.class);
        bob.expect(SipEvent.Ended.class);
    }

    private static void cancelled(Phone alice, Phone bob, Transport transport, SipSettings s) {
        SipCall out = alice.call(bob, transport, s, 30);
        SipCall in = bob.next(SipEvent.Arrived.class).call();
        bob.act(() -> in.ring(null));
        alice.expect(SipEvent.Progress.class);
        alice.act(() -> out.hangUp("changed my mind"));
        alice.expect(SipEvent.Ended.class);
        bob.expect(SipEvent.Ended.class);
    }

    private static void transferred(Phone alice, Phone bob, Transport transport, SipSettings s) {
        SipCall out = alice.call(bob, transport, s, 30);
        SipCall in = bob.next(SipEvent.Arrived.class).call();
        bob.act(() -> in.answer(Phone.ANSWER));
        alice.expect(SipEvent.Answered.class);
        bob.expect(SipEvent.Confirmed.class);
        bob.act(() -> in.transfer(TARGET, null));
        alice.expect(SipEvent.TransferRequested.class);
        alice.act(out::acceptTransfer);
        bob.expect(SipEvent.TransferProgress.class);
        alice.act(() -> out.reportTransfer(200));
        bob.expect(SipEvent.TransferProgress.class);
        bob.act(() -> in.hangUp("done"));
        bob.expect(SipEvent.Ended.class);
        alice.expect(SipEvent.Ended.class);
    }

    private static void abandoned(Phone alice, Phone bob, Transport transport, SipSettings s) {
        SipCall out = alice.call(bob, transport, s, 30);
        SipCall in = bob.next(SipEvent.Arrived.class).call();
        bob.act(() -> in.answer(Phone.ANSWER));
        alice.expect(SipEvent.Answered.class);
        bob.expect(SipEvent.Confirmed.class);
        alice.act(() -> out.transfer(TARGET, null));
        bob.expect(SipEvent.TransferRequested.class);
        bob.act(in::acceptTransfer);
        alice.expect(SipEvent.TransferProgress.class);
        alice.act(() -> out.hangUp("done"));
        alice.expect(SipEvent.TransferProgress.class);
        alice.expect(SipEvent.Ended.class);
        bob.expect(SipEvent.Ended.class);
    }

    /** What is swept away once nobody knows it must not be what nobody has answered yet. */
    @Test
    void keepsCallsThatWaitForAnAnswer() {
        Vertx vertx = Vertx.vertx();
        int t1Ms = 20;
        try (Phone phone = Phone.open(vertx, Phone.settings(t1Ms, Transport.UDP));
                var peer = new RawPeer(phone.port(Transport.UDP))) {
            peer.send(peer.request("INVITE", "slow", "", 1, RawCall.SDP, Phone.OFFER.value()));
            SipCall in = phone.next(SipEvent.Arrived.class).call();
            SipCall out =
                    phone.call(
                            new Destination(Transport.UDP, "127.0.0.1", peer.port(), null, null),
                            30);
            String invite = peer.receive("INVITE");
            peer.send(peer.response(invite, "100 Trying", "far", "", ""));
            Promise<Void> swept = Promise.promise();
            vertx.setTimer(3L * 64 * t1Ms, _ -> swept.complete());
            Phone.await(swept.future());

            phone.act(() -> in.answer(Phone.ANSWER));
            String tag = RawPeer.toTag(peer.receive("SIP/2.0 200"));
            peer.send(peer.request("ACK", "slow", tag, 1, "", ""));
            phone.expect(SipEvent.Confirmed.class);
            peer.send(peer.response(invite, "200 OK", "far", RawCall.SDP, Phone.ANSWER.value()));
            phone.expect(SipEvent.Answered.class);
            peer.send(peer.request("BYE", "slow", tag, 2, "", ""));
            phone.expect(SipEvent.Ended.class);
            phone.act(() -> out.hangUp("done"));
            phone.expect(SipEvent.Ended.class);
        } finally {
            Phone.await(vertx.close());
        }
    }

    /** An INVITE within a call that is answered by a 100 alone would wait for ever. */
    @Test
    void forgetsAnOfferThatWasNeverAnswered() {
        Vertx vertx = Vertx.vertx();
        try (Phone phone = Phone.open(vertx, Phone.settings(20, Transport.UDP));
                var peer = new RawPeer(phone.port(Transport.UDP))) {
            RawCall raw =
                    RawCall.outbound(phone, peer, new Account(new Private("u"), new Private("p")));
            phone.act(() -> raw.call().reoffer(Phone.OTHER));
            String offer = peer.receive("INVITE");
            peer.send(peer.response(offer, "100 Trying", RawCall.THEIR_TAG, "", ""));
            phone.act(() -> raw.call().hangUp("done"));
            raw.accept("BYE");
            Promise<Void> forgotten = Promise.promise();
            phone.endpoint()
                    .context()
                    .runOnContext(_ ->
                            vertx.setPeriodic(
                                    20,
                                    _ -> {
                                        if (phone.endpoint().held() == 0) {
                                            forgotten.tryComplete();
                                        }
                                    }));
            Phone.await(forgotten.future());
        } finally {
            Phone.await(vertx.close());
        }
    }
}
