package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Up to six people who all hear each other, until the last two part. */
class ConferenceTest {
    private Scene scene = Scene.annTalks();

    @AfterEach
    void nothingIsLeft() {
        scene.finish();
    }

    @Test
    void growsToSixPeopleAndRefusesASeventh() {
        scene.play(
                """
                dan uses softphone
                ann adds 777                       -> ann+customer
                777 rings, 777 announces           -> ann+customer ann<777
                777 answers                        -> ann+customer+777
                ann adds bob, ann adds cat         -> ann+customer+777
                cat takes                          -> ann+customer+777+cat
                bob takes                          -> ann+customer+777+cat+bob
                cat adds dan, ann adds eve !CONFLICT, ann adds 888 !CONFLICT
                bob consults eve !CONFLICT
                dan takes                          -> ann+customer+777+cat+bob+dan
                cat hangs up, dan adds eve, eve takes -> ann+customer+777+bob+dan+eve
                """);
    }

    @Test
    void passesOnOneOfSixPlaces() {
        scene = Scene.conference("bob", "cat", "777", "888");
        scene.play(
                """
                bob transfers to eve, ann adds 999 !CONFLICT
                eve takes                -> ann+customer+777+888+cat+eve
                ann told, sue barges ann !CONFLICT
                sue monitors ann, sue connects, sue barges ann !CONFLICT
                cat hangs up, sue barges ann -> ann+customer+777+888+eve+sue
                """);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    bob rejects           | failed:rejected
                    20s pass              | failed:no-answer
                    bob accepts, 20s pass | failed:no-answer
                    ann removes bob       | ''
                    """)
    void goesOnWithoutAColleagueWhoDoesNotCome(String then, String told) {
        scene.play("ann adds bob -> ann+customer");

        scene.play(then + " -> ann+customer");
        scene.play("ann told " + told);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    777 fails 486               | dialing failed:busy
                    777 announces, 777 fails 603 | dialing early-media failed:rejected
                    55s pass                    | dialing failed:no-answer
                    ann removes 777             | dialing
                    """)
    void goesOnWithoutAThirdPartyWhoDoesNotCome(String then, String told) {
        scene.play("ann adds 777 -> ann+customer");

        scene.play(then + " -> ann+customer");
        scene.play("ann told " + told);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ann adds bob, ann hangs up             | customer:music
                    ann adds bob, ann hangs up, bob takes  | bob+customer
                    ann adds bob, ann hangs up, bob rejects | over
                    ann adds bob, customer hangs up        | ann:ringback
                    ann adds bob, customer hangs up, bob takes | ann+bob
                    ann adds 777, ann hangs up, 777 answers | customer+777
                    ann adds queue sales, bob takes        | ann+bob+customer
                    ann adds queue sales, ann hangs up     | customer:music
                    ann adds queue sales, ann hangs up, bob takes | bob+customer
                    ann adds flow inbound !BAD_REQUEST     | ann+customer
                    ann adds ann !CONFLICT                 | ann+customer
                    ann adds nobody !NOT_FOUND             | ann+customer
                    ann adds bob, bob accepts, customer hangs up, ann hangs up | over
                    """)
    void bringsInWhoeverIsAskedForWhoeverLeavesMeanwhile(String steps, String after) {
        scene.play(steps + " -> " + after);
    }

    /** Six people leave in an order that the seed decides; whoever is left hears the others. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void goesOnUntilTheLastTwoPart(int seed) {
        scene = Scene.conference("bob", "777", "cat", "888");
        var people = new ArrayList<>(List.of("ann", "bob", "cat", "customer", "777", "888"));
        Collections.shuffle(people, new Random(seed));

        while (people.size() > 2) {
            var leaves = people.removeFirst();
            scene.play(leaves + " hangs up -> " + String.join("+", people));
        }
        scene.play(people.getFirst() + " hangs up -> over");
        assertThat(scene.office.errands.ends()).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ann hangs up                        | bob+customer+777 | ''
                    customer hangs up                   | ann+bob+777      | ''
                    777 hangs up                        | ann+bob+customer | ''
                    ann removes 777                     | ann+bob+customer | ''
                    bob removes ann                     | bob+customer+777 | ''
                    ann removes bob                     | ann+customer+777 | ended:removed
                    bob loses-audio, 75s pass           | ann+customer+777 | ended:media-lost
                    bob loses-audio, bob connects       | ann+bob+customer+777 | connected
                    bob loses-browser                   | ann+customer+777 | ''
                    ann ends                            | over             | ended:agent-hung-up
                    ann hangs up, customer hangs up, 777 hangs up | over   | ended:customer-hung-up
                    ann removes bob, ann removes customer | ann+777        | ended:removed
                    """)
    void goesOnForTheOthers(String step, String after, String told) {
        scene = Scene.conference("777", "bob");

        scene.play(step + " -> " + after);
        scene.play("bob told " + told);
    }

    @Test
    void keepsCustomerAndThirdPartyTogetherWhenTheAgentsHaveLeft() {
        scene = Scene.conference("777", "bob");
        scene.play(
                """
                ann holds customer, bob mutes 777   -> ann+bob 777<ann 777<bob customer:music
                ann hangs up                        -> 777<bob customer:music
                bob hangs up                        -> customer+777
                3600s pass                          -> customer+777
                777 hangs up                        -> over
                """);
    }

    @Test
    void showsEverybodyWhoIsThereAndHow() {
        scene.play(
                """
                ann adds bob
                ann sees customer:connected ann:connected bob:ringing
                bob accepts
                ann sees customer:connected ann:connected bob:joining
                bob sees customer:connected ann:connected bob:joining
                ann adds 777
                ann sees customer:connected ann:connected bob:joining 777:dialing
                777 rings, bob connects, ann holds customer, bob mutes
                ann sees customer:connected:held ann:connected bob:connected:muted 777:ringing
                bob sees customer:connected:held ann:connected bob:connected:muted 777:ringing
                777 fails 486, dan becomes offline, ann adds queue service
                ann sees customer:connected:held ann:connected bob:connected:muted cat:ringing
                cat rejects
                bob sees customer:connected:held ann:connected bob:connected:muted nobody:waiting
                """);
    }

    @Test
    void holdsAConferenceOfSixOneByOne() {
        scene = Scene.conference("bob", "777", "cat", "888");
        scene.play(
                """
                bob holds 777, ann holds cat   -> ann+bob+customer+888 777:music cat:music
                cat resumes 777                -> ann+bob+customer+888+777 cat:music
                ann holds all  -> bob:music cat:music customer:music 777:music 888:music
                ann hangs up   -> bob:music cat:music customer:music 777:music 888:music
                bob resumes cat, cat resumes bob, cat resumes all -> bob+cat+customer+777+888
                """);
    }

    @Test
    void blamesNobodyWhenTheLastOtherIsRemoved() {
        scene.play("ann removes customer -> over");
        scene.play("ann told ended:ended");
    }
}
