package dev.crosspoint.gateway.flow;

import static dev.crosspoint.gateway.flow.FlowText.ERRORS;
import static dev.crosspoint.gateway.flow.FlowText.action;
import static dev.crosspoint.gateway.flow.FlowText.branch;
import static dev.crosspoint.gateway.flow.FlowText.condition;
import static dev.crosspoint.gateway.flow.FlowText.flow;
import static dev.crosspoint.gateway.flow.FlowText.mark;
import static dev.crosspoint.gateway.flow.FlowText.to;
import static dev.crosspoint.gateway.flow.FlowText.walk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.contact.ContactData;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each action does, in virtual time. */
class FlowRunnerTest {
    @Test
    void playsAMessageToItsEnd() {
        var walk = walk(action("a", "MessageParticipant", "'PromptId': 'p-1'", to("b")), mark("b"));

        assertThat(walk.heard()).containsExactly("play one.wav");
        assertThat(walk.presses("1").heard()).isEmpty();
        assertThat(walk.ends().attribute("mark")).isEqualTo("b");
    }

    @Test
    void takesTheErrorBranchWhenAPromptCannotBePlayed() {
        var walk =
                walk(
                        action(
                                "a",
                                "MessageParticipant",
                                "'PromptId': 'p-1'",
                                to("b") + "," + ERRORS),
                        mark("b"),
                        mark("failed"));

        assertThat(walk.tell(new FlowInput.PromptFailed()).attribute("mark")).isEqualTo("failed");
    }

    @ParameterizedTest
    @CsvSource({
        "$.CustomerEndpoint.Address, TextStartsWith, +44, hit",
        "$.CustomerEndpoint.Address, TextEndsWith, 0123, hit",
        "$.CustomerEndpoint.Address, TextContains, 7946, hit",
        "$.SystemEndpoint.Address, Equals, +442079460000, hit",
        "$.Channel, Equals, voice, other",
        "$.Attributes.age, NumberGreaterThan, 17, hit",
        "$.Attributes['age'], NumberGreaterThan, 18, other",
        "$.Attributes.age, NumberGreaterOrEqualTo, 18, hit",
        "$.Attributes.age, NumberLessThan, 18.5, hit",
        "$.Attributes.age, NumberLessOrEqualTo, 17, other",
        "$.Attributes.name, NumberLessThan, 99, other",
        "$.Attributes.absent, Equals, 1, other",
        "$.Attributes.age, Equals, $.Attributes.age, hit",
        "$.StoredCustomerInput, Equals, 1, other",
    })
    void comparesAsTheOriginalDoes(String value, String operator, String operand, String mark) {
        var walk =
                walk(
                        action(
                                "a",
                                "UpdateContactAttributes",
                                "'Attributes': {'age': '18', 'name': 'Ann'}",
                                to("b") + "," + ERRORS),
                        action(
                                "b",
                                "Compare",
                                "'ComparisonValue': '" + value.replace("'", "\\u0027") + "'",
                                condition(operator, operand, "hit")
                                        + ", 'Errors': [{'ErrorType': 'NoMatchingCondition',"
                                        + " 'NextAction': 'other'}]"),
                        mark("hit"),
                        mark("other"),
                        mark("failed"));

        assertThat(walk.attribute("mark")).isEqualTo(mark);
    }

    @Test
    void loopsThatManyTimesThenIsDoneOnceAndStartsAnew() {
        var walk =
                walk(
                        action("say", "MessageParticipant", "'PromptId': 'p-1'", to("loop")),
                        action(
                                "loop",
                                "Loop",
                                "'LoopCount': '2'",
                                "'Conditions': ["
                                        + branch("Equals", "ContinueLooping", "say")
                                        + ","
                                        + branch("Equals", "DoneLooping", "between")
                                        + "]"),
                        action("between", "MessageParticipant", "'PromptId': 'p-2'", to("say")));

        var heard = new ArrayList<String>();
        for (int i = 0; i < 8; i++) {
            heard.addAll(walk.heard());
            walk.ends();
        }
        assertThat(heard)
                .containsExactly(
                        "play one.wav",
                        "play one.wav",
                        "play one.wav",
                        "play two.wav",
                        "play one.wav",
                        "play one.wav",
                        "play one.wav",
                        "play two.wav");
    }

    @Test
    void waits() {
        var walk =
                walk(
                        action(
                                "a",
                                "Wait",
                                "'TimeLimitSeconds': '90'",
                                condition("Equals", "WaitCompleted", "b")),
                        mark("b"));

        assertThat(walk.passes(89).attribute("mark")).isEqualTo("(none)");
        assertThat(walk.passes(1).attribute("mark")).isEqualTo("b");
    }

    @Test
    void entersTheQueueThatAnAttributeNames() {
        var walk =
                walk(
                        action(
                                "a",
                                "UpdateContactAttributes",
                                "'Attributes': {'queue': 'q-service'}",
                                to("b") + "," + ERRORS),
                        action(
                                "b",
                                "UpdateContactTargetQueue",
                                "'QueueId': '$.Attributes.queue'",
                                to("c") + "," + ERRORS),
                        action("c", "TransferContactToQueue", "", to("failed") + "," + ERRORS),
                        mark("failed"));

        assertThat(walk.heard()).containsExactly("queue service");
        assertThat(walk.tell(new FlowInput.Queued()).heard()).isEmpty();
        assertThat(walk.state().isOver()).isTrue();
    }

