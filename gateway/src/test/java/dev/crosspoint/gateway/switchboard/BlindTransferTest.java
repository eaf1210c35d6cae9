package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.flow.FlowFixtures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ann passes the customer on without a word: to whom, what comes of it, and what is heard. */
class BlindTransferTest {
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
                    bob takes                                | bob+customer | ended:transferred
                    bob rejects                              | ann+customer | failed:rejected
                    bob hangs up                             | ann+customer | failed:rejected
                    20s pass                                 | ann+customer | failed:no-answer
                    bob loses-browser                        | ann+customer | failed:no-answer
                    bob accepts, 20s pass                    | ann+customer | failed:no-answer
                    bob accepts, bob hangs up                | ann+customer | failed:agent-hung-up
                    bob accepts, bob loses-browser, 20s pass | ann+customer | failed:no-answer
                    ann cancels                              | ann+customer | ''
                    bob accepts, ann cancels                 | ann+customer | ''
                    ann removes bob                          | ann+customer | ''
                    ann removes customer                     | over         | ended:ended
                    customer hangs up                        | over         | ended:customer-hung-up
                    bob accepts, customer hangs up           | over         | ended:customer-hung-up
                    customer loses-audio                     | over         | ended:media-lost
                    ann hangs up, bob takes                  | bob+customer | ended:agent-hung-up
                    bob accepts, ann hangs up, bob connects  | bob+customer | ended:agent-hung-up
                    ann hangs up, bob rejects                | over         | ended:agent-hung-up
                    ann hangs up, 20s pass                   | over         | ended:agent-hung-up
                    ann hangs up, customer hangs up          | over         | ended:agent-hung-up
                    ann ends                                 | over         | ended:agent-hung-up
                    ann completes, bob takes                 | bob+customer | ended:transferred
                    ann completes, bob rejects               | ann+customer | failed:rejected
                    ann loses-audio, bob takes               | bob+customer | ended:transferred
                    ann loses-audio, bob rejects, ann connects | ann+customer | failed:rejected connected
                    ann loses-audio, 75s pass                | over         | failed:no-answer ended:media-lost
                    """)
    void passesTheCustomerToAColleague(String then, String after, String told) {
        scene.play(
                """
                ann transfers to bob -> ann:ringback customer:music
                bob told offered:transfer:from-ann
                """);

        scene.play(then + " -> " + after);
        scene.play("ann told " + told);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    bob takes                                | connected
                    bob rejects                              | ended:rejected
                    20s pass                                 | ended:missed
                    bob accepts, 20s pass                    | ended:missed
                    ann cancels                              | ended:ended
                    ann removes bob                          | ended:ended
                    customer hangs up                        | ended:ended
                    ann hangs up, customer hangs up          | ended:ended
                    ann ends                                 | ended:agent-hung-up
                    """)
    void tellsTheTargetHowItEnded(String then, String told) {
        scene.play("ann transfers to bob, bob told offered:transfer:from-ann");

        scene.play(then);
        scene.play("bob told " + told);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    777 answers                      | customer+777 | dialing ended:transferred
                    777 rings, 777 answers           | customer+777 | dialing ringing ended:transferred
                    777 announces, 777 answers       | customer+777 | dialing early-media ended:transferred
                    777 fails 486                    | ann+customer | dialing failed:busy
                    777 fails 480                    | ann+customer | dialing failed:no-answer
                    777 fails 404                    | ann+customer | dialing failed:failed
                    777 fails 603                    | ann+customer | dialing failed:rejected
                    777 fails 488                    | ann+customer | dialing failed:failed
                    777 rings, 777 fails 503         | ann+customer | dialing ringing failed:failed
                    55s pass                         | ann+customer | dialing failed:no-answer
                    777 announces, 777 loses-audio   | ann+customer | dialing early-media failed:media-lost
                    ann cancels                      | ann+customer | dialing
                    ann cancels, 777 answers-too-late | ann+customer | dialing
                    777 rings, ann cancels           | ann+customer | dialing ringing
                    customer hangs up                | over         | dialing ended:customer-hung-up
                    777 rings, customer hangs up     | over         | dialing ringing ended:customer-hung-up
                    ann hangs up, 777 answers        | customer+777 | dialing ended:agent-hung-up
                    ann hangs up, 777 fails 486      | over         | dialing ended:agent-hung-up
                    ann hangs up, 55s pass           | over         | dialing ended:agent-hung-up
                    777 answers, 777 hangs up        | over         | dialing ended:transferred
                    777 answers, customer hangs up   | over         | dialing ended:transferred
                    777 answers, 777 loses-audio     | over         | dialing ended:transferred
                    """)
    void passesTheCustomerOnToANumber(String then, String after, String told) {
        scene.play("ann transfers to 777 -> customer:music");

        scene.play(then + " -> " + after);
        scene.play("ann told " + told);
    }

    @Test
    void playsRingingToWhoeverPassesItOnAndMusicToTheCustomer() {
        scene.play(
                """
                ann transfers to 777   -> customer:music
                777 rings              -> ann:ringback customer:music
                777 announces          -> customer:music
                777 answers            -> customer+777
                """);
    }

    @Test
    void freesTheAgentAsSoonAsAQueueHasTheCustomer() {
        scene.play(
                """
                ann transfers to queue sales -> customer:music
                ann told ended:transferred, ann is available
                bob told offered:transfer:from-ann:Sales
                bob rejects                  -> customer:music
                eve told offered:transfer:from-ann:Sales
                20s pass                     -> customer:music
                eve told ended:missed, ann told offered:transfer:from-ann:Sales
                ann takes                    -> ann+customer
                """);
    }

    @Test
    void keepsTheCustomerWaitingWhereNobodyIsAvailable() {
        scene.play(
                """
                bob becomes offline, eve becomes lunch
                ann transfers to queue sales, ann rejects -> customer:music
                ann is rejected, 300s pass                -> customer:music
                bob becomes available, bob takes          -> bob+customer
                """);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    customer hangs up                     | over
                    bob accepts, customer hangs up        | over
                    bob accepts, 20s pass, eve takes      | eve+customer
                    bob takes, bob hangs up               | over
                    bob loses-browser, eve takes          | eve+customer
                    """)
    void looksAfterACustomerWhoWasPassedToAQueue(String then, String after) {
        scene.play("ann transfers to queue sales -> customer:music");

        scene.play(then + " -> " + after);
    }

    @Test
    void givesTheCallBackWhenTheQueueIsFull() {
        scene = Scene.empty();
        scene.play(
                """
                ann becomes available, customer calls, ann takes
                second calls, third calls, fourth calls
                ann told offered:inbound:Sales connected
                ann transfers to queue sales  -> ann+customer
                ann told failed:busy
                second hangs up, ann transfers to queue sales -> customer:music
                ann told ended:transferred offered:inbound:Sales
                """);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    bob becomes offline      | ann transfers to bob
                    bob becomes lunch        | ann transfers to bob
                    bob dials cat            | ann transfers to bob
                    bob loses-browser        | ann transfers to bob
                    """)
    void givesTheCallBackWhenTheColleagueCannotTakeIt(String before, String step) {
        scene.play(before);

        scene.play(step + " -> ann+customer");
        scene.play("ann told failed:busy");
    }

    @Test
    void refusesWhatCannotBeAndLeavesTheCallAsItIs() {
        scene.play(
                """
                ann transfers to ann !CONFLICT            -> ann+customer
                ann transfers to nobody !NOT_FOUND        -> ann+customer
                ann transfers to queue none !NOT_FOUND    -> ann+customer
                ann transfers to flow none !NOT_FOUND     -> ann+customer
                ann completes !CONFLICT                   -> ann+customer
                ann cancels !CONFLICT                     -> ann+customer
                ann transfers to bob                      -> ann:ringback customer:music
                ann transfers to cat !CONFLICT, ann consults cat !CONFLICT
                ann swaps !CONFLICT, ann joins !CONFLICT  -> ann:ringback customer:music
                bob transfers to cat !CONFLICT, bob cancels !CONFLICT, bob completes !CONFLICT
                bob takes                                 -> bob+customer
                ann cancels !NOT_FOUND, ann completes !NOT_FOUND -> bob+customer
                """);
    }

    @Test
    void refusesACallOutToWhoeverMayNotCallOut() {
        scene.play(
                """
                ann transfers to ned, ned takes
                ned transfers to 777 !ACCESS_DENIED, ned consults 777 !ACCESS_DENIED
                ned adds 777 !ACCESS_DENIED, ned transfers to bob, bob takes -> bob+customer
                ned dials 777 !ACCESS_DENIED
                """);
    }

    @Test
    void letsTheCustomerGoOnInAFlowAndFreesTheAgent() {
        scene =
                Scene.annTalks(
                        Scene.empty(FlowFixtures.keyThenSales()),
                        "customer calls, customer presses 1");
        scene.play(
                """
                ann holds customer, ann mutes customer
                ann transfers to flow inbound -> customer:one
                ann told ended:transferred, ann is available
                customer presses 1            -> customer:music
                bob takes                     -> bob+customer
                """);
    }

    @Test
    void refusesAFlowForAnybodyButACustomerAlone() {
        scene = Scene.conference("777");
        scene.play(
                """
                ann transfers to flow inbound !CONFLICT -> ann+customer+777
                ann removes 777
                ann adds bob, ann transfers to flow inbound !CONFLICT -> ann+customer
                ann removes bob, ann consults bob, ann transfers to flow inbound !CONFLICT
                """);
    }

    @Test
    void passesAConferenceOnAsAWhole() {
        scene = Scene.conference("777", "eve");
        scene.play(
                """
                ann transfers to bob   -> ann:ringback customer:music 777:music eve:music
                bob takes              -> bob+customer+777+eve
                """);
    }

    @Test
    void takesAlongWhoeverWasOnHoldBefore() {
        scene.play(
                """
                ann holds customer, ann transfers to bob -> ann:ringback customer:music
                bob takes                                -> bob+customer
                """);
    }

    @Test
    void leavesThemOnHoldWhoWereWhenItFails() {
        scene = Scene.conference("777");
        scene.play(
                """
                ann holds customer, ann transfers to bob -> ann:ringback customer:music 777:music
                bob rejects                              -> ann+777 customer:music
                ann transfers to cat, ann cancels        -> ann+777 customer:music
                """);
    }

    @Test
    void staysWithTheAgentWhenTheOnlyOneOnHoldLeavesBeforeTheTargetAnswers() {
        scene.play(
                """
                ann holds customer, ann transfers to bob, customer hangs up -> over
                bob told offered:transfer:from-ann ended:ended
                """);
    }
}
