package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.gateway.flow.FlowScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The flow that has the first word with customers whom agents call. */
class OutboundFlowTest {
    private static final String RECORDED = "record Agent Customer\nsay recorded\nend";

    private static Scene scene(String outbound) {
        return Scene.empty(
                FlowScript.flows()
                        .flow("inbound", "target sales\nenter\nbye")
                        .flow("outbound", outbound)
                        .book());
    }

    private static Scene annCalls(String outbound) {
        var scene = scene(outbound);
        scene.play("bob becomes available, ann dials 777, ann connects, customer rings");
        return scene;
    }

    @Test
    void speaksToWhoeverAnswersBeforeTheAgentDoes() {
        var scene = annCalls(RECORDED);

        scene.play("customer answers -> customer:recorded");
        scene.play("customer listens -> ann+customer");
        scene.play("ann hangs up -> over");
        scene.finish();
    }

    @ParameterizedTest
    @CsvSource({"Agent Customer, ann|customer", "Agent, ann|", "Customer, |customer"})
    void saysWhatIsRecorded(String sides, String tape) {
        var scene = annCalls("record " + sides + "\nend");
        assertThat(scene.tapes()).isEmpty();

        scene.play("customer answers -> ann+customer");

        assertThat(scene.tapes()).containsExactly(tape);
    }

    @Test
    void recordsNothingBeforeSomebodyAnswers() {
        var scene = annCalls(RECORDED);

        scene.play("customer announces");
        assertThat(scene.tapes()).isEmpty();
        scene.play("customer fails 486 -> over");
        assertThat(scene.tapes()).isEmpty();
    }

    @Test
    void recordsNothingUnlessItSaysSo() {
        var scene = annCalls("end");

        scene.play("customer answers -> ann+customer");

        assertThat(scene.tapes()).isEmpty();
    }

    @Test
    void isNotForColleaguesAndThirdParties() {
        var scene = annCalls(RECORDED);
        scene.play("customer answers, customer listens -> ann+customer");

        scene.play("ann consults 888, 888 answers -> ann+888 customer:music");
        scene.play("ann joins, ann adds bob, bob takes -> 888+ann+bob+customer");
    }

    @Test
    void isCutOffAfterAMinute() {
        var scene = annCalls("record Agent\nwait 100\nend");
        scene.play("customer answers");

        scene.play("60s pass -> ann+customer");
    }

    @Test
    void endsWithTheAgentWhoGivesUp() {
        var scene = annCalls(RECORDED);

        scene.play("customer answers, ann hangs up -> over");
        scene.finish();
    }

    @Test
    void cannotDoWhatOnlyFlowsThatHoldTheContactCan() {
        assertThatThrownBy(() -> scene("target sales\nenter\nbye"))
                .hasMessageContaining("a flow cannot speak to called customers")
                .hasMessageContaining("an outbound whisper flow");
    }
}
