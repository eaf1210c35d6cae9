package dev.crosspoint.gateway.flow;

import static dev.crosspoint.gateway.flow.FlowText.ERRORS;
import static dev.crosspoint.gateway.flow.FlowText.action;
import static dev.crosspoint.gateway.flow.FlowText.errors;
import static dev.crosspoint.gateway.flow.FlowText.flow;
import static dev.crosspoint.gateway.flow.FlowText.mark;
import static dev.crosspoint.gateway.flow.FlowText.to;
import static dev.crosspoint.gateway.flow.FlowText.walk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.routing.Standing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Flows that events start, and what a flow can do as what it is started as. */
class HooksAndKindsTest {
    private static final String HANG_UP = action("end", "DisconnectParticipant", "", "");

    private static String hook(String event, String flow) {
        return action(
                "hook",
                "UpdateContactEventHooks",
                "'EventHooks': {'" + event + "': '" + flow + "'}",
                to("b") + "," + ERRORS);
    }

    private static List<String> faults(Map<String, String> flows) {
        return switch (FlowFixtures.load(flows)) {
            case FlowLoader.Outcome.Loaded _ -> List.of();
            case FlowLoader.Outcome.Refused(var faults) ->
                    faults.stream().map(FlowFault::toString).toList();
        };
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheFlowOfEachEvent(EventHook event) {
        var book =
                FlowFixtures.book(
                        Map.of(
                                "inbound",
                                flow(hook(event.text(), "f-second"), mark("b"), mark("failed")),
                                "second",
                                flow(action("e", "EndFlowExecution", "", ""))));
        var walk = new FlowWalk(book);

        assertThat(walk.attribute("mark")).isEqualTo("b");
        assertThat(walk.state().settings().hook(event)).contains("second");
        assertThat(walk.state().settings().hooks()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"second, b", "f-second, b", "nothing, failed", "module1, failed"})
    void choosesTheFlowByAnAttribute(String flow, String mark) {
        var set =
                action(
                        "set",
                        "UpdateContactAttributes",
                        "'Attributes': {'flow': '" + flow + "'}",
                        to("hook") + "," + ERRORS);
        var book =
                FlowFixtures.book(
                        Map.of(
                                "inbound",
                                flow(
                                        set,
                                        hook("CustomerHold", "$.Attributes.flow"),
                                        mark("b"),
                                        mark("failed")),
                                "second",
                                flow(HANG_UP),
                                "module1",
                                flow(HANG_UP)));

        assertThat(new FlowWalk(book).attribute("mark")).isEqualTo(mark);
    }

    @Test
    void carriesSettingsFromFlowToFlow() {
        var settings =
                FlowSettings.INITIAL
                        .withTarget(new Target.Queue("service"))
                        .withHook(EventHook.AGENT_WHISPER, "second")
                        .withVoice("Vicki");
        var walk =
                walk(
                        new FlowWorldDouble(),
                        FlowKind.QUEUE,
                        settings,
                        action(
                                "a",
                                "UpdateContactRoutingBehavior",
                                "'QueuePriority': '1'",
                                to("b")),
                        mark("b"));

        assertThat(walk.state().settings())
                .isEqualTo(settings.withStanding(Standing.ORDINARY.withPriority(1)));
    }

    @Test
    void namesWhatAHookedFlowCannotDoAndWhoSaysSo() {
        var queue =
                action(
                        "enter",
                        "TransferContactToQueue",
                        "",
                        errors("NoMatchingError > on") + ",'NextAction': 'on'");
        var on =
                action(
                        "on",
                        "TransferToFlow",
                        "'ContactFlowId': 'f-third'",
                        errors("NoMatchingError > on"));

        assertThat(
                        faults(
                                Map.of(
                                        "inbound",
                                        flow(
                                                hook("AgentWhisper", "f-second"),
                                                mark("b"),
                                                mark("failed")),
                                        "second",
                                        flow(queue, on),
                                        "third",
                                        flow(HANG_UP))))
                .containsExactlyInAnyOrder(
                        "second, action enter: TransferContactToQueue cannot be in an agent whisper"
                                + " flow, and the hook AgentWhisper of flow inbound, action hook"
                                + " starts it as an agent whisper flow",
                        "third, action end: DisconnectParticipant cannot be in an agent whisper"
                                + " flow, and the hook AgentWhisper of flow inbound, action hook"
                                + " starts it as an agent whisper flow");
    }

    @Test
    void tellsWhetherAFlowIsFitForItsStart() {
        var book =
                FlowFixtures.book(
                        Map.of(
                                "inbound",
                                flow(
                                        action(
                                                "loop",
                                                "MessageParticipantIteratively",
                                                "'Messages': [{'PromptId': 'p-1'}]",
                                                ""))));

        assertThat(book.unfit("inbound", FlowKind.QUEUE)).isEmpty();
        assertThat(book.unfit("inbound", FlowKind.INBOUND))
                .extracting(FlowFault::toString)
                .containsExactly(
                        "inbound, action loop: MessageParticipantIteratively cannot be in an"
                                + " inbound flow, and it is started as an inbound flow");
    }

    @ParameterizedTest
    @CsvSource({
        "INBOUND, disconnect ENDED",
        "TRANSFER, disconnect ENDED",
        "DISCONNECT, disconnect ENDED",
        "QUEUE, over ENDED",
        "CUSTOMER_HOLD, over ENDED",
        "AGENT_HOLD, over ENDED",
        "AGENT_WHISPER, over ENDED",
        "CUSTOMER_WHISPER, over ENDED",
    })
    void hangsUpAtItsEndOnlyWhereTheContactIsNowhereElse(FlowKind kind, String end) {
        var ended =
                walk(
                        new FlowWorldDouble(),
                        kind,
                        FlowSettings.INITIAL,
                        action("a", "EndFlowExecution", "", ""));

        assertThat(ended.heard()).containsExactly(end);
        assertThat(ended.state().isOver()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"INBOUND, disconnect RUNAWAY", "CUSTOMER_HOLD, over RUNAWAY"})
    void endsAFlowThatRunsInCirclesButNotWhatItRunsBeside(FlowKind kind, String end) {
        var walk =
                walk(
                        new FlowWorldDouble(),
                        kind,
                        FlowSettings.INITIAL,
                        action(
                                "a",
                                "UpdateContactAttributes",
                                "'Attributes': {}",
                                to("a") + "," + errors("NoMatchingError > a")));

        assertThat(walk.heard()).containsExactly(end);
    }

    @Test
    void takesTheErrorBranchOfWhatItCannotDo() {
        var settings = FlowSettings.INITIAL.withTarget(new Target.Queue("sales"));
        var enter = action("a", "TransferContactToQueue", "", ERRORS);

        assertThat(
                        walk(
                                        new FlowWorldDouble(),
                                        FlowKind.CUSTOMER_WHISPER,
                                        settings,
                                        enter,
                                        mark("failed"))
                                .attribute("mark"))
                .isEqualTo("failed");
        assertThat(
                        walk(
                                        new FlowWorldDouble(),
                                        FlowKind.AGENT_HOLD,
                                        settings,
                                        action("a", "DisconnectParticipant", "", ""))
                                .heard())
                .containsExactly("over ENDED");
    }
}
