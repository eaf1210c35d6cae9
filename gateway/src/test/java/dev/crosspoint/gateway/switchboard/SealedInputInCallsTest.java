package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.flow.Awaiting;
import dev.crosspoint.gateway.flow.FlowBook;
import dev.crosspoint.gateway.flow.FlowInput;
import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.gateway.input.EnteredDigits;
import dev.crosspoint.gateway.input.InputPair;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A customer's secret, from the telephone's keys to whoever holds the private key. */
class SealedInputInCallsTest {
    private static final String SECRET = "5358979323846264";

    private Scene scene = Scene.empty(book());

    private static FlowBook book() {
        return FlowScript.flows()
                .keys(InputPair.rotation())
                .flow(
                        "inbound",
                        """
                        seal card 16 cards-2026
                        set card $.StoredCustomerInput
                        ask | NoMatchingError on
                        on: record Agent Customer
                        target sales
                        enter
                        """)
                .flow(
                        "again",
                        """
                        seal card 16 cards-2027
                        set second $.StoredCustomerInput
                        bye
                        """)
                .book();
    }

    @AfterEach
    void nothingIsLeft() {
        scene.finish();
    }

    private EnteredDigits entered() {
        return scene.state().parties().stream()
                .map(party -> party.guide())
                .filter(guide -> guide != null)
                .map(guide -> ((Awaiting.NextDigit) guide.flow().awaiting()).digits())
                .findFirst()
                .orElseThrow();
    }

    /** Five digits in a row are nowhere by chance. */
    private static void assertGivesNothingAway(List<String> texts) {
        assertThat(texts).isNotEmpty();
        for (var part :
                IntStream.rangeClosed(0, 11).mapToObj(i -> SECRET.substring(i, i + 5)).toList()) {
            assertThat(texts).noneMatch(text -> text.contains(part));
        }
    }

    private List<String> everythingThatHappened() {
        return InClear.textsOf(
                List.of(
                        scene.office.errands.all,
                        scene.office.events,
                        scene.office.replies,
                        scene.office.trunks.commands,
                        scene.office.media.commands));
    }

    /** What the agent is offered of it. */
    private String card() {
        return scene.office
                .last(scene.agent("ann"), AgentMessage.ContactOffered.class)
                .attributes()
                .getOrDefault("card", new Private(""))
                .value();
    }

    private void answerWhatTheFlowAsks() {
        scene.office
                .errands
                .takeQuestions()
                .forEach(question -> {
                    assertGivesNothingAway(InClear.textsOf(question));
                    scene.office.answer(question, new FlowInput.FunctionFailed(question.ticket()));
                });
    }

    @Test
    void reachesTheAgentSealedAndNobodyInClear() {
        scene.play("ann becomes available, customer calls, customer presses " + SECRET);
        answerWhatTheFlowAsks();
        scene.play("ann takes -> ann+customer");

        var card = card();
        assertThat(InputPair.OLD.open(card)).isEqualTo(SECRET);
        scene.play("ann hangs up");
        assertGivesNothingAway(everythingThatHappened());
        assertThat(everythingThatHappened()).as("the search finds what is there").contains(card);
        assertThat(scene.office.media.commands)
                .noneMatch(MediaCommand.SendDigits.class::isInstance);
        assertThat(scene.office.eventsOf(scene.agent("ann")))
                .noneMatch(AgentMessage.ContactDigit.class::isInstance);
    }

    /** What may get into a log line or an exception. */
    @Test
    void isInNoTextOfTheStateAndOfWhatHappens() {
        scene.play("customer calls, customer presses 535897932384626");
        var state = scene.state().toString();
        scene.play("customer presses 4");

        assertGivesNothingAway(
                List.of(state, scene.state().toString(), scene.office.errands.all.toString()));
    }

    @Test
    void takesKeysBySipInfoLikeOthers() {
        scene.play("ann becomes available, customer calls");
        SECRET.chars()
                .mapToObj(Character::toString)
                .forEach(key ->
                        scene.office.trunk(
                                new TrunkMessage.InfoDigit(
                                        Office.TENANT,
                                        scene.dialog("customer"),
                                        new Private(key))));
        answerWhatTheFlowAsks();

        assertThat(InputPair.OLD.open(card())).isEqualTo(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "customer hangs up",
                "media fails",
                "customer presses #",
                "customer presses *",
                "5s pass"
            })
    void isWipedFromMemoryHoweverItEnds(String end) {
        scene.play("customer calls, customer presses 535897");
        var digits = entered();
        assertThat(digits.length()).isEqualTo(6);
        scene.play(end);

        assertThat(digits.length()).isZero();
        assertThat(digits.takeText()).isEmpty();
    }

    @Test
    void isWipedWhenAnAgentComesWhileItIsEntered() {
        scene =
                Scene.empty(
                        FlowScript.flows()
                                .keys(InputPair.rotation())
                                .flow("inbound", "hook CustomerQueue waiting\ntarget sales\nenter")
                                .flow("waiting", "seal card 16 cards-2026\nend")
                                .book());
        scene.play("customer calls, customer presses 535897");
        var digits = entered();
        assertThat(digits.length()).isEqualTo(6);
        scene.play("ann becomes available, ann takes -> ann+customer");

        assertThat(digits.length()).isZero();
        assertThat(scene.state().facts().data().storedInput()).isNull();
        assertGivesNothingAway(everythingThatHappened());
    }

    @Test
    void isEnteredWhileNothingIsRecorded() {
        scene.play("ann becomes available, customer calls, customer presses " + SECRET);
        answerWhatTheFlowAsks();
        scene.play("ann takes -> ann+customer");
        var room = scene.office.media.room(scene.call());
        assertThat(room.recordings).as("while they talk").isNotEmpty();
        scene.office.does(scene.agent("ann"), new ContactVerb.Transfer(new Target.ToFlow("again")));
        scene.play("0s pass -> customer:card; customer presses 535897 -> silence");

        assertThat(room.recordings).isEmpty();
        assertThat(room.hearing).as("who hears the keys").isEmpty();
        assertThat(entered().length()).isEqualTo(6);
    }
}
