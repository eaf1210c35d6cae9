package dev.crosspoint.gateway.flow;

import static dev.crosspoint.gateway.flow.FlowText.ERRORS;
import static dev.crosspoint.gateway.flow.FlowText.action;
import static dev.crosspoint.gateway.flow.FlowText.mark;
import static dev.crosspoint.gateway.flow.FlowText.to;
import static dev.crosspoint.gateway.flow.FlowText.walk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.Private;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a flow asks the tenant's own programs. */
class FunctionsTest {
    private static final String ARN = "arn:aws:lambda:eu-central-1:1:function:who";

    private static FlowWalk ask(String more) {
        return walk(
                new FlowWorldDouble(),
                FlowKind.INBOUND,
                FlowSettings.INITIAL.withTarget(new Target.Queue("sales")),
                action(
                        "a",
                        "InvokeLambdaFunction",
                        "'LambdaFunctionARN': '" + ARN + "'" + more,
                        to("keep") + "," + ERRORS),
                action(
                        "keep",
                        "UpdateContactAttributes",
                        "'Attributes': {'tier': '$.External.tier', 'other':"
                                + " '$.External[\\u0027a name\\u0027]'}",
                        to("done") + "," + ERRORS),
                mark("done"),
                mark("failed"));
    }

    private static FlowWalk ask() {
        return ask(", 'InvocationTimeLimitSeconds': '3'");
    }

    private static FlowInput returned(int ticket) {
        return new FlowInput.FunctionReturned(
                ticket,
                new ExternalValues(
                        Map.of("tier", new Private("gold"), "a name", new Private("Ann"))));
    }

    @Test
    void asksAndKeepsTheAnswer() {
        var walk =
                ask(
                        ", 'InvocationTimeLimitSeconds': '3', 'InvocationType': 'SYNCHRONOUS',"
                                + " 'ResponseValidation': {'ResponseType': 'STRING_MAP'},"
                                + " 'LambdaInvocationAttributes': {'from':"
                                + " '$.CustomerEndpoint.Address', 'for': 'tier'}");

        assertThat(walk.heard())
                .containsExactly(
                        "ask #1 /who for 3 s about sales with {for=tier, from=+442079460123}");
        walk.tell(returned(1));
        assertThat(walk.attribute("tier")).isEqualTo("gold");
        assertThat(walk.attribute("other")).isEqualTo("Ann");
        assertThat(walk.attribute("mark")).isEqualTo("done");
    }

    @Test
    void takesTheErrorBranchWhenTheFunctionFails() {
        assertThat(ask().tell(new FlowInput.FunctionFailed(1)).attribute("mark"))
                .isEqualTo("failed");
    }

    @Test
    void takesTheErrorBranchWhenNobodyAnswersAtAll() {
        var walk = ask();

        assertThat(walk.passes(3).attribute("mark")).isEqualTo("(none)");
        assertThat(walk.passes(1).attribute("mark")).isEqualTo("failed");
    }

    @Test
    void doesNotTakeALateAnswerForAnother() {
        var walk = ask().tell(returned(7)).tell(new FlowInput.FunctionFailed(7));

        assertThat(walk.attribute("mark")).isEqualTo("(none)");
        assertThat(walk.tell(returned(1)).attribute("mark")).isEqualTo("done");
    }

    @Test
    void goesOnAtOnceWhenItDoesNotWantTheAnswer() {
        var walk = ask(", 'InvocationTimeLimitSeconds': '3', 'InvocationType': 'ASYNCHRONOUS'");

        assertThat(walk.attribute("mark")).isEqualTo("done");
        assertThat(walk.tell(returned(1)).attribute("tier")).isEmpty();
    }

    @Test
    void forgetsAnOldAnswerWhenTheNextFails() {
        var walk =
                walk(
                        action(
                                "a",
                                "InvokeLambdaFunction",
                                "'LambdaFunctionARN': '"
                                        + ARN
                                        + "', 'InvocationTimeLimitSeconds':"
                                        + " '3'",
                                to("b") + "," + ERRORS),
                        action(
                                "b",
                                "InvokeLambdaFunction",
                                "'LambdaFunctionARN': '$.External.tier',"
                                        + " 'InvocationTimeLimitSeconds': '3'",
                                to("b") + "," + ERRORS),
                        action(
                                "failed",
                                "UpdateContactAttributes",
                                "'Attributes': {'tier': '$.External.tier'}",
                                to("done")
                                        + ",'Errors': [{'ErrorType': 'NoMatchingError',"
                                        + " 'NextAction': 'done'}]"),
                        mark("done"));

        assertThat(walk.tell(returned(1)).attribute("tier")).isEmpty();
    }

    @Test
    void hidesTheAnswerAndTheAddress() {
        var walk = ask();

        assertThat(walk.tell(returned(1)).state().toString()).doesNotContain("gold", "a name");
        assertThat(FunctionUrl.parse("https://h.example:8443/a/planted?k=planted#x")).isEmpty();
        assertThat(FunctionUrl.parse("https://h.example:8443/planted?k=planted"))
                .hasToString("Optional[FunctionUrl[https://h.example:8443/...]]");
    }
}
