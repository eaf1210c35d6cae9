package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.signaling.api.TrunkMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Media refuses what it is asked for, is slow, or gives a call up. */
class MediaFaultTest {
    private Scene scene = Scene.annTalks();

    @AfterEach
    void nothingIsLeft() {
        scene.finish();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    OfferLeg NO_CAPACITY        | ann consults 777               | ann+customer | failed:failed
                    OfferLeg NO_CAPACITY        | ann transfers to 777           | ann+customer | failed:failed
                    OfferLeg NO_CAPACITY        | ann adds 777                   | ann+customer | failed:failed
                    OfferLeg NO_CAPACITY        | ann consults dan               | ann+customer | failed:no-answer
                    AcceptAnswer NOT_ACCEPTABLE | ann consults 777, 777 answers  | ann+customer | dialing failed:failed
                    AcceptAnswer NOT_ACCEPTABLE | ann transfers to 777, 777 answers | ann+customer | dialing failed:failed
                    AcceptAnswer BAD_DESCRIPTION | ann adds 777, 777 answers     | ann+customer | dialing failed:failed
                    AcceptAnswer BAD_DESCRIPTION | ann adds 777, 777 announces   | ann+customer | dialing early-media failed:failed
                    AcceptAnswer NOT_ACCEPTABLE | ann transfers to dan, phone:dan answers | ann+customer | dialing failed:no-answer
                    AnswerLeg NO_CAPACITY       | ann consults bob, bob takes    | ann:ringback customer:music | ''
                    AnswerLeg NO_CAPACITY       | ann consults bob, bob takes, 20s pass | ann+customer | failed:no-answer
                    AnswerLeg NOT_ACCEPTABLE    | ann loses-audio, ann connects  | customer:music | ''
                    Play BAD_AUDIO_FILE         | ann holds customer             | silence      | ''
                    Play BAD_AUDIO_FILE         | ann consults bob, bob takes    | ann+bob      | ''
                    Play NO_CAPACITY            | ann transfers to queue sales   | silence      | ended:transferred
                    CloseLeg UNKNOWN_LEG        | ann consults 777, 777 fails 486 | ann+customer | dialing failed:busy
                    """)
    void givesTheCallBack(String refusal, String steps, String after, String told) {
        scene.play("media refuses " + refusal);

        scene.play(steps + " -> " + after);
        scene.play("ann told " + told);
    }

    @Test
    void letsTheSoftphoneTryAgain() {
        scene.play(
                """
                media refuses AnswerLeg NO_CAPACITY
                ann consults bob, bob takes         -> ann:ringback customer:music
                media recovers, bob connects        -> ann+bob customer:music
                media refuses AnswerLeg NO_CAPACITY, bob loses-audio, bob connects
                media recovers, bob connects        -> ann+bob customer:music
                """);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    EditHearing  | ann holds customer
                    Play         | ann holds customer
                    StopPlay     | ann holds customer, media refuses StopPlay INTERNAL, ann resumes customer
                    OfferLeg     | ann consults 777
                    AcceptAnswer | ann transfers to 777, 777 answers
                    AnswerLeg    | ann adds bob, bob takes
                    SendDigits   | ann sends 5 !INTERNAL
                    AnswerReoffer | customer reoffers
                    """)
    void endsACallThatMediaHasLost(String command, String steps) {
        scene.play("media refuses " + command + " INTERNAL");

        scene.play(steps + " -> over");
        assertThat(scene.news.of("ann")).endsWith("ended:failed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ann holds customer
                    ann mutes
                    ann consults bob
                    ann consults bob, bob takes
                    ann consults 777, 777 announces
                    ann transfers to 777
                    ann transfers to bob, ann hangs up
                    ann transfers to queue sales
                    ann adds 777, 777 answers
                    sue monitors ann, sue connects
                    ann loses-audio
                    """)
    void endsACallThatMediaGivesUpInAnyPhase(String steps) {
        scene.play(steps);

        scene.play("media fails -> over");
    }

    @ParameterizedTest
    @CsvSource({
        "AnswerLeg,NO_CAPACITY,503",
        "AnswerLeg,NOT_ACCEPTABLE,488",
        "AnswerLeg,BAD_DESCRIPTION,400",
        "AnswerLeg,INTERNAL,500",
        "OpenCall,NO_CAPACITY,503",
        "OpenCall,INTERNAL,500"
    })
    void refusesACallerWithAReason(String command, String error, int status) {
        scene = Scene.empty();
        scene.play("media refuses " + command + " " + error + ", customer calls -> over");

        assertThat(scene.office.trunks.commands)
                .singleElement()
                .isInstanceOfSatisfying(
                        TrunkMessage.Refuse.class,
                        refuse -> assertThat(refuse.status()).isEqualTo(status));
    }

    @ParameterizedTest
    @CsvSource({"OpenCall,ended:failed", "OfferLeg,ended:failed"})
    void tellsAnAgentWhoCallsThatThereIsNoRoom(String command, String told) {
        scene = Scene.empty();
        scene.play("media refuses " + command + " NO_CAPACITY, dan dials 777 -> over");
        scene.play("dan told offered:outbound:desk-phone " + told);
    }

    @Test
    void goesOnInTheFlowWhenAPromptCannotPlay() {
        scene = Scene.empty(FlowFixtures.keyThenSales());
        scene.play("media refuses Play BAD_AUDIO_FILE, customer calls -> over");
        assertThat(scene.office.errands.ends()).containsExactly(EndCause.FLOW_DISCONNECTED);
    }

    @Test
    void refusesDigitsAndReoffersThatMediaRefuses() {
        scene.play(
                """
                media refuses SendDigits WRONG_STATE, ann sends 5 !CONFLICT      -> ann+customer
                media refuses AnswerReoffer NOT_ACCEPTABLE, customer reoffers    -> ann+customer
                """);
        assertThat(scene.office.trunks.commands.getLast())
                .isInstanceOf(TrunkMessage.RefuseReoffer.class);
    }

    /** What happens between a command and media's answer to it. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ann consults 777, ann cancels                         | ann+customer
                    ann consults 777, customer hangs up, ann hangs up     | over
                    ann consults 777, ann hangs up                        | customer:music
                    ann consults 777, ann completes                       | customer:music
                    ann transfers to 777, ann cancels                     | ann+customer
                    ann transfers to 777, ann loses-audio                 | customer:music
                    ann transfers to 777, customer hangs up               | over
                    ann adds 777, ann removes 777                         | ann+customer
                    ann adds 777, ann adds 888, ann hangs up              | customer:music
                    ann consults dan, dan rejects                         | ann+customer
                    ann consults dan, 20s pass                            | ann+customer
                    ann holds customer, ann resumes customer              | ann+customer
                    ann holds customer, ann resumes customer, ann holds customer | customer:music
                    ann mutes, ann holds customer, ann unmutes, ann resumes customer | ann+customer
                    ann consults bob, bob accepts, bob rejects !CONFLICT, ann cancels | ann+customer
                    """)
    void keepsUpWithMediaThatIsSlow(String steps, String after) {
        scene.play("media is-slow, " + steps);

        scene.play("media recovers -> " + after);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    media is-slow, 777 answers, ann cancels                | ann+customer
                    media is-slow, 777 answers, 777 hangs up               | ann+customer
                    media is-slow, 777 answers, ann hangs up               | customer+777
                    media is-slow, 777 answers, customer hangs up          | over
                    media is-slow, 777 announces, 777 answers              | customer+777
                    media is-slow, 777 announces, 777 fails 486            | ann+customer
                    """)
    void handsTheCallOverOnlyOnceMediaHasTheAnswer(String steps, String after) {
        scene.play("ann transfers to 777");
        scene.play(steps);

        scene.play("media recovers -> " + after);
    }

    @Test
    void letsAnnouncementsGoOnUntilMediaHasTheAnswer() {
        scene.play(
                """
                ann consults 777, 777 announces    -> ann<777 customer:music
                media is-slow, 777 answers         -> ann<777 customer:music
                media recovers                     -> ann+777 customer:music
                """);
    }
}
