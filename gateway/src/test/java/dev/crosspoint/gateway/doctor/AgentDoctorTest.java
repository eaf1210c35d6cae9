package dev.crosspoint.gateway.doctor;

import static dev.crosspoint.gateway.doctor.Cases.leg;
import static dev.crosspoint.gateway.doctor.Cases.passed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.doctor.AgentDoctor.Relay;
import dev.crosspoint.gateway.doctor.Cases.Leg;
import dev.crosspoint.gateway.doctor.Finding.Ports;
import dev.crosspoint.gateway.doctor.Finding.Side;
import dev.crosspoint.gateway.doctor.Finding.Silence;
import dev.crosspoint.gateway.doctor.Running.Agent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The decision table of agents. */
class AgentDoctorTest {
    private static final Ports PORTS = new Ports(10_000, 10_001);
    private static final Agent ANNA = new Agent("anna", "busy", true, "softphone");

    static Stream<Arguments> calls() {
        return Stream.of(
                Arguments.of(
                        browser().end("no-path").passed(passed(0, 0).withoutKeys()),
                        new Finding.NoPath(PORTS, true, false, 1)),
                Arguments.of(browser().end("handshake-failed"), new Finding.HandshakeFailed(1)),
                Arguments.of(
                        browser().end("consent-expired").passed(passed(300, 300)),
                        new Finding.ConsentLost(1, true)),
                Arguments.of(
                        browser().end("media-timeout").passed(passed(300, 300)),
                        new Finding.AudioCeased(Side.AGENT, 1)),
                Arguments.of(
                        browser().passed(passed(0, 300)),
                        new Finding.NothingReceived(Side.AGENT, PORTS, new Silence(1, 300))),
                Arguments.of(
                        browser().passed(passed(600, 600)).silent(12),
                        new Finding.DigitalSilence(Side.AGENT, 12)),
                Arguments.of(
                        browser().passed(passed(600, 600)).sounds(8, 1, 9, 30),
                        new Finding.Loss(Side.AGENT, 8, 1)));
    }

    private static Leg browser() {
        return leg().ofBrowser();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void saysTheCauseOfWhatCallsShow(Leg leg, Finding cause) {
        var diagnosis = diagnose(ANNA, List.of(), leg);

        assertThat(diagnosis.findings().getFirst()).isEqualTo(cause);
        assertThat(Words.cause(cause)).endsWith(".").doesNotContain("%s", "%d");
        assertThat(NextStep.of(cause)).endsWith(".").doesNotContain("%s", "%d");
    }

    @Test
    void tellsAMutedHeadsetFromANetwork() {
        var diagnosis = diagnose(ANNA, List.of(), browser().passed(passed(600, 600)).silent(12));

        assertThat(DiagnosisText.lines(diagnosis))
                .contains(
                        "Cause: The agent's microphone gives digital silence, for 12 s now: it is muted at the headset or in the operating system.");
    }

    @Test
    void looksAtTheOtherEndWhenTheAgentsOwnIsWell() {
        var deaf = leg().passed(passed(300, 300)).sounds(0, 100, 3, 20).record();
        var diagnosis =
                diagnose(
                        ANNA, List.of(deaf), browser().passed(passed(300, 300)).sounds(0, 0, 3, 9));

        assertThat(diagnosis.findings())
                .containsExactly(new Finding.OtherLegTroubled("carrier-x", "c-1"));
        assertThat(NextStep.of(diagnosis.findings().getFirst()))
                .isEqualTo("Run doctor --trunk carrier-x --contact c-1.");
    }

    @Test
    void saysWhoIsNotThere() {
        assertThat(diagnose(null, List.of()).findings())
                .containsExactly(new Finding.NoSuchAgent("anna"));
        assertThat(diagnose(new Agent("anna", "offline", false, "softphone"), List.of()).findings())
                .containsExactly(new Finding.NotSignedIn("anna"));
    }

    @Test
    void saysThatARelayIsAway() {
        var diagnosis =
                AgentDoctor.diagnose(
                        "anna",
                        Cases.here(),
                        List.of(new Relay("turn:t.example", "nothing comes back")),
                        new Running.NotAsked("not asked", Map.of()));

        assertThat(diagnosis.findings())
                .containsExactly(new Finding.RelayAway("turn:t.example", "nothing comes back"));
    }

    @Test
    void blamesTheAddressThatAStunServerDoesNotSee() {
        var here = Cases.here("203.0.113.9", "203.0.113.77", List.of());
        var said = said(ANNA, List.of(), browser().passed(passed(0, 300)));
        var diagnosis = AgentDoctor.diagnose("anna", here, List.of(), said);

        assertThat(diagnosis.findings().getFirst())
                .isEqualTo(
                        new Finding.AudioSentElsewhere(
                                Side.AGENT, "203.0.113.9", "203.0.113.77", new Silence(1, 300)));
    }

    @Test
    void writesForPrograms() {
        var json =
                DiagnosisJson.of(
                        diagnose(ANNA, List.of(), browser().passed(passed(600, 600)).silent(12)));

        assertThat(json.path("verdict").asText()).isEqualTo("cause-found");
        assertThat(json.path("subject").asText()).isEqualTo("agent anna");
        assertThat(json.at("/findings/0/finding").asText()).isEqualTo("digital-silence");
        assertThat(json.at("/checks").findValuesAsText("outcome"))
                .contains("ok", "not-ok", "not-known");
    }

    private static Diagnosis diagnose(
            @org.jspecify.annotations.Nullable Agent agent,
            List<dev.crosspoint.gateway.legs.LegRecord> others,
            Leg... legs) {
        return AgentDoctor.diagnose("anna", Cases.here(), List.of(), said(agent, others, legs));
    }

    private static Running said(
            @org.jspecify.annotations.Nullable Agent agent,
            List<dev.crosspoint.gateway.legs.LegRecord> others,
            Leg... legs) {
        return new Running.Said(
                "", agent, Arrays.stream(legs).map(Leg::record).toList(), others, Map.of());
    }
}
