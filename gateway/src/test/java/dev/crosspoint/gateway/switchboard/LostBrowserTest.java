package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.AgentMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ann's browser is lost, in each phase: what the others hear, and how she comes back. */
class LostBrowserTest {
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
                    ann mutes                        | customer:music | ann<customer
                    ann holds customer               | customer:music | customer:music
                    ann consults bob                 | customer:music | ann:ringback customer:music
                    ann consults bob, bob takes      | customer:music bob:music | ann+bob customer:music
                    ann consults bob, bob takes, ann swaps | customer:music bob:music | ann+customer bob:music
                    ann consults bob, bob takes, ann joins | customer+bob | ann+bob+customer
                    ann consults 777, 777 rings      | customer:music | ann:ringback customer:music
                    ann consults 777, 777 announces  | customer:music | ann<777 customer:music
                    ann transfers to bob             | customer:music | ann:ringback customer:music
                    ann adds bob                     | customer:music | ann+customer
                    ann adds bob, bob takes          | bob+customer | ann+bob+customer
                    ann adds bob, bob takes, bob holds ann | bob+customer | bob+customer ann:music
                    sue whispers ann, sue connects   | customer:music sue<customer | ann+customer ann+sue sue<customer
                    """)
    void keepsEverythingForTheBrowserThatComesBack(String before, String lost, String back) {
        scene.play(before);
        scene.play("ann loses-browser -> " + lost);

        scene.play("ann returns, ann connects -> " + back);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ann holds customer               | over
                    ann consults bob, bob takes      | bob+customer
                    ann consults bob, bob takes, ann swaps | bob+customer
                    ann consults 777, 777 answers    | customer+777
                    ann adds bob, bob takes          | bob+customer
                    ann adds bob, bob takes, ann holds customer | customer:music
                    ann adds bob, bob takes, bob holds customer | customer:music
                    ann consults queue sales         | customer:music
                    sue whispers ann, sue connects   | over
                    sue barges ann, sue connects     | customer+sue
                    """)
    void goesOnWithoutAnAgentWhoStaysAway(String before, String after) {
        scene.play(before);

        scene.play("ann loses-browser, 75s pass -> " + after);
        assertThat(scene.office.contactOf(scene.agent("ann"))).isEqualTo("none");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ann mutes, ann signs out                           | over
                    ann consults bob, bob takes, ann signs out         | bob+customer
                    ann adds bob, bob takes, ann signs out             | bob+customer
                    ann adds bob, bob takes, bob signs out             | ann+customer
                    ann transfers to bob, ann signs out, bob takes     | bob+customer
                    sue whispers ann, sue connects, ann signs out      | over
                    sue whispers ann, sue connects, sue signs out      | ann+customer
                    """)
    void waitsForNobodyWhoHasSignedOut(String steps, String after) {
        scene.play(steps + " -> " + after);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ann transfers to bob, ann loses-browser, bob takes | bob+customer
                    ann transfers to bob, ann loses-browser, bob rejects | customer:music
                    ann transfers to bob, ann loses-browser, bob rejects, 75s pass | over
                    ann transfers to bob, ann loses-browser, bob rejects, ann returns, ann connects | ann+customer
                    ann transfers to queue sales, ann loses-browser, bob takes | bob+customer
                    ann consults bob, bob loses-browser    | ann+customer
                    ann consults bob, bob takes, bob loses-browser | ann:music customer:music
                    ann consults bob, bob takes, bob loses-browser, ann cancels | ann+customer
                    ann consults bob, bob takes, bob loses-browser, bob returns, bob connects | ann+bob customer:music
                    ann consults bob, bob takes, ann loses-browser, bob loses-browser | customer:music
                    ann consults bob, bob takes, ann loses-browser, bob loses-browser, 75s pass | over
                    ann adds bob, bob takes, ann loses-browser, bob loses-browser | customer:music
                    ann adds bob, bob takes, ann loses-browser, bob hangs up | customer:music
                    ann loses-browser, customer hangs up | over
                    ann loses-audio, ann loses-browser, ann returns, ann connects | ann+customer
                    """)
    void doesNotStopWhatGoesOnWithoutIt(String steps, String after) {
        scene.play(steps + " -> " + after);
    }

    @Test
    void passesAContactOnThatRangInTheLostBrowser() {
        scene = Scene.empty();
        scene.play(
                """
                ann becomes available, customer calls
                ann loses-browser                   -> customer:music
                bob becomes available, bob takes    -> bob+customer
                """);
        assertThat(scene.office.switchboard.routing().board().row(Office.key(scene.agent("ann"))))
                .hasValueSatisfying(row -> assertThat(row.state()).isEqualTo("offline"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ann accepts, ann loses-browser, 20s pass                  | customer:music
                    ann accepts, ann loses-browser, 20s pass, bob becomes available, bob takes | bob+customer
                    ann accepts, ann loses-browser, ann returns, ann connects | ann+customer
                    ann accepts, 19s pass, ann loses-browser, 1s passes       | customer:music
                    ann accepts, 20s pass                                     | customer:music
                    """)
    void waitsForTheAudioOfWhoeverAcceptedAndNoLonger(String steps, String after) {
        scene = Scene.empty();
        scene.play("ann becomes available, customer calls");

        scene.play(steps + " -> " + after);
    }

    @Test
    void givesAnAgentWhoLosesItsAudioAgainAndAgainNoMoreTimeThanIsDue() {
        scene.play(
                """
                ann loses-audio, 15s pass, ann loses-browser, ann returns   -> customer:music
                59s pass                                                    -> customer:music
                1s passes                                                   -> over
                """);
    }

    /** Media gives up a leg after 30 s; call control then waits longer than the rest of the nap. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ann loses-audio, 31s pass, ann connects                                   | ann+customer
                    ann loses-browser, 15s pass, ann loses-audio, 16s pass, ann returns, ann connects | ann+customer
                    ann loses-audio, ann loses-browser, 74s pass, ann returns, ann connects   | ann+customer
                    ann loses-audio, ann loses-browser, 75s pass                              | over
                    """)
    void keepsTheCustomerWhileALaptopSleeps(String steps, String after) {
        scene.play(steps + " -> " + after);
    }

    @Test
    void tellsTheNewPageHowThingsStand() {
        scene.play(
                """
                ann adds bob, bob takes, ann holds customer
                ann loses-browser, ann returns
                ann told offered:inbound:Sales
                ann sees customer:connected:held ann:joining bob:connected
                ann connects
                ann told connected
                """);
    }

    @Test
    void leavesASoftphoneOnASocketOfItsOwnAlone() {
        scene = Scene.empty();
        scene.play("ann becomes available, customer calls, ann accepts");
        var office = scene.office;
        var token =
                office.last(scene.agent("ann"), AgentMessage.ContactAccepted.class).contactToken();
        office.direct(scene.call(), "direct", token);

        scene.play("ann loses-browser -> ann+customer");
        scene.play("ann returns, ann holds customer -> customer:music");
        office.ask(new AgentMessage.Bye(null, "direct", "socket-lost"));
        scene.play("75s pass -> over");
    }
}
