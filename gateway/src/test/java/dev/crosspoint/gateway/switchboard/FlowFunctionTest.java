package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.flow.ExternalValues;
import dev.crosspoint.gateway.flow.FlowInput;
import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Functions of a tenant that flows of calls ask. */
class FlowFunctionTest {
    private Centre centre =
            centre(
                    """
                    ask | NoMatchingError failed
                    compare $.External.tier | gold gold, NoMatchingCondition plain
                    gold: say gold
                    bye
                    plain: say plain
                    bye
                    failed: say failed
                    bye
                    """);

    private static Centre centre(String inbound) {
        return new Centre(
                FlowScript.flows()
                        .flow("inbound", inbound)
                        .flow(
                                "waiting",
                                """
                                say hello
                                ask
                                compare $.External.tier | gold gold, NoMatchingCondition plain
                                gold: priority 1
                                say gold
                                end
                                plain: say plain
                                """)
                        .book());
    }

    @AfterEach
    void nothingIsLeft() {
        centre.finish();
    }

    private Errand.Invoke question() {
        var questions = centre.office.errands.takeQuestions();
        assertThat(questions).hasSize(1);
        return questions.getFirst();
    }

    private void answer(Errand.Invoke question, String tier) {
        centre.office.answer(
                question,
                new FlowInput.FunctionReturned(
                        question.ticket(), new ExternalValues(Map.of("tier", new Private(tier)))));
        centre.check();
    }

    @Test
    void areAskedWithWhatIsKnownOfTheContact() {
        var call = centre.calls("d1");
        var question = question();

        assertThat(question.call()).isEqualTo(call);
        assertThat(question.tenant()).isEqualTo(Office.TENANT);
        assertThat(question.question().limitSeconds()).isEqualTo(3);
        assertThat(question.question().contact().customerAddress().value())
                .isEqualTo(Office.CUSTOMER);
        assertThat(centre.office.trunks.dialog("d1").stage).isEqualTo(TrunkDouble.Stage.INVITED);
    }

    @Test
    void answerAndTheFlowGoesOnWithWhatTheySay() {
        var call = centre.calls("d1");

        answer(question(), "gold");

        centre.sounds(call, "customer:gold");
    }

    @Test
    void failAndTheFlowTakesTheOtherWay() {
        var call = centre.calls("d1");
        var question = question();

        centre.office.answer(question, new FlowInput.FunctionFailed(question.ticket()));

        centre.sounds(call, "customer:failed");
    }

    @Test
    void areNotWaitedForMuchLongerThanTheyMayTake() {
        var call = centre.calls("d1");
        var question = question();
        centre.pass(3);
        centre.sounds(call, "");

        centre.pass(1);
        centre.sounds(call, "customer:failed");
        answer(question, "gold");

        centre.sounds(call, "customer:failed");
    }

    @Test
    void answerTooLateForACallThatIsOver() {
        var call = centre.calls("d1");
        var question = question();
        centre.hangsUp("d1");
        assertThat(centre.isOver(call)).isTrue();

        answer(question, "gold");

        assertThat(centre.office.errands.counted(Errand.Counted.LATE)).isEqualTo(1);
    }

    @Test
    void answerTooLateForAFlowThatWasCutOff() {
        centre = centre("hook CustomerQueue waiting\ntarget sales\nenter");
        var call = centre.calls("d1");
        centre.ends(call, "customer");
        var question = question();
        var ann = centre.available("ann");
        centre.takes(ann);
        centre.sounds(call, "ann+customer");

        answer(question, "gold");
        assertThat(centre.office.errands.counted(Errand.Counted.LATE)).isEqualTo(1);
        centre.sounds(call, "ann+customer");

        // The same flow begins anew, and the old answer is not taken for one to its question.
        centre.becomes(ann, "lunch");
        centre.transfers(ann, new Target.ToQueue("sales"));
        centre.ends(call, "customer");
        var again = question();
        assertThat(again.ticket()).isEqualTo(question.ticket());
        answer(question, "gold");
        centre.sounds(call, "");

        answer(again, "silver");

        centre.sounds(call, "customer:plain");
    }

    @Test
    void changeWhereAWaitingContactStands() {
        centre = centre("hook CustomerQueue waiting\ntarget sales\nenter");
        centre.calls("d1");
        var second = centre.calls("d2");
        centre.ends(second, "customer");

        answer(question(), "gold");

        centre.sounds(second, "customer:gold");
        assertThat(centre.dialogOf(centre.available("ann"))).isEqualTo("d2");
    }
}
