package dev.crosspoint.gateway.switchboard;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ann asks somebody about the customer, who waits: the warm transfer, and what becomes of it. */
class ConsultationTest {
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
                    bob rejects                                  | ann+customer | failed:rejected
                    20s pass                                     | ann+customer | failed:no-answer
                    bob accepts, 20s pass                        | ann+customer | failed:no-answer
                    bob loses-browser                            | ann+customer | failed:no-answer
                    ann cancels                                  | ann+customer | ''
                    bob accepts, ann cancels                     | ann+customer | ''
                    ann removes bob                              | ann+customer | ''
                    ann completes, bob takes                     | bob+customer | ended:transferred
                    ann completes, bob rejects                   | ann+customer | failed:rejected
                    ann completes, ann cancels                   | ann+customer | ''
                    ann completes, customer hangs up             | over         | ended:customer-hung-up
                    ann hangs up, bob takes                      | bob+customer | ended:agent-hung-up
                    ann hangs up, bob rejects                    | over         | ended:agent-hung-up
                    ann hangs up, 20s pass                       | over         | ended:agent-hung-up
                    ann hangs up, customer hangs up              | over         | ended:agent-hung-up
                    ann loses-browser, 75s pass                  | over         | ''
                    ann loses-audio, bob takes                   | bob:music customer:music | ''
                    ann loses-audio, bob takes, ann connects     | ann+bob customer:music   | connected
                    ann loses-audio, bob takes, 75s pass         | bob+customer | ended:media-lost
                    ann loses-audio, bob rejects, ann connects   | ann+customer | failed:rejected connected
                    customer hangs up                            | ann:ringback | ''
                    customer hangs up, bob takes                 | ann+bob      | connected
                    customer hangs up, bob rejects               | over         | ended:rejected
                    customer hangs up, ann cancels !CONFLICT     | ann:ringback | ''
                    customer hangs up, ann removes bob           | over         | ended:ended
                    ann ends                                     | over         | ended:agent-hung-up
                    """)
    void asksAColleagueWhoIsStillToAnswer(String then, String after, String told) {
        scene.play(
                """
                ann consults bob -> ann:ringback customer:music
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
                    ann completes                        | bob+customer             | ended:transferred
                    ann hangs up                         | bob+customer             | ended:agent-hung-up
                    ann loses-audio                      | bob:music customer:music | ''
                    ann loses-audio, 75s pass            | bob+customer             | ended:media-lost
                    ann loses-audio, ann connects        | ann+bob customer:music   | connected
                    ann swaps                            | ann+customer bob:music   | ''
                    ann swaps, ann swaps                 | ann+bob customer:music   | ''
                    ann swaps, ann completes             | bob+customer             | ended:transferred
                    ann swaps, ann hangs up              | bob+customer             | ended:agent-hung-up
                    ann swaps, ann joins                 | ann+bob+customer         | ''
                    ann swaps, ann cancels               | ann+customer             | ''
                    ann swaps, bob hangs up              | ann+customer             | failed:agent-hung-up
                    ann swaps, customer hangs up         | ann+bob                  | ''
                    ann joins                            | ann+bob+customer         | ''
                    ann joins, ann hangs up              | bob+customer             | ended:agent-hung-up
                    ann joins, bob hangs up              | ann+customer             | ''
                    ann joins, customer hangs up         | ann+bob                  | ''
                    ann cancels                          | ann+customer             | ''
                    ann removes bob                      | ann+customer             | failed:removed
                    ann removes customer                 | ann+bob                  | ''
                    bob hangs up                         | ann+customer             | failed:agent-hung-up
                    bob loses-audio                      | ann:music customer:music | ''
                    bob loses-audio, bob connects        | ann+bob customer:music   | ''
                    bob loses-audio, 75s pass            | ann+customer             | failed:media-lost
                    bob loses-browser, 75s pass          | ann+customer             | failed:media-lost
                    bob loses-audio, ann cancels         | ann+customer             | ''
                    bob loses-audio, ann completes       | ann:music customer:music | ''
                    bob loses-audio, ann completes, bob connects | bob+customer     | ended:transferred
                    bob loses-audio, ann completes, 75s pass | ann+customer         | failed:media-lost
                    customer hangs up                    | ann+bob                  | ''
                    customer hangs up, bob hangs up      | over                     | ended:agent-hung-up
                    customer loses-audio                 | ann+bob                  | ''
                    ann ends                             | over                     | ended:agent-hung-up
                    bob ends                             | over                     | ended:agent-hung-up
                    bob completes !CONFLICT              | ann+bob customer:music   | ''
                    bob swaps !CONFLICT                  | ann+bob customer:music   | ''
                    bob cancels !CONFLICT                | ann+bob customer:music   | ''
                    ann holds bob                        | bob:music customer:music | ''
                    ann holds bob, ann completes         | bob+customer             | ended:transferred
                    ann resumes customer                 | ann+bob+customer         | ''
                    ann mutes bob                        | bob<ann customer:music   | ''
                    ann mutes                            | ann<bob customer:music   | ''
                    """)
    void talksToAColleagueWhileTheCustomerWaits(String then, String after, String told) {
        scene.play(
                """
                ann consults bob, bob takes -> ann+bob customer:music
                ann sees customer:connected:held ann:connected bob:connected
                bob sees customer:connected:held ann:connected bob:connected
                bob told offered:transfer:from-ann connected
                ann told
                """);

        scene.play(then + " -> " + after);
        scene.play("ann told " + told);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    777 rings                            | ann:ringback customer:music
                    777 announces                        | ann<777 customer:music
                    777 announces, 777 answers           | ann+777 customer:music
                    777 answers                          | ann+777 customer:music
                    777 answers, ann completes           | customer+777
                    777 answers, ann swaps               | ann+customer 777:music
                    777 answers, ann swaps, ann completes | customer+777
                    777 answers, ann joins               | ann+customer+777
                    777 answers, ann cancels             | ann+customer
                    777 answers, 777 hangs up            | ann+customer
                    777 answers, 777 loses-audio         | ann+customer
                    777 answers, customer hangs up       | ann+777
                    777 answers, ann hangs up            | customer+777
                    777 answers, ann completes, 777 hangs up      | over
                    777 answers, ann completes, customer hangs up | over
                    777 fails 486                        | ann+customer
                    777 announces, 777 fails 603         | ann+customer
                    55s pass                             | ann+customer
                    ann cancels                          | ann+customer
                    777 announces, ann cancels           | ann+customer
                    ann cancels, 777 answers-too-late    | ann+customer
                    ann completes                        | customer:music
                    777 announces, ann completes         | customer:music
                    ann completes, 777 answers           | customer+777
                    ann completes, 777 fails 486         | ann+customer
                    ann hangs up, 777 answers            | customer+777
                    ann hangs up, 777 fails 486          | over
                    customer hangs up                    | silence
                    customer hangs up, 777 answers       | ann+777
                    """)
    void asksSomebodyOutside(String then, String after) {
        scene.play("ann consults 777 -> customer:music");

        scene.play(then + " -> " + after);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    bob takes                                | ann+bob customer:music       | ''
                    bob takes, ann completes                 | bob+customer                 | ended:transferred
                    bob rejects                              | ann:ringback customer:music  | ''
                    bob rejects, eve rejects                 | ann:music customer:music     | ''
                    bob rejects, eve rejects, ann cancels    | ann+customer                 | ''
                    bob rejects, eve rejects, ann completes  | customer:music               | ended:transferred offered:transfer:from-ann:Sales
                    bob takes, bob loses-audio, ann completes, 75s pass | ann+customer      | failed:media-lost
                    ann completes                            | customer:music               | ended:transferred
                    ann completes, bob takes                 | bob+customer                 | ended:transferred
                    bob accepts, ann completes               | customer:music               | ended:transferred
                    ann cancels                              | ann+customer                 | ''
                    ann hangs up, bob takes                  | bob+customer                 | ended:agent-hung-up
                    ann hangs up, customer hangs up          | over                         | ended:agent-hung-up
                    customer hangs up                        | ann:ringback                 | ''
                    """)
    void asksWhoeverAQueueHas(String then, String after, String told) {
        scene.play(
                """
                ann consults queue sales -> ann:ringback customer:music
                bob told offered:transfer:from-ann:Sales
                """);

        scene.play(then + " -> " + after);
        scene.play("ann told " + told);
    }

    @Test
    void playsMusicToBothWhileTheQueueHasNobody() {
        scene.play(
                """
                bob becomes offline, eve becomes offline
                ann consults queue sales         -> ann:music customer:music
                eve becomes available            -> ann:ringback customer:music
                eve takes                        -> ann+eve customer:music
                """);
    }

    @Test
    void givesTheCallBackWhenTheQueueIsFull() {
        scene = Scene.empty();
        scene.play(
                """
                ann becomes available, customer calls, ann takes
                second calls, third calls, fourth calls
                ann told offered:inbound:Sales connected
                ann consults queue sales  -> ann+customer
                ann told failed:busy
                """);
    }

    @ParameterizedTest
    @CsvSource({"bob becomes offline", "bob becomes lunch", "bob dials cat", "bob loses-browser"})
    void givesTheCallBackWhenTheColleagueCannotTakeIt(String before) {
        scene.play(before);

        scene.play("ann consults bob -> ann+customer");
        scene.play("ann told failed:busy");
    }

    @Test
    void refusesWhatCannotBeAndLeavesTheCallAsItIs() {
        scene.play(
                """
                ann consults ann !CONFLICT, ann consults nobody !NOT_FOUND    -> ann+customer
                ann consults queue none !NOT_FOUND                            -> ann+customer
                ann consults flow inbound !BAD_REQUEST                        -> ann+customer
                ann swaps !CONFLICT, ann joins !CONFLICT                      -> ann+customer
                ann completes !CONFLICT, ann cancels !CONFLICT                -> ann+customer
                ann consults bob, ann consults cat !CONFLICT, ann swaps !CONFLICT
                ann joins !CONFLICT                           -> ann:ringback customer:music
                bob takes, ann consults cat !CONFLICT         -> ann+bob customer:music
                bob transfers to cat !CONFLICT, bob consults cat !CONFLICT
                ann transfers to flow inbound !CONFLICT       -> ann+bob customer:music
                ann joins, ann swaps !CONFLICT                -> ann+bob+customer
                """);
    }

    @Test
    void consultsAgainAfterOneThatWasDone() {
        scene.play(
                """
                ann consults bob, bob takes, ann cancels      -> ann+customer
                ann consults bob, bob takes, ann completes    -> bob+customer
                bob consults ann, ann takes                   -> ann+bob customer:music
                bob completes                                 -> ann+customer
                """);
    }

    @Test
    void putsEverybodyElseOnHold() {
        scene = Scene.conference("777", "eve");
        scene.play(
                """
                ann consults bob, bob takes   -> ann+bob customer:music 777:music eve:music
                ann swaps                     -> ann+customer+777+eve bob:music
                eve hangs up                  -> ann+customer+777 bob:music
                ann swaps, 777 hangs up       -> ann+bob customer:music
                ann completes                 -> bob+customer
                """);
    }

    @Test
    void keepsWhoeverComesLaterOutOfTheConsultation() {
        scene = Scene.conference("eve");
        scene.play(
                """
                eve loses-audio, ann adds 777      -> ann+customer
                ann consults bob, bob takes        -> ann+bob customer:music
                777 answers, eve connects          -> ann+bob customer:music 777:music eve:music
                ann completes                      -> bob+customer+777+eve
                """);
    }

    @Test
    void takesAlongWhoeverWasOnHoldBefore() {
        scene.play(
                """
                ann holds customer, ann consults bob, bob takes   -> ann+bob customer:music
                ann swaps                                         -> ann+customer bob:music
                ann swaps, ann completes                          -> bob+customer
                """);
    }

    @ParameterizedTest
    @CsvSource({"ann cancels", "bob hangs up"})
    void leavesThemOnHoldWhoWereWhenItComesToNothing(String end) {
        scene = Scene.conference("777");
        scene.play(
                "ann holds 777, ann consults bob, bob takes -> ann+bob customer:music 777:music");
        scene.play(end + " -> ann+customer 777:music");
    }
}
