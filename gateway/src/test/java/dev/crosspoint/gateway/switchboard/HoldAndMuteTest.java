package dev.crosspoint.gateway.switchboard;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who hears whom, and who hears music, while somebody is on hold or muted. */
class HoldAndMuteTest {
    private Scene scene = Scene.annTalks();

    @AfterEach
    void nothingIsLeft() {
        scene.finish();
    }

    @Test
    void playsMusicToTheCustomerOnHold() {
        scene.play(
                """
                ann holds customer     -> customer:music
                ann sees customer:connected:held ann:connected
                ann resumes customer   -> ann+customer
                ann sees customer:connected ann:connected
                ann told
                """);
    }

    @Test
    void doesNothingNewWhenHeldOrResumedTwice() {
        scene.play(
                """
                ann resumes customer   -> ann+customer
                ann holds customer, ann holds all         -> customer:music
                ann resumes all, ann resumes customer     -> ann+customer
                """);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ann holds customer       | ann+bob+777 customer:music
                    ann holds 777            | ann+bob+customer 777:music
                    ann holds bob            | ann+customer+777 bob:music
                    bob holds ann            | bob+customer+777 ann:music
                    bob holds customer       | ann+bob+777 customer:music
                    ann holds all            | bob:music customer:music 777:music
                    bob holds all            | ann:music customer:music 777:music
                    """)
    void letsTheOthersGoOnWhileSomebodyIsOnHold(String step, String during) {
        scene = Scene.conference("bob", "777");
        var back = step.replace("holds", "resumes");

        scene.play(step + " -> " + during);
        scene.play(step + " -> " + during);
        scene.play(back + " -> ann+bob+777+customer");
    }

    /** A seat that nobody has taken takes nobody back. */
    @Test
    void takesTheLastAgentBackWhoWaitsForAColleague() {
        scene = Scene.conference("bob");
        scene.play(
                """
                bob holds ann          -> bob+customer ann:music
                bob adds queue sales   -> bob+customer ann:music
                bob hangs up           -> ann+customer
                """);
    }

    @Test
    void holdsAndResumesOneByOne() {
        scene = Scene.conference("bob", "777");
        scene.play(
                """
                ann holds customer     -> ann+bob+777 customer:music
                bob holds 777          -> ann+bob customer:music 777:music
                bob resumes customer   -> ann+bob+customer 777:music
                ann holds all          -> bob:music customer:music 777:music
                ann resumes 777        -> ann+777 bob:music customer:music
                ann resumes all        -> ann+bob+777+customer
                """);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    customer hangs up, 777 hangs up  | ann+bob
                    777 hangs up                     | ann+bob customer:music
                    bob hangs up                     | ann+777 customer:music
                    ann hangs up                     | bob+777 customer:music
                    """)
    void keepsSomebodyOnHoldWhoeverElseLeaves(String step, String after) {
        scene = Scene.conference("bob", "777");

        scene.play("ann holds customer -> ann+bob+777 customer:music");
        scene.play(step + " -> " + after);
    }

    @Test
    void takesTheLastAgentBackWhenNobodyElseCan() {
        scene = Scene.conference("bob");
        scene.play(
                """
                ann holds all          -> bob:music customer:music
                ann hangs up           -> customer:music
                bob resumes customer   -> bob+customer
                """);
    }

    @Test
    void letsGoOfHoldAndMuteWithTheLastAgent() {
        scene = Scene.conference("777");
        scene.play(
                """
                ann mutes customer, ann holds customer, ann mutes 777   -> 777<ann customer:music
                ann hangs up           -> customer+777
                """);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ann mutes ann      | ann<bob ann<customer bob+customer
                    ann mutes          | ann<bob ann<customer bob+customer
                    ann mutes bob      | bob<ann bob<customer ann+customer
                    bob mutes customer | customer<ann customer<bob ann+bob
                    """)
    void silencesWhoeverIsMutedAndLetsThemHear(String step, String during) {
        scene = Scene.conference("bob");
        var back = step.replace("mutes", "unmutes");

        scene.play(step + " -> " + during);
        scene.play(step + " -> " + during);
        scene.play(back + " -> ann+bob+customer");
    }

    @Test
    void keepsMuteAndHoldApart() {
        scene.play(
                """
                ann mutes              -> ann<customer
                ann holds customer     -> customer:music
                ann unmutes            -> customer:music
                ann mutes customer     -> customer:music
                ann sees customer:connected:held:muted ann:connected
                ann resumes customer   -> customer<ann
                ann unmutes customer   -> ann+customer
                """);
    }

    @Test
    void refusesToMuteFromTheStairs() {
        // Whoever has not taken the contact yet does not decide who is heard in it.
        scene.play(
                """
                ann adds bob           -> ann+customer
                bob mutes customer !CONFLICT -> ann+customer
                bob holds customer !CONFLICT -> ann+customer
                bob takes, bob mutes customer -> ann+bob customer<ann customer<bob
                """);
    }

    @Test
    void mutesOneselfBeforeTheAudioIsHere() {
        scene.play(
                """
                ann adds bob, bob accepts, bob mutes   -> ann+customer
                bob connects                           -> ann+customer bob<ann bob<customer
                """);
    }

    @Test
    void doesNotMuteTheNextAgentInsteadOfOneWhoDidNotCome() {
        scene = Scene.empty();
        scene.play(
                """
                ann becomes available, customer calls, ann mutes, ann rejects
                bob becomes available, bob accepts, bob mutes, 20s pass -> customer:music
                eve becomes available, eve takes -> eve+customer
                """);
    }

    @Test
    void refusesToHoldOrMuteWhoeverIsNotThere() {
        scene.play(
                """
                ann holds 777 !NOT_FOUND, ann mutes 777 !NOT_FOUND, ann removes 777 !NOT_FOUND
                ann holds ann !NOT_FOUND   -> ann+customer
                """);
    }

    @Test
    void ringsInPeaceAndIsNotHeldBeforeItAnswers() {
        scene.play(
                """
                ann adds 777, 777 rings, ann holds 777 !CONFLICT -> ann+customer
                ann holds all                            -> customer:music ann:ringback
                ann resumes all                          -> ann+customer
                777 answers                              -> ann+customer+777
                """);
    }

    @Test
    void putsSomebodyWithoutAudioOnHoldForWhenItComesBack() {
        scene = Scene.conference("bob");
        scene.play(
                """
                bob loses-audio        -> ann+customer
                ann holds customer     -> ann:music customer:music
                bob connects           -> ann+bob customer:music
                """);
    }
}
