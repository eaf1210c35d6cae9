package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Two things at once, trunks that refuse, and whatever comes too late. */
class CrossingTest {
    private Scene scene = Scene.annTalks();

    @AfterEach
    void nothingIsLeft() {
        scene.finish();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ann consults 777              | ann+customer
                    ann transfers to 777          | ann+customer
                    ann adds 777                  | ann+customer
                    ann consults dan              | ann+customer
                    ann transfers to dan          | ann+customer
                    """)
    void givesTheCallBackWhenTheTrunkRefusesToCall(String step, String after) {
        scene.play("trunks refuse, " + step + " -> " + after);
        scene.play("ann told dialing failed:" + (step.contains("dan") ? "no-answer" : "failed"));

        scene.play("trunks recover, ann consults 888, 888 answers -> ann+888 customer:music");
    }

    /** The trunk was only slow: whoever it calls yet has nobody here to talk to. */
    @ParameterizedTest
    @CsvSource({"ann consults 777", "ann transfers to 777", "ann adds 777", "ann consults dan"})
    void hangsUpOnWhomAStalledTrunkHasCalledAfterAll(String step) {
        scene.play("trunks stall, " + step + " -> ann+customer");
        var dialog = scene.office.placed().dialog();
        assertThat(scene.office.trunks.dialog(dialog).endings).isEqualTo(1);

        scene.office.trunk(
                new TrunkMessage.CallAnswered(Office.TENANT, dialog, new Private("sdp")));
        scene.play("trunks recover, ann consults 888, 888 answers -> ann+888 customer:music");
    }

    /** A BYE of theirs meets one of ours: it is late, and nothing is ended twice. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ann hangs up, customer hangs up                       | over         | 1
                    ann ends, customer hangs up                           | over         | 1
                    customer hangs up, customer hangs up                  | over         | 1
                    ann adds 777, 777 answers, ann removes 777, 777 hangs up | ann+customer | 1
                    ann consults 777, ann cancels, 777 fails 487          | ann+customer | 1
                    ann consults 777, ann cancels, 777 answers-too-late, 777 hangs up | ann+customer | 2
                    ann transfers to 777, 777 answers, customer hangs up, 777 hangs up | over | 1
                    ann transfers to 777, customer hangs up, 777 answers-too-late | over | 1
                    ann transfers to dan, 20s pass, phone:dan fails 487   | ann+customer | 1
                    """)
    void letsEndsCross(String steps, String after, int late) {
        scene.play(steps + " -> " + after);

        assertThat(scene.office.errands.counted(Errand.Counted.LATE)).isEqualTo(late);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ann consults cat, ann consults eve !CONFLICT            | ann:ringback bob:music customer:music
                    ann consults cat, ann transfers to eve !CONFLICT        | ann:ringback bob:music customer:music
                    ann transfers to cat, bob transfers to eve !CONFLICT    | ann:ringback bob:music customer:music
                    ann transfers to cat, bob transfers to cat !CONFLICT    | ann:ringback bob:music customer:music
                    ann transfers to cat, bob consults eve !CONFLICT        | ann:ringback bob:music customer:music
                    ann transfers to cat, bob completes !CONFLICT, bob cancels !CONFLICT, cat takes | bob+cat+customer
                    ann transfers to cat, bob adds eve, cat takes, eve takes | bob+cat+customer+eve
                    ann transfers to cat, bob hangs up, cat takes           | cat+customer
                    ann transfers to cat, bob hangs up, cat rejects         | ann+customer
                    ann transfers to cat, bob removes customer, cat takes   | bob+cat
                    ann transfers to cat, bob removes ann, cat takes        | bob+cat+customer
                    ann transfers to cat, bob removes cat                   | ann+bob+customer
                    ann transfers to cat, bob ends                          | over
                    ann adds cat, bob transfers to eve, cat takes, eve takes | ann+cat+customer+eve
                    ann adds cat, bob consults eve, cat takes, eve takes, bob completes | ann+cat+customer+eve
                    ann removes bob, bob hangs up !NOT_FOUND                | ann+customer
                    ann removes bob, bob removes ann !NOT_FOUND             | ann+customer
                    ann holds bob, bob holds ann                            | ann:music bob:music
                    ann holds bob, bob holds ann, ann resumes bob, bob resumes ann | ann+bob+customer
                    ann hangs up, bob hangs up                              | over
                    """)
    void letsTheFirstOfTwoAgentsHaveItsWay(String steps, String after) {
        scene = Scene.conference("bob");

        scene.play(steps + " -> " + after);
    }

    @Test
    void transfersTheCustomerOnceThoughTwoColleaguesAnswer() {
        scene.play(
                """
                ann adds bob, ann adds cat, ann hangs up   -> customer:music
                bob takes                                  -> bob+customer
                cat takes                                  -> bob+cat+customer
                """);
    }

    @Test
    void offersAReleasedAgentTheNextContactAtOnce() {
        scene.play(
                """
                bob becomes offline, eve becomes offline, second calls
                ann transfers to cat, ann told
                cat takes            -> cat+customer
                ann told ended:transferred offered:inbound:Sales
                """);
    }

    static Stream<ContactVerb> verbs() {
        return Stream.of(
                new ContactVerb.Accept(),
                new ContactVerb.Reject(),
                new ContactVerb.HangUp(),
                new ContactVerb.End(),
                new ContactVerb.Hold(null, true),
                new ContactVerb.Mute(null, true),
                new ContactVerb.SendDigits(null, new Private("1")),
                new ContactVerb.Transfer(new Target.ToAgent("bob")),
                new ContactVerb.Consult(new Target.ToNumber(new Private("02079460777"))),
                new ContactVerb.Add(new Target.ToQueue("sales")),
                new ContactVerb.Complete(),
                new ContactVerb.Swap(),
                new ContactVerb.Join(),
                new ContactVerb.Cancel(),
                new ContactVerb.Remove("p1"));
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void answersRequestsForAContactThatIsOver(ContactVerb verb) {
        var ann = scene.agent("ann");
        var contact = scene.office.contactOf(ann);
        scene.play("customer hangs up -> over");
        int before = scene.office.errands.all.size();

        var reply = scene.office.ask(new AgentMessage.OnContact(ann, contact, verb));

        assertThat(reply)
                .isInstanceOfSatisfying(
                        AgentMessage.Reply.Refused.class,
                        refused -> assertThat(refused.error()).isEqualTo(AgentError.NOT_FOUND));
        assertThat(scene.office.errands.all.subList(before, scene.office.errands.all.size()))
                .singleElement()
                .isInstanceOf(Errand.Reply.class);
    }

    /** The contact is over for Ann, but the call goes on with somebody else. */
    @ParameterizedTest
    @MethodSource("verbs")
    void keepsAnAgentWhoHasLeftOutOfTheCall(ContactVerb verb) {
        var ann = scene.agent("ann");
        var contact = scene.office.contactOf(ann);
        scene.play("ann transfers to bob, bob takes -> bob+customer");

        assertThat(scene.office.ask(new AgentMessage.OnContact(ann, contact, verb)))
                .isInstanceOf(AgentMessage.Reply.Refused.class);
        assertThat(scene.audio()).isEqualTo(Scene.expected("bob+customer"));
    }

    @Test
    void doesNotLetAnOldTokenOrLegBackIn() {
        var ann = scene.agent("ann");
        var token = scene.office.last(ann, AgentMessage.ContactAccepted.class).contactToken();
        scene.play("ann transfers to bob, bob takes");

        assertThat(
                        scene.office.ask(
                                new AgentMessage.Invite(
                                        ann,
                                        "again",
                                        token,
                                        new Private("offer"),
                                        List.of(),
                                        false)))
                .isInstanceOf(AgentMessage.Reply.Refused.class);
        assertThat(scene.office.ask(new AgentMessage.Bye(ann, scene.leg("ann").value(), "bye")))
                .isEqualTo(new AgentMessage.Reply.Done());
        assertThat(scene.audio()).isEqualTo(Scene.expected("bob+customer"));
    }
}
