package dev.crosspoint.gateway.flow;

import static dev.crosspoint.gateway.flow.FlowText.ERRORS;
import static dev.crosspoint.gateway.flow.FlowText.action;
import static dev.crosspoint.gateway.flow.FlowText.errors;
import static dev.crosspoint.gateway.flow.FlowText.mark;
import static dev.crosspoint.gateway.flow.FlowText.to;
import static dev.crosspoint.gateway.flow.FlowText.walk;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How a contact gets into queues and to agents. */
class QueuesAndAgentsTest {
    private static final String QUEUE_ERRORS =
            errors(
                    "QueueAtCapacity > full",
                    "NoAgentsAvailable > nobody",
                    "NoMatchingError > failed");
    private static final String[] MARKS = {mark("full"), mark("nobody"), mark("failed")};

    private static final FlowSettings WAITS_FOR_SALES =
            FlowSettings.INITIAL.withTarget(new Target.Queue("sales"));
    private static final FlowSettings MEANT_FOR_ANN =
            FlowSettings.INITIAL.withTarget(new Target.Agent("ann"));

    static Stream<FlowInput.QueueAnswer> answers() {
        return Stream.of(
                new FlowInput.QueueFull(), new FlowInput.NoAgents(), new FlowInput.NotQueued());
    }

    private static FlowWalk queue(FlowSettings settings, String transitions) {
        return walk(
                new FlowWorldDouble(),
                FlowKind.INBOUND,
                settings,
                with(action("a", "TransferContactToQueue", "", transitions)));
    }

    private static FlowWalk change(String parameters, FlowSettings settings) {
        return walk(
                new FlowWorldDouble(),
                FlowKind.QUEUE,
                settings,
                with(
                        action(
                                "a",
                                "DequeueContactAndTransferToQueue",
                                parameters,
                                "'NextAction': '', " + QUEUE_ERRORS)));
    }

    private static String[] with(String first) {
        return Stream.concat(Stream.of(first), Arrays.stream(MARKS)).toArray(String[]::new);
    }

    @Test
    void asksForAgentsOnlyWhereThereIsABranchForNone() {
        assertThat(queue(WAITS_FOR_SALES, QUEUE_ERRORS).heard())
                .containsExactly("queue sales with agents");
        assertThat(queue(WAITS_FOR_SALES, ERRORS).heard()).containsExactly("queue sales");
    }

    @ParameterizedTest
    @MethodSource("answers")
    void branchesOnEachWayThatAQueueRefuses(FlowInput.QueueAnswer answer) {
        var mark =
                switch (answer) {
                    case FlowInput.QueueFull _ -> "full";
                    case FlowInput.NoAgents _ -> "nobody";
                    case FlowInput.NotQueued _ -> "failed";
                    case FlowInput.Queued _ -> throw new AssertionError("no refusal");
                };

        var entered = queue(WAITS_FOR_SALES, QUEUE_ERRORS).tell(answer);
        assertThat(entered.attribute("mark")).isEqualTo(mark);

        var changed = change("'QueueId': 'q-service'", WAITS_FOR_SALES).tell(answer);
        assertThat(changed.attribute("mark")).isEqualTo(mark);
        assertThat(changed.state().settings().targetQueue()).isEqualTo("sales");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "'QueueId': 'arn:x/queue/q-sales', change to sales with agents",
                "'AgentId': 'a-1', offer ann",
                "'AgentId': '$.Attributes.nobody', play three.wav", // Nobody: the error branch.
                ", change to sales with agents",
            })
    void leavesOneQueueForAnother(@Nullable String parameters, String effect) {
        var walk = change(parameters == null ? "" : parameters, WAITS_FOR_SALES);

        assertThat(walk.heard()).containsExactly(effect);
    }

    @Test
    void isMeantForTheOtherQueueOnceItIsInIt() {
        var walk = change("'QueueId': 'q-service'", WAITS_FOR_SALES).tell(new FlowInput.Queued());

        assertThat(walk.state().isOver()).isTrue();
        assertThat(walk.state().settings().targetQueue()).isEqualTo("service");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "'AgentId': 'arn:x/agent/a-1', ann",
                "'AgentId': '$.StoredCustomerInput', 4711"
            })
    void choosesAnAgent(String parameter, String agent) {
        var walk =
                walk(
                        action(
                                "ask",
                                "GetParticipantInput",
                                "'StoreInput': 'True', 'InputTimeLimitSeconds': '5',"
                                        + " 'InputValidation': {'CustomValidation':"
                                        + " {'MaximumLength': '4'}}",
                                to("choose") + "," + ERRORS),
                        action(
                                "choose",
                                "UpdateContactTargetQueue",
                                parameter,
                                to("go") + "," + ERRORS),
                        action("go", "TransferContactToQueue", "", QUEUE_ERRORS),
                        mark("full"),
                        mark("nobody"),
                        mark("failed"));

        assertThat(walk.presses("4711").heard()).containsExactly("want input", "offer " + agent);
        assertThat(walk.state().settings().target()).isEqualTo(new Target.Agent(agent));
        assertThat(walk.tell(new FlowInput.AgentUnavailable()).attribute("mark"))
                .isEqualTo("nobody");
    }

    @Test
    void isOverWhenTheAgentTakesTheContact() {
        var walk = queue(MEANT_FOR_ANN, QUEUE_ERRORS);

        assertThat(walk.heard()).containsExactly("offer ann");
        assertThat(walk.tell(new FlowInput.AgentTaken()).heard()).isEmpty();
        assertThat(walk.state().isOver()).isTrue();
    }

    @Test
    void hangsUpWhenATransferToAnAgentFindsTheAgentBusy() {
        var walk =
                walk(
                        new FlowWorldDouble(),
                        FlowKind.TRANSFER,
                        MEANT_FOR_ANN,
                        action("a", "TransferContactToAgent", "", ""));

        assertThat(walk.heard()).containsExactly("offer ann");
        assertThat(walk.tell(new FlowInput.AgentUnavailable()).heard())
                .containsExactly("disconnect DISCONNECTED");
    }

    @Test
    void ignoresAnswersToWhatItDidNotAsk() {
        var walk = walk(mark("a"));
        walk.heard();

        Stream.of(
                        new FlowInput.Queued(),
                        new FlowInput.AgentTaken(),
                        new FlowInput.ThirdPartyLeft(),
                        new FlowInput.ThirdPartyConnected(),
                        new FlowInput.FunctionFailed(1))
                .forEach(walk::tell);
        assertThat(walk.heard()).isEmpty();
        assertThat(walk.state().isOver()).isFalse();
    }
}
