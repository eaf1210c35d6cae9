package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.TrunkService.InfoForm;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two endpoints call each other over real sockets, by every transport. */
class CallTest {

    private static final Vertx VERTX = Vertx.vertx();
    private final SipSettings settings = Phone.settings();
    private final Phone alice = Phone.open(VERTX, settings);
    private final Phone bob = Phone.open(VERTX, settings);

    @AfterEach
    void nothingIsLeft() {
        alice.expectNothingMore();
        bob.expectNothingMore();
        assertThat(alice.drops()).isEmpty();
        assertThat(bob.drops()).isEmpty();
        alice.close();
        bob.close();
    }

    @AfterAll
    static void close() {
        Phone.await(VERTX.close());
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, mode = EnumSource.Mode.EXCLUDE, names = "WSS")
    void ringsTalksAndHangsUp(Transport transport) {
        SipCall out = alice.call(bob, transport, settings, 30);
        SipCall in = bob.next(SipEvent.Arrived.class).call();

        assertThat(bob.act(() -> in.ring(null))).isTrue();
        assertThat(alice.expect(SipEvent.Progress.class))
                .isEqualTo(new SipEvent.Progress(180, null));

        assertThat(bob.act(() -> in.answer(Phone.ANSWER))).isTrue();
        assertThat(alice.expect(SipEvent.Answered.class).sdp()).isEqualTo(Phone.ANSWER);
        assertThat(bob.expect(SipEvent.Confirmed.class).sdp()).isNull();

        alice.act(() -> out.hangUp("done"));
        assertThat(alice.expect(SipEvent.Ended.class).reason()).isEqualTo("done");
        bob.expect(SipEvent.Ended.class);
        alice.expectRequest("OUTBOUND BYE 200");
        bob.expectRequest("INBOUND BYE 200");
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, mode = EnumSource.Mode.EXCLUDE, names = "WSS")
    void endsWhenTheCalledSideHangsUp(Transport transport) {
        SipCall in = talk(transport).in();

        bob.act(() -> in.hangUp("done"));

        alice.expect(SipEvent.Ended.class);
        bob.expect(SipEvent.Ended.class);
    }

