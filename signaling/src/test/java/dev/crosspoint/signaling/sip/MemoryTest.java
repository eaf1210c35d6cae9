package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a call leaves behind: nothing, once nothing of it can be on its way. */
class MemoryTest {

    private static final Private TARGET = new Private("+4989555");

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void forgetsCallsThatAreOver(Transport transport) {
        Vertx vertx = Vertx.vertx();
        SipSettings settings = Phone.settings(30, transport);
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
            Phone.await(forgotten.future());
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
}
