package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.MediaCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Agents call colleagues and numbers. */
class DialingTest {
    private final Scene scene = Scene.empty();

    @AfterEach
    void nothingIsLeft() {
        scene.finish();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    bob takes                         | ann+bob | connected
                    bob takes, bob hangs up           | over    | connected ended:agent-hung-up
                    bob takes, ann hangs up           | over    | connected ended:agent-hung-up
                    bob takes, ann holds bob          | bob:music | connected
                    bob takes, ann mutes              | ann<bob | connected
                    bob takes, bob loses-audio        | ann:music | connected
                    bob takes, bob loses-audio, 75s pass | over | connected ended:media-lost
                    bob takes, bob loses-audio, bob connects | ann+bob | connected connected
                    bob rejects                       | over    | ended:rejected
                    20s pass                          | over    | ended:no-answer
                    bob accepts, 20s pass             | over    | ended:no-answer
                    bob loses-browser                 | over    | ended:no-answer
                    ann hangs up                      | over    | ended:agent-hung-up
                    bob accepts, ann hangs up         | over    | ended:agent-hung-up
                    ann loses-audio, bob takes        | bob:music | ''
                    ann loses-audio, 75s pass         | over    | ended:no-answer
                    """)
    void callsAColleague(String then, String after, String told) {
        scene.play(
                """
                bob becomes available, ann dials bob, ann told offered:internal, bob told
                ann connects                     -> ann:ringback
                bob told offered:internal:from-ann
                """);

        scene.play(then + " -> " + after);
        scene.play("ann told " + told);
    }

    @ParameterizedTest
    @CsvSource({"bob becomes offline", "bob becomes lunch", "bob loses-browser", "bob dials cat"})
    void saysThatAColleagueCannotTakeACall(String before) {
        scene.play("bob becomes available, ann dials bob, " + before);

        scene.play("ann connects -> over");
        scene.play("ann told offered:internal ended:busy");
    }

    @Test
    void connectsColleaguesWhoTransferConferAndLeave() {
        scene.play(
                """
                bob becomes available, cat becomes available, eve becomes available
                ann dials bob, ann connects, bob takes    -> ann+bob
                ann adds 777, 777 answers                 -> ann+bob+777
                bob consults cat, cat takes               -> bob+cat ann:music 777:music
                bob joins, bob hangs up                   -> ann+cat+777
                777 hangs up, ann transfers to eve        -> ann:ringback cat:music
                eve told offered:internal:from-ann
                eve takes                                 -> cat+eve
                cat hangs up                              -> over
                """);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    customer rings, customer answers       | ann+customer
                    customer rings                         | ann:ringback
                    customer announces                     | ann<customer
                    customer announces, ann mutes, customer answers | ann<customer
                    customer announces, customer reoffers  | ann<customer
                    customer announces, customer reoffers, customer answers-as-agreed | ann+customer
                    customer announces, customer reoffers, ann hangs up | over
                    customer fails 486                     | over
                    customer rings, 55s pass               | over
                    ann hangs up                           | over
                    customer rings, ann hangs up           | over
                    customer answers, ann hangs up         | over
                    customer answers, customer hangs up    | over
                    customer answers, ann holds customer   | customer:music
                    customer rings, ann loses-audio        | silence
                    customer rings, ann loses-audio, customer answers | customer:music
                    customer rings, ann loses-audio, customer answers, ann connects | ann+customer
                    customer rings, ann loses-audio, 75s pass | over
                    ann consults bob, bob takes            | ann+bob
                    ann consults bob, bob takes, customer answers | ann+bob customer:music
                    ann consults bob, bob takes, customer answers, ann completes | bob+customer
                    ann consults bob, bob takes, customer fails 486 | ann+bob
                    ann transfers to bob, customer answers | ann:ringback customer:music
                    ann transfers to bob, customer answers, bob takes | bob+customer
                    ann transfers to bob, customer fails 486 | over
                    ann transfers to flow inbound !CONFLICT | silence
                    """)
    void callsANumber(String then, String after) {
        scene.play("bob becomes available, ann dials 777, ann connects -> silence");

        scene.play(then + " -> " + after);
    }

    /** Whatever is said behind an offer of theirs without media of its own changes none. */
    @ParameterizedTest
    @CsvSource({"customer rings", "ann mutes"})
    void leavesMediaAsAnEarlyOfferHasMadeThem(String between) {
        scene.play("ann dials 777, ann connects, customer announces, customer reoffers");
        scene.play(between + ", customer answers-as-agreed");

        var described =
                scene.office.media.commands.stream()
                        .filter(it ->
                                it instanceof MediaCommand.AcceptAnswer
                                        || it instanceof MediaCommand.AnswerReoffer)
                        .toList();
        assertThat(described.getLast()).isInstanceOf(MediaCommand.AnswerReoffer.class);
    }

    @Test
    void callsNobodyBeforeTheAgentCanHear() {
        scene.play("ann dials 777 -> silence");
        assertThat(scene.office.trunks.commands).isEmpty();

        scene.play("20s pass -> over");
        scene.play("ann told offered:outbound ended:media-lost, ann is offline");
        assertThat(scene.office.trunks.commands).isEmpty();
    }

    @Test
    void refusesWhomNobodyCanCall() {
        scene.play(
                """
                ann dials ann !NOT_FOUND, ann dials nobody !NOT_FOUND
                ann dials queue sales !BAD_REQUEST, ann dials flow inbound !BAD_REQUEST
                ned dials 777 !ACCESS_DENIED
                ann dials 777, ann dials bob !BUSY, ann hangs up -> over
                """);
    }

    @Test
    void leavesTheCustomerWithTheColleague() {
        scene.play(
                """
                bob becomes available, ann dials 777, ann connects, customer answers
                ann told offered:outbound dialing connected
                ann consults bob
                bob told offered:transfer:from-ann
                bob takes             -> ann+bob customer:music
                ann completes         -> bob+customer
                ann told ended:transferred
                """);
    }
}
