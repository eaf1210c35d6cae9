package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.MediaCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dan talks by the telephone on the desk, which rings instead of the page. */
class DeskPhoneTest {
    private Scene scene = Scene.empty();

    @AfterEach
    void nothingIsLeft() {
        scene.finish();
    }

    /** Dan serves no queue that callers come into, so Ann passes them on. */
    private void danIsCalled() {
        scene = Scene.annTalks();
        scene.play(
                """
                cat becomes offline
                ann transfers to queue service -> customer:music
                dan told offered:transfer:from-ann:Service:desk-phone
                """);
        assertThat(scene.office.placed().to().value()).isEqualTo(OfficeSettings.DESK_PHONE);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    phone:dan answers                      | customer+dan   | connected
                    phone:dan rings, phone:dan answers     | customer+dan   | connected
                    phone:dan rings                        | customer:music | ''
                    phone:dan announces                    | customer:music | ''
                    phone:dan announces, phone:dan answers | customer+dan   | connected
                    dan accepts                            | customer:music | ''
                    dan accepts, phone:dan answers         | customer+dan   | connected
                    phone:dan fails 486                    | customer:music | ended:rejected
                    phone:dan fails 603                    | customer:music | ended:rejected
                    phone:dan fails 480                    | customer:music | ended:missed
                    phone:dan fails 404                    | customer:music | ended:missed
                    phone:dan fails 503                    | customer:music | ended:missed
                    20s pass                               | customer:music | ended:missed
                    20s pass, phone:dan answers-too-late   | customer:music | ended:missed
                    dan rejects                            | customer:music | ended:rejected
                    dan hangs up                           | customer:music | ended:rejected
                    dan loses-browser                      | customer:music | ''
                    dan loses-browser, phone:dan answers   | customer+dan   | ''
                    customer hangs up                      | over | ended:customer-hung-up
                    phone:dan announces, phone:dan loses-audio | customer:music | ended:missed
                    phone:dan answers, phone:dan hangs up  | over | connected ended:agent-hung-up
                    phone:dan answers, dan hangs up        | over | connected ended:agent-hung-up
                    phone:dan answers, customer hangs up   | over | connected ended:customer-hung-up
                    phone:dan answers, phone:dan loses-audio | over | connected ended:media-lost
                    phone:dan answers, dan loses-browser   | customer+dan | connected
                    phone:dan answers, dan holds customer  | customer:music | connected
                    phone:dan answers, dan mutes           | dan<customer   | connected
                    """)
    void ringsWhenAContactIsOffered(String then, String after, String told) {
        danIsCalled();

        scene.play(then + " -> " + after);
        scene.play("dan told " + told);
    }

    @Test
    void goesToTheNextAgentWhenTheDeskPhoneIsNotAnswered() {
        danIsCalled();
        scene.play(
                """
                phone:dan fails 486, dan is rejected   -> customer:music
                ann takes                              -> ann+customer
                """);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    phone:dan answers                        | ann+dan customer:music
                    phone:dan answers, ann completes         | customer+dan
                    phone:dan answers, phone:dan hangs up    | ann+customer
                    phone:dan answers, dan loses-browser     | ann+dan customer:music
                    phone:dan fails 486                      | ann+customer
                    20s pass                                 | ann+customer
                    ann cancels                              | ann+customer
                    ann cancels, phone:dan answers-too-late  | ann+customer
                    ann hangs up, phone:dan answers          | customer+dan
                    """)
    void ringsWhenAColleagueAsks(String then, String after) {
        scene = Scene.annTalks();
        scene.play("ann consults dan -> ann:ringback customer:music");
        scene.play("dan told offered:transfer:from-ann:desk-phone");

        scene.play(then + " -> " + after);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    phone:dan rings                            | silence      | ''
                    phone:dan answers                          | silence      | dialing
                    phone:dan answers, customer rings          | dan:ringback | dialing ringing
                    phone:dan answers, customer answers        | customer+dan | dialing connected
                    phone:dan answers, customer fails 486      | over         | dialing ended:busy
                    phone:dan answers, phone:dan hangs up      | over         | dialing ended:agent-hung-up
                    phone:dan fails 486                        | over         | ended:busy
                    phone:dan rings, 55s pass                  | over         | ended:no-answer
                    phone:dan rings, dan hangs up              | over         | ended:agent-hung-up
                    phone:dan rings, dan loses-browser, phone:dan answers, customer answers | customer+dan | ''
                    """)
    void ringsBeforeWhoeverDanCalls(String then, String after, String told) {
        scene.play("dan dials 777 -> silence");
        scene.play("dan told offered:outbound:desk-phone");
        assertThat(scene.office.placed().to().value()).isEqualTo(OfficeSettings.DESK_PHONE);

        scene.play(then + " -> " + after);
        scene.play("dan told " + told);
    }

    @Test
    void isOffUnlessSwitchedOnForTheAgent() {
        scene.play(
                """
                ann uses desk-phone !CONFLICT, dan uses tin-can !CONFLICT
                ann becomes available, customer calls, ann told offered:inbound:Sales
                ann takes    -> ann+customer
                """);
        assertThat(scene.office.media.commands).noneMatch(MediaCommand.OfferLeg.class::isInstance);
    }

    @Test
    void holdsFromTheNextContactOn() {
        scene = Scene.annTalks();
        scene.play(
                """
                dan uses softphone, ann adds dan
                dan told offered:transfer:from-ann
                dan uses desk-phone, dan takes          -> ann+customer+dan
                dan hangs up, ann adds dan
                dan told connected ended:agent-hung-up offered:transfer:from-ann:desk-phone
                dan uses softphone, phone:dan answers   -> ann+customer+dan
                """);
    }

    @Test
    void isTheEndOfTheCallWhenTheTrunkIsDown() {
        scene.office.trunks.refuseCalls = true;
        scene.play("dan dials 777 -> over");
        scene.play("dan told offered:outbound:desk-phone ended:failed, dan is offline");
    }

    @Test
    void passesTheCustomerOnWhenTheTrunkIsDown() {
        scene = Scene.annTalks();
        scene.office.trunks.refuseCalls = true;
        scene.play(
                """
                cat becomes offline
                ann transfers to queue service        -> customer:music
                dan is missed, ann takes              -> ann+customer
                """);
    }
}
