package dev.crosspoint.gateway.call;

import static dev.crosspoint.gateway.call.CallTable.CALLING;
import static dev.crosspoint.gateway.call.CallTable.CONTROL;
import static dev.crosspoint.gateway.call.CallTable.CUSTOMER;
import static dev.crosspoint.gateway.call.CallTable.MUSIC;
import static dev.crosspoint.gateway.call.CallTable.NOW;
import static dev.crosspoint.gateway.call.CallTable.OFFERED;
import static dev.crosspoint.gateway.call.CallTable.PHONE;
import static dev.crosspoint.gateway.call.CallTable.QUEUED;
import static dev.crosspoint.gateway.call.CallTable.RINGING;
import static dev.crosspoint.gateway.call.CallTable.SDP;
import static dev.crosspoint.gateway.call.CallTable.TALKING;
import static dev.crosspoint.gateway.call.CallTable.described;
import static dev.crosspoint.gateway.call.CallTable.invite;
import static dev.crosspoint.gateway.call.CallTable.ownSocket;
import static dev.crosspoint.gateway.call.CallTable.refused;
import static dev.crosspoint.gateway.call.CallTable.reoffer;
import static dev.crosspoint.gateway.call.CallTable.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.CallState.Ended;
import dev.crosspoint.gateway.call.CallState.Joining;
import dev.crosspoint.gateway.call.CallState.Talking;
import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaEvent.EndReason;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.signaling.api.Private;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An agent and a customer talk. */
class TalkingTableTest {
    static Stream<Arguments> table() {
        return Stream.of(
                // They talk.
                row(
                        TALKING,
                        new CallInput.Mute(3, true),
                        Talking.class,
                        "customer does not hear phone",
                        "done 3",
                        "muted true"),
                row(
                        TALKING,
                        new CallInput.Mute(3, false),
                        Talking.class,
                        "customer hears phone",
                        "done 3",
                        "muted false"),
                row(
                        TALKING,
                        new CallInput.DigitHeard(CUSTOMER, new Digits("5")),
                        Talking.class,
                        "digits to phone",
                        "digit"),
                row(
                        TALKING,
                        new CallInput.DigitHeard(PHONE, new Digits("5")),
                        Talking.class,
                        "digits to customer"),
                row(
                        TALKING,
                        new CallInput.SendDigits(3, new Digits("5")),
                        Talking.class,
                        "digits to customer for 3"),
                row(
                        TALKING,
                        new CallInput.HangUp(3),
                        Ended.class,
                        "done 3",
                        "end phone",
                        "ended agent-hung-up",
                        "release",
                        "hang up",
                        "close",
                        "over AGENT_HUNG_UP"),
                row(
                        TALKING,
                        new CallInput.Bye(3, PHONE, true),
                        Ended.class,
                        "done 3",
                        "end phone",
                        "ended agent-hung-up",
                        "release",
                        "hang up",
                        "close",
                        "over AGENT_HUNG_UP"),
                row(
                        TALKING,
                        new CallInput.LegEnded(PHONE, EndReason.CONSENT_EXPIRED),
                        Joining.class,
                        "end phone",
                        "play music.wav to customer",
                        "accepted"),
                row(
                        TALKING,
                        new CallInput.AgentLost(),
                        Joining.class,
                        "close phone",
                        "end phone",
                        "play music.wav to customer",
                        "accepted"),
                row(ownSocket(TALKING), new CallInput.AgentLost(), Talking.class),
                row(
                        TALKING,
                        new CallInput.AgentReturned(),
                        Talking.class,
                        "offered 0",
                        "accepted",
                        "connected",
                        "muted false"),
                row(
                        TALKING,
                        invite(3, new LegId("other")),
                        Joining.class,
                        "close phone",
                        "end phone",
                        "answer other",
                        "play music.wav to customer"),
                row(TALKING, invite(3, PHONE), Talking.class, "reoffer phone"),
                row(
                        TALKING,
                        new CallInput.LegEnded(CUSTOMER, EndReason.MEDIA_TIMEOUT),
                        Ended.class,
                        "end phone",
                        "ended media-lost",
                        "release",
                        "hang up",
                        "close",
                        "over MEDIA_LOST"),
                row(
                        TALKING,
                        new CallInput.MediaFailed(),
                        Ended.class,
                        "end phone",
                        "ended failed",
                        "release",
                        "hang up",
                        "close",
                        "over FAILED"),
                row(TALKING, new CallInput.Reoffered(SDP), Talking.class, "reoffer customer"),
                row(TALKING, described(reoffer(CUSTOMER)), Talking.class, "answer re-offer"),
                row(
                        TALKING,
                        refused(reoffer(CUSTOMER), MediaError.NOT_ACCEPTABLE),
                        Talking.class,
                        "refuse re-offer 488"),
                row(
                        TALKING,
                        new CallInput.Accept(3, new Private("t")),
                        Talking.class,
                        "refuse 3 CONFLICT"),
                row(TALKING, new CallInput.PlayEnded(MUSIC), Talking.class, "late"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("table")
    void does(CallState before, CallInput input, Class<?> after, List<String> effects) {
        CallTable.check(before, input, after, effects);
    }

    @Test
    void tellsTheAgentAndEndsBothSidesOfACallThatABugEnds() {
        assertThat(EffectWords.of(CONTROL.abandon(TALKING, EndCause.FAILED, NOW).effects()))
                .containsExactly(
                        "end phone", "ended failed", "release", "hang up", "close", "over FAILED");
    }

    @Test
    void hidesNumbersAttributesAndDigits() {
        assertThat(List.of(TALKING, RINGING, CALLING).toString()).doesNotContain("7946");
        assertThat(
                        List.of(
                                        new CallInput.SendDigits(1, new Digits("4929")),
                                        new CallInput.DigitHeard(PHONE, new Digits("4929")))
                                .toString())
                .doesNotContain("4929");
        assertThat(CONTROL.step(QUEUED, new CallInput.AgentFound(OFFERED.agent()), NOW).toString())
                .doesNotContain("7946");
    }
}