    @Test
    void saysWhoCallsWhom() {
        SipCall out = alice.call(bob, Transport.UDP, settings, 30);
        var arrived = bob.expect(SipEvent.Arrived.class);

        assertThat(arrived.from().value()).isEqualTo("+493012345");
        assertThat(arrived.to().value()).isEqualTo("+4940999");
        assertThat(arrived.sdp()).isEqualTo(Phone.OFFER);
        assertThat(arrived.peer()).isEqualTo(Phone.ANYBODY);
        assertThat(arrived.identity()).containsKey("From");
        assertThat(arrived.toString()).doesNotContain("3012345").doesNotContain("4940999");

        alice.act(() -> out.hangUp("done"));
        alice.expect(SipEvent.Ended.class);
        bob.expect(SipEvent.Ended.class);
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, mode = EnumSource.Mode.EXCLUDE, names = "WSS")
    void tellsTheCallerWhyACallIsRefused(Transport transport) {
        alice.call(bob, transport, settings, 30);
        SipCall in = bob.next(SipEvent.Arrived.class).call();

        assertThat(bob.act(() -> in.refuse(486, "busy"))).isTrue();

        assertThat(alice.expect(SipEvent.Failed.class).status()).isEqualTo(486);
        assertThat(bob.expect(SipEvent.Ended.class).reason()).isEqualTo("busy");
        assertThat(bob.act(() -> in.answer(Phone.ANSWER))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, mode = EnumSource.Mode.EXCLUDE, names = "WSS")
    void stopsRingingWhenTheCallerHangsUp(Transport transport) {
        SipCall out = alice.call(bob, transport, settings, 30);
        SipCall in = bob.next(SipEvent.Arrived.class).call();
        bob.act(() -> in.ring(null));
        alice.expect(SipEvent.Progress.class);

        alice.act(() -> out.hangUp("changed my mind"));

        alice.expect(SipEvent.Ended.class);
        bob.expect(SipEvent.Ended.class);
        alice.expectRequest("OUTBOUND INVITE 487");
        bob.expectRequest("INBOUND INVITE 487");
    }

    @Test
    void givesUpAfterTheRingTime() {
        alice.call(bob, Transport.UDP, settings, 4);
        SipCall in = bob.next(SipEvent.Arrived.class).call();
        bob.act(() -> in.ring(null));
        alice.expect(SipEvent.Progress.class);

        assertThat(alice.expect(SipEvent.Failed.class).status()).isEqualTo(408);
        bob.expect(SipEvent.Ended.class);
    }

    @Test
    void passesEarlyMediaOn() {
        SipCall out = alice.call(bob, Transport.TLS, settings, 30);
        SipCall in = bob.next(SipEvent.Arrived.class).call();

        bob.act(() -> in.ring(Phone.ANSWER));
        assertThat(alice.expect(SipEvent.Progress.class))
                .isEqualTo(new SipEvent.Progress(183, Phone.ANSWER));

        bob.act(() -> in.answer(Phone.ANSWER));
        alice.expect(SipEvent.Answered.class);
        bob.expect(SipEvent.Confirmed.class);
        alice.act(() -> out.hangUp("done"));
        alice.expect(SipEvent.Ended.class);
        bob.expect(SipEvent.Ended.class);
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, mode = EnumSource.Mode.EXCLUDE, names = "WSS")
    void negotiatesMediaAnewInBothDirections(Transport transport) {
        Talk talk = talk(transport);

        alice.act(() -> talk.out().reoffer(Phone.OTHER));
        assertThat(bob.expect(SipEvent.Reoffered.class).sdp()).isEqualTo(Phone.OTHER);
        bob.act(() -> talk.in().answerReoffer(Phone.ANSWER));
        assertThat(alice.expect(SipEvent.Reanswered.class).sdp()).isEqualTo(Phone.ANSWER);

        bob.act(() -> talk.in().reoffer(Phone.OFFER));
        assertThat(alice.expect(SipEvent.Reoffered.class).sdp()).isEqualTo(Phone.OFFER);
        alice.act(() -> talk.out().answerReoffer(Phone.OTHER));
        assertThat(bob.expect(SipEvent.Reanswered.class).sdp()).isEqualTo(Phone.OTHER);

        hangUp(talk);
    }

    @Test
    void goesOnAsBeforeWhenAnOfferIsRefused() {
        Talk talk = talk(Transport.UDP);

        alice.act(() -> talk.out().reoffer(Phone.OTHER));
        bob.expect(SipEvent.Reoffered.class);
        bob.act(() -> talk.in().refuseReoffer(488, "no such codec"));
        assertThat(alice.expect(SipEvent.ReofferRefused.class).status()).isEqualTo(488);

        alice.act(() -> talk.out().sendDigits(new Private("7"), InfoForm.RELAY));
        assertThat(bob.expect(SipEvent.Digit.class).digit().value()).isEqualTo("7");
        hangUp(talk);
    }

    @Test
    void refusesBothOffersWhenTheyMeet() {
        Talk talk = talk(Transport.UDP);

        // On the loop they share: both are out before either can arrive.
        alice.act(() -> talk.out().reoffer(Phone.OTHER) && talk.in().reoffer(Phone.OFFER));

        assertThat(alice.expect(SipEvent.ReofferRefused.class).status()).isEqualTo(491);
        assertThat(bob.expect(SipEvent.ReofferRefused.class).status()).isEqualTo(491);
        hangUp(talk);
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, mode = EnumSource.Mode.EXCLUDE, names = "WSS")
    void passesTheOtherSideOn(Transport transport) {
        Talk talk = talk(transport);

        bob.act(() -> talk.in().transfer(new Private("+4989555"), null));
        var requested = alice.next(SipEvent.TransferRequested.class);
        assertThat(requested.call()).isEqualTo(talk.out());
        assertThat(requested.event())
                .isEqualTo(new SipEvent.TransferRequested(new Private("+4989555"), null));
        alice.act(() -> talk.out().acceptTransfer());
        assertThat(bob.expect(SipEvent.TransferProgress.class).status()).isEqualTo(100);
        alice.act(() -> talk.out().reportTransfer(180));
        assertThat(bob.expect(SipEvent.TransferProgress.class).status()).isEqualTo(180);
        alice.act(() -> talk.out().reportTransfer(200));
        assertThat(bob.expect(SipEvent.TransferProgress.class).status()).isEqualTo(200);

        hangUp(talk);
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, mode = EnumSource.Mode.EXCLUDE, names = "WSS")
    void connectsItsTwoCalls(Transport transport) {
        Talk first = talk(transport);
        Talk second = talk(transport);

        bob.act(() -> first.in().transfer(new Private(""), second.in()));
        assertThat(alice.expect(SipEvent.TransferRequested.class).replaces())
                .isEqualTo(second.out().id());
        alice.act(() -> first.out().acceptTransfer() && first.out().reportTransfer(200));
        bob.expect(SipEvent.TransferProgress.class);
        assertThat(bob.expect(SipEvent.TransferProgress.class).status()).isEqualTo(200);

        hangUp(first);
        hangUp(second);
    }

    @Test
    void refusesBothTransfersWhenTheyMeet() {
        Talk talk = talk(Transport.UDP);

        // On the loop they share: both are out before either can arrive.
        alice.act(() ->
                talk.out().transfer(new Private("1"), null)
                        && talk.in().transfer(new Private("2"), null));

        assertThat(alice.expect(SipEvent.TransferProgress.class).status()).isEqualTo(491);
        assertThat(bob.expect(SipEvent.TransferProgress.class).status()).isEqualTo(491);
        hangUp(talk);
    }

    @Test
    void hangsUpOnlyOnce() {
        Talk talk = talk(Transport.TCP);
        alice.act(() -> talk.out().hangUp("once"));
        assertThat(alice.act(() -> talk.out().hangUp("twice"))).isTrue();
        assertThat(alice.expect(SipEvent.Ended.class).reason()).isEqualTo("once");
        bob.expect(SipEvent.Ended.class);
        assertThat(alice.act(() -> talk.out().reoffer(Phone.OTHER))).isFalse();
        assertThat(alice.act(() -> talk.out().sendDigits(new Private("1"), InfoForm.RELAY)))
                .isFalse();
    }

    /** A call that both sides are in. */
    private record Talk(SipCall out, SipCall in) {}

    private Talk talk(Transport transport) {
        SipCall out = alice.call(bob, transport, settings, 30);
        SipCall in = bob.next(SipEvent.Arrived.class).call();
        bob.act(() -> in.answer(Phone.ANSWER));
        alice.expect(SipEvent.Answered.class);
        bob.expect(SipEvent.Confirmed.class);
        return new Talk(out, in);
    }

    private void hangUp(Talk talk) {
        alice.act(() -> talk.out().hangUp("done"));
        alice.expect(SipEvent.Ended.class);
        bob.expect(SipEvent.Ended.class);
    }
}