    @Test
    void branchesWhenTheQueueIsFullOrUnknownOrNeverChosen() {
        var enter =
                action(
                        "c",
                        "TransferContactToQueue",
                        "",
                        "'Errors': [{'ErrorType': 'QueueAtCapacity', 'NextAction': 'full'},"
                                + "{'ErrorType': 'NoMatchingError', 'NextAction': 'failed'}]");
        var choose =
                action(
                        "b",
                        "UpdateContactTargetQueue",
                        "'QueueId': 'q-sales'",
                        to("c") + "," + ERRORS);
        var unknown =
                action(
                        "b",
                        "UpdateContactTargetQueue",
                        "'QueueId': '$.Attributes.nothing'",
                        to("c") + "," + ERRORS);

        assertThat(
                        walk(choose, enter, mark("full"), mark("failed"))
                                .tell(new FlowInput.QueueFull())
                                .attribute("mark"))
                .isEqualTo("full");
        assertThat(walk(enter, mark("full"), mark("failed")).attribute("mark")).isEqualTo("failed");
        assertThat(walk(unknown, enter, mark("full"), mark("failed")).attribute("mark"))
                .isEqualTo("failed");
    }

    @Test
    void goesOnInAnotherFlow() {
        var first =
                flow(
                        action(
                                "a",
                                "TransferToFlow",
                                "'ContactFlowId': 'f-second'",
                                ERRORS.replace("failed", "a")));
        var second = flow(mark("elsewhere"));
        var outcome = FlowFixtures.load(Map.of("inbound", first, "second", second));

        var walk = new FlowWalk(((FlowLoader.Outcome.Loaded) outcome).book());
        assertThat(walk.state().flow()).isEqualTo("second");
        assertThat(walk.attribute("mark")).isEqualTo("elsewhere");
    }

    @Test
    void keepsTheRecordingBehaviourWhichIsOffUntilThen() {
        assertThat(walk(mark("a")).state().settings().recordAgent()).isFalse();

        var settings =
                walk(
                                action(
                                        "a",
                                        "UpdateContactRecordingBehavior",
                                        "'RecordingBehavior': {'RecordedParticipants':"
                                                + " ['Customer']}",
                                        to("b")),
                                mark("b"))
                        .state()
                        .settings();
        assertThat(settings.recordAgent()).isFalse();
        assertThat(settings.recordCustomer()).isTrue();
    }

    @Test
    void logsEachActionAfterLoggingIsSwitchedOn() {
        var walk =
                walk(
                        action(
                                "a",
                                "UpdateFlowLoggingBehavior",
                                "'FlowLoggingBehavior': 'Enabled'",
                                to("b")),
                        mark("b"));

        assertThat(walk.heard()).startsWith("log inbound:b");
    }

    @Test
    void setsNoAttributeWhenTheyWouldGrowTooLarge() {
        var large = "x".repeat(ContactData.MAX_ATTRIBUTE_BYTES);
        var walk =
                walk(
                        action(
                                "a",
                                "UpdateContactAttributes",
                                "'Attributes': {'small': '1', 'large': '" + large + "'}",
                                to("b") + "," + ERRORS),
                        mark("b"),
                        mark("failed"));

        assertThat(walk.attribute("small")).isEqualTo("(none)");
        assertThat(walk.attribute("mark")).isEqualTo("failed");
    }

    @Test
    void setsNoAttributeWhenThereWouldBeTooMany() {
        var many =
                IntStream.range(0, ContactData.MAX_ATTRIBUTE_BYTES / 11)
                        .mapToObj(i -> "'n" + i + "': ''")
                        .collect(Collectors.joining(", "));
        var walk =
                walk(
                        action(
                                "a",
                                "UpdateContactAttributes",
                                "'Attributes': {" + many + "}",
                                to("b") + "," + ERRORS),
                        mark("b"),
                        mark("failed"));

        assertThat(walk.attribute("mark")).isEqualTo("failed");
    }

    @Test
    void stopsAFlowThatRunsInCircles() {
        var walk =
                walk(
                        action(
                                "a",
                                "UpdateContactAttributes",
                                "'Attributes': {}",
                                to("a")
                                        + ",'Errors': [{'ErrorType': 'NoMatchingError',"
                                        + " 'NextAction': 'a'}]"));

        assertThat(walk.heard()).containsExactly("disconnect RUNAWAY");
        assertThat(walk.state().steps()).isEqualTo(FlowRunner.MAX_STEPS_PER_TURN);
    }

    @Test
    void hangsUpWhenTheFlowEndsWithTheContactInNoQueue() {
        assertThat(walk(action("a", "EndFlowExecution", "", "")).heard())
                .containsExactly("disconnect ENDED");
        assertThat(walk(action("a", "DisconnectParticipant", "", "")).heard())
                .containsExactly("disconnect DISCONNECTED");
    }
}
