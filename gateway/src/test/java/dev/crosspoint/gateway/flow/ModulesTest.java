package dev.crosspoint.gateway.flow;

import static dev.crosspoint.gateway.flow.FlowText.ERRORS;
import static dev.crosspoint.gateway.flow.FlowText.action;
import static dev.crosspoint.gateway.flow.FlowText.flow;
import static dev.crosspoint.gateway.flow.FlowText.mark;
import static dev.crosspoint.gateway.flow.FlowText.to;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Parts of flows that several flows share. */
class ModulesTest {
    private static final String END = action("end", "EndFlowModuleExecution", "", "");

    private static String invoke(String id, String module, String next) {
        return action(
                id,
                "InvokeFlowModule",
                "'FlowModuleId': '" + module + "'",
                to(next)
                        + ", 'Errors': [{'ErrorType': 'NoMatchingError', 'NextAction': '"
                        + next
                        + "'}]");
    }

    private static String say(String id, String prompt, String next) {
        return action(id, "MessageParticipant", "'PromptId': '" + prompt + "'", to(next));
    }

    private static List<String> faults(Map<String, String> flows) {
        return switch (FlowFixtures.load(flows)) {
            case FlowLoader.Outcome.Loaded _ -> List.of();
            case FlowLoader.Outcome.Refused(var faults) ->
                    faults.stream().map(FlowFault::toString).toList();
        };
    }

    /** Module 1 invokes module 2, and so on to the last. */
    private static Map<String, String> chain(int modules) {
        var flows = new HashMap<String, String>();
        flows.put("inbound", flow(invoke("a", "m-1", "b"), mark("b")));
        for (int i = 1; i < modules; i++) {
            flows.put("module" + i, flow(invoke("go", "m-" + (i + 1), "end"), END));
        }
        flows.put("module" + modules, flow(say("say", "p-1", "end"), END));
        return flows;
    }

    @Test
    void comesBackToWhereItWasInvoked() {
        var walk =
                new FlowWalk(
                        FlowFixtures.book(
                                Map.of(
                                        "inbound",
                                        flow(
                                                invoke("first", "arn:x/m-1:$LATEST", "between"),
                                                say("between", "p-2", "second"),
                                                invoke("second", "m-1", "b"),
                                                mark("b")),
                                        "module1",
                                        flow(say("say", "p-1", "end"), END))));

        assertThat(walk.heard()).containsExactly("play one.wav");
        assertThat(walk.state().flow()).isEqualTo("module1");
        assertThat(walk.ends().heard()).containsExactly("play two.wav");
        assertThat(walk.ends().heard()).containsExactly("play one.wav");
        assertThat(walk.ends().attribute("mark")).isEqualTo("b");
        assertThat(walk.state().modules()).isEmpty();
    }

    @Test
    void nestsThemFiveDeep() {
        var walk = new FlowWalk(FlowFixtures.book(chain(5)));

        assertThat(walk.state().modules()).hasSize(5);
        assertThat(walk.ends().attribute("mark")).isEqualTo("b");
        assertThat(faults(chain(6)))
                .containsExactly("inbound, action a: nests modules deeper than 5");
    }

    @Test
    void refusesCircles() {
        var flows = new HashMap<>(chain(2));
        flows.put("module2", flow(invoke("back", "m-1", "end"), END));

        assertThat(faults(flows))
                .containsExactly(
                        "module2, action back: invokes modules in a circle, back to module1");
    }

    @Test
    void leavesAModuleForGoodByTransferringToAFlow() {
        var transfer =
                action(
                        "go",
                        "TransferToFlow",
                        "'ContactFlowId': 'f-second'",
                        "'Errors': [{'ErrorType': 'NoMatchingError', 'NextAction': 'go'}]");
        var walk =
                new FlowWalk(
                        FlowFixtures.book(
                                Map.of(
                                        "inbound", flow(invoke("a", "m-1", "b"), mark("b")),
                                        "module1", flow(transfer, END),
                                        "second", flow(mark("elsewhere")))));

        assertThat(walk.attribute("mark")).isEqualTo("elsewhere");
        assertThat(walk.state().modules()).isEmpty();
    }

    @Test
    void doesNotTakeModulesForFlows() {
        var book = FlowFixtures.book(chain(1));

        assertThat(book.has("inbound")).isTrue();
        assertThat(book.has("module1")).isFalse();
    }

    @Test
    void saysWhatIsWrongWithModules() {
        assertThat(
                        faults(
                                Map.of(
                                        "inbound",
                                        flow(
                                                END,
                                                invoke("none", "m-9", "end"),
                                                invoke("gone", "m-1", "end"),
                                                invoke("any", "$.Attributes.module", "end"),
                                                action(
                                                        "input",
                                                        "InvokeFlowModule",
                                                        "'FlowModuleId': 'm-2', 'Input': {'a':"
                                                                + " 'b'}",
                                                        to("end") + "," + ERRORS)),
                                        "module2",
                                        flow(
                                                action(
                                                        "failed",
                                                        "EndFlowModuleExecution",
                                                        "'Result': 'x', 'ResultData': {'a': 'b'}",
                                                        "")))))
                .containsExactlyInAnyOrder(
                        "inbound, action end: Parameters ends a module, and this is a flow: the"
                                + " mapping has no module of its name",
                        "inbound, action none: Parameters names a module that the mapping does not"
                                + " have: m-9",
                        "inbound, action gone: Parameters leads to module module1, which is not"
                                + " there",
                        "inbound, action any: Parameters chooses its module by a reference; only a"
                                + " fixed FlowModuleId is supported",
                        "inbound, action input: Parameters.Input is not supported: a module finds"
                                + " what it needs in attributes",
                        "inbound, action input: leads to an action that is not there: failed",
                        "module2, action failed: Parameters.Result is not supported: a module goes"
                                + " on at the NextAction of whoever invoked it",
                        "module2, action failed: Parameters.ResultData is not supported: a module"
                                + " leaves what it found in attributes");
    }
}
