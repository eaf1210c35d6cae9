package dev.crosspoint.gateway.flow;

import static dev.crosspoint.gateway.flow.FlowText.action;
import static dev.crosspoint.gateway.flow.FlowText.condition;
import static dev.crosspoint.gateway.flow.FlowText.errors;
import static dev.crosspoint.gateway.flow.FlowText.flow;
import static dev.crosspoint.gateway.flow.FlowText.mark;
import static dev.crosspoint.gateway.flow.FlowText.to;
import static dev.crosspoint.gateway.flow.FlowText.walk;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody hears who waits. */
class MessagesTest {
    private static final String TWO = "'Messages': [{'PromptId': 'p-1'}, {'PromptId': 'p-2'}]";
    private static final String POSITION =
            "'Text': 'You are number $.Crosspoint.PositionInQueue in line.'";

    private static FlowWalk waiting(String parameters, String transitions) {
        return walk(
                new FlowWorldDouble(),
                FlowKind.QUEUE,
                FlowSettings.INITIAL,
                action("a", "MessageParticipantIteratively", parameters, transitions),
                mark("between"),
                mark("failed"));
    }

    @Test
    void saysSeveralThingsRoundAndRound() {
        var walk = waiting(TWO, "");

        assertThat(walk.heard()).containsExactly("play one.wav");
        assertThat(walk.ends().ends().ends().heard())
                .containsExactly("play two.wav", "play one.wav", "play two.wav");
        assertThat(walk.state().nextDeadlineNanos()).isEmpty();
    }

    @Test
    void leavesTheRepetitionOfASingleOneToWhoeverPlaysIt() {
        assertThat(waiting("'Messages': [{'Text': 'Hold the line'}]", "").heard())
                .singleElement()
                .asString()
                .startsWith("play on ");
    }

    @Test
    void interruptsThemAfterTheTime() {
        var walk =
                waiting(
                        TWO + ", 'InterruptFrequencySeconds': '30'",
                        condition("Equals", "MessagesInterrupted", "between"));

        walk.ends().passes(29);
        assertThat(walk.heard()).containsExactly("play one.wav", "play two.wav");
        assertThat(walk.passes(1).heard()).startsWith("stop");
        assertThat(walk.attribute("mark")).isEqualTo("between");
    }

    @Test
    void branchesWhenAMessageCannotBePlayed() {
        var failed = waiting(TWO, errors("NoMatchingError > failed"));
        assertThat(failed.tell(new FlowInput.PromptFailed()).attribute("mark")).isEqualTo("failed");

        var over = waiting(TWO, "");
        over.heard();
        assertThat(over.tell(new FlowInput.PromptFailed()).heard()).containsExactly("over ENDED");
    }

    @Test
    void endsMessagesWithoutSoundAtLast() {
        var walk = waiting(TWO, "");
        for (int i = 0; i < FlowRunner.MAX_STEPS_PER_RUN; i++) {
            walk.ends();
        }

        assertThat(walk.heard()).endsWith("over RUNAWAY");
    }

    @Test
    void speaksTwentyPositionsAhead() {
        var outcome =
                FlowFixtures.load(
                        Map.of(
                                "inbound",
                                flow(
                                        action("a", "MessageParticipant", POSITION, to("b")),
                                        mark("b"))));

        assertThat(((FlowLoader.Outcome.Loaded) outcome).toSpeak().values())
                .hasSize(20)
                .contains("You are number 1 in line.", "You are number 20 in line.");
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "20, true", "21, false"})
    void saysThePositionOrNothing(int position, boolean says) {
        var world = new FlowWorldDouble();
        world.position = position;
        var walk =
                walk(
                        world,
                        FlowKind.QUEUE,
                        FlowSettings.INITIAL,
                        action("a", "MessageParticipant", POSITION, to("b")),
                        mark("b"));

        assertThat(walk.attribute("mark")).isEqualTo(says ? "(none)" : "b");
        assertThat(walk.ends().attribute("mark")).isEqualTo("b");
    }

    @Test
    void saysEachPositionInItsOwnWords() {
        var files =
                Stream.of(1, 2, 1)
                        .map(position -> {
                            var world = new FlowWorldDouble();
                            world.position = position;
                            return walk(
                                            world,
                                            FlowKind.QUEUE,
                                            FlowSettings.INITIAL,
                                            action("a", "MessageParticipant", POSITION, to("a")))
                                    .heard();
                        })
                        .toList();

        assertThat(files.get(0)).isEqualTo(files.get(2)).isNotEqualTo(files.get(1));
        assertThat(List.copyOf(files)).allSatisfy(heard -> assertThat(heard).hasSize(1));
    }
}
