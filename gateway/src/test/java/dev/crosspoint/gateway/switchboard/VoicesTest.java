package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.signaling.api.AgentMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who talks, and whose microphone is dead. */
class VoicesTest {
    private static final int SILENT = -127;

    private Scene scene = Scene.annTalks();

    /** Packets of Ann's microphone so far. */
    private long packets = 1;

    @AfterEach
    void nothingIsLeft() {
        scene.finish();
    }

    private void hear(int seconds, int packetsEach, int levelDbov) {
        for (int second = 0; second < seconds; second++) {
            packets += packetsEach;
            report("ann", packets, levelDbov);
        }
    }

    private void report(String who, long received, int levelDbov) {
        scene.office.media(
                new MediaEvent.LegQuality(
                        Office.mediaTenant(),
                        scene.call(),
                        scene.leg(who),
                        new MediaEvent.QualityReport(
                                levelDbov, -40, received, 50, 0, 0, 3, 20, 0, 0)));
        scene.check();
    }

    @ParameterizedTest(name = "{1} packets a second at {2} dBov")
    @CsvSource({"no-packets,0,-30", "no-packets,0,-127", "silent,50,-127", "silent,1,-127"})
    void saysAfterFiveSecondsThatTheMicrophoneIsDeadAndWhenItIsWellAgain(
            String state, int packetsEach, int levelDbov) {
        hear(3, 50, -30);
        hear(4, packetsEach, levelDbov);
        scene.play("ann told");

        hear(1, packetsEach, levelDbov);
        scene.play("ann told microphone:" + state);
        hear(60, packetsEach, levelDbov);
        scene.play("ann told");
        hear(1, 50, -126);
        scene.play("ann told microphone:ok");
        hear(60, 50, -60);
        scene.play("ann told");
    }

    @Test
    void countsTheFiveSecondsAnewAfterEverySound() {
        for (int round = 0; round < 3; round++) {
            hear(4, 50, SILENT);
            hear(1, 50, -90);
            hear(4, 0, SILENT);
            hear(1, 50, -90);
        }
        scene.play("ann told");
    }

    @Test
    void tellsNoPacketsFromSilence() {
        hear(3, 50, -30);
        hear(5, 50, SILENT);
        scene.play("ann told microphone:silent");
        hear(5, 0, SILENT);
        scene.play("ann told microphone:ok microphone:no-packets");
    }

    @ParameterizedTest
    @CsvSource({"0", "50"})
    void doesNotTakeAMutedAgentForDead(int packetsEach) {
        scene.play("ann mutes");
        hear(60, packetsEach, SILENT);
        scene.play("ann told, ann unmutes");
        hear(4, packetsEach, SILENT);
        scene.play("ann told");
    }

    @Test
    void takesBackWhatItSaidWhenTheAgentMutes() {
        hear(6, 50, SILENT);
        scene.play("ann told microphone:silent, ann mutes");
        hear(1, 50, SILENT);
        scene.play("ann told microphone:ok");
    }

    @Test
    void saysNothingOfPeopleOutsideAndTellsNobodyElse() {
        scene.play("ann adds bob, bob takes, bob told offered:transfer:from-ann connected");
        for (int second = 0; second < 20; second++) {
            report("customer", 1, SILENT);
        }
        hear(20, 0, SILENT);
        scene.play("bob told, ann told microphone:no-packets");
    }

    @Test
    void noticesADeadMicrophoneOnHoldToo() {
        scene.play("ann adds bob, bob takes, bob holds ann");
        hear(6, 50, SILENT);
        scene.play("ann told microphone:silent");
    }

    @Test
    void beginsAnewWithANewLeg() {
        hear(6, 0, SILENT);
        scene.play(
                "ann told microphone:no-packets, ann loses-audio, ann connects, ann told connected");
        packets = 0;
        hear(1, 50, -30);
        scene.play("ann told microphone:ok");
    }

    @Test
    void showsHowEverybodySoundsButNoSilentSupervisor() {
        scene.play("ann adds bob, bob takes, sue monitors ann, sue connects");
        report("customer", 1, -21);
        report("bob", 1, -33);
        report("sue", 1, -44);
        report("ann", 1, -12);

        var levels =
                scene.office.last(scene.agent("ann"), AgentMessage.ContactQuality.class).levels();
        assertThat(levels)
                .containsEntry(scene.id("customer"), -21)
                .containsEntry(scene.id("bob"), -33)
                .containsEntry(scene.id("ann"), -12)
                .doesNotContainKey(scene.id("sue"));
    }

    // --- talkers ---

    @Test
    void tellsWhoTalksAtEveryChangeAndOnlyThen() {
        scene.play(
                """
                customer talks
                ann told talkers:customer
                customer talks, ann told
                ann talks
                ann told talkers:customer+ann
                ann talks, customer talks, ann told
                customer falls-silent
                ann told talkers:ann
                customer falls-silent, ann told
                ann falls-silent
                ann told talkers:
                """);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ann mutes customer              | talkers:
                    ann holds customer              | talkers:
                    ann holds customer, ann resumes customer | talkers: talkers:customer
                    ann holds customer, customer falls-silent, ann resumes customer | talkers:
                    ann consults cat                | talkers:
                    ann consults cat, ann cancels   | talkers: talkers:customer
                    ann mutes bob                   | ''
                    bob talks                       | talkers:customer+bob
                    bob talks, bob hangs up         | talkers:customer+bob talkers:customer
                    bob talks, bob loses-audio      | talkers:customer+bob talkers:customer
                    bob talks, bob loses-audio, bob connects | talkers:customer+bob talkers:customer
                    customer hangs up               | talkers:
                    """)
    void countsOnlyWhoeverCanBeHeard(String steps, String told) {
        scene = Scene.conference("bob");
        scene.play("customer talks, ann told talkers:customer");

        scene.play(steps);
        scene.play("ann told " + told);
    }

    @Test
    void neverShowsThatASilentSupervisorTalks() {
        scene.play(
                """
                sue monitors ann, sue connects, sue told offered:monitor connected
                sue talks, ann told
                customer talks, ann told talkers:customer, sue told talkers:customer
                sue whispers ann, sue falls-silent, sue talks, ann told, sue told
                sue barges ann, ann told talkers:customer+sue, sue told talkers:customer+sue
                sue monitors ann, ann told talkers:customer, sue told talkers:customer
                """);
    }

    @Test
    void tellsNobodyWhoIsStillRinging() {
        scene.play(
                """
                ann adds bob, customer talks
                bob told offered:transfer:from-ann
                bob takes, bob told connected talkers:customer
                customer falls-silent, bob told talkers:
                """);
    }
}
