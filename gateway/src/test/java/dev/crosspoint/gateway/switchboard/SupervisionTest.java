package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Supervisors listen, whisper and barge in: who hears them, and who knows. */
class SupervisionTest {
    private Scene scene = Scene.annTalks();

    @AfterEach
    void nothingIsLeft() {
        scene.finish();
    }

    @Test
    void hearsAllSilentlyThenWhispersThenBargesInAndFallsSilentAgain() {
        scene.play(
                """
                sue monitors ann        -> ann+customer
                sue told offered:monitor
                sue connects            -> ann+customer sue<ann sue<customer
                sue told connected
                sue whispers ann        -> ann+customer sue<ann sue<customer ann<sue
                ann sees customer:connected ann:connected
                sue barges ann          -> ann+customer+sue
                ann sees customer:connected ann:connected sue:connected
                sue whispers ann        -> ann+customer sue<ann sue<customer ann<sue
                ann sees customer:connected ann:connected
                sue monitors ann        -> ann+customer sue<ann sue<customer
                sue hangs up            -> ann+customer
                sue told ended:ended, sue is available
                ann told
                """);
        assertThat(scene.news.audits())
                .containsExactly(
                        "sue monitor ann",
                        "sue whisper ann",
                        "sue barge ann",
                        "sue whisper ann",
                        "sue monitor ann",
                        "sue ends");
    }

    @ParameterizedTest
    @CsvSource({"monitors", "whispers", "barges"})
    void beginsInAnyWay(String how) {
        scene.play("sue " + how + " ann, sue connects");

        assertThat(scene.audio())
                .isEqualTo(
                        switch (how) {
                            case "monitors" -> Scene.expected("ann+customer sue<ann sue<customer");
                            case "whispers" -> Scene.expected("ann+customer ann+sue sue<customer");
                            default -> Scene.expected("ann+customer+sue");
                        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ann holds customer                | ann+sue customer:music
                    ann holds customer, sue monitors ann | sue<ann customer:music
                    ann mutes                         | ann<customer ann<sue sue<customer
                    ann mutes customer                | customer<ann ann+sue
                    sue mutes                         | ann+customer sue<ann sue<customer
                    ann consults bob                  | ann+sue ann:ringback customer:music
                    ann consults bob, bob takes       | ann+bob ann+sue sue<bob customer:music
                    ann consults bob, bob takes, ann swaps | ann+customer ann+sue sue<customer bob:music
                    ann consults bob, bob takes, ann joins | ann+customer+bob ann+sue sue<customer sue<bob
                    ann consults bob, bob takes, ann completes | bob+customer
                    ann transfers to bob              | ann:ringback customer:music
                    ann transfers to bob, bob rejects | ann+customer ann+sue sue<customer
                    ann transfers to bob, bob takes   | bob+customer
                    ann adds bob, bob takes           | ann+customer+bob ann+sue sue<customer sue<bob
                    ann adds bob, bob takes, ann hangs up | bob+customer
                    ann adds bob, bob takes, bob holds ann | bob+customer sue<bob sue<customer ann:music
                    ann loses-audio                   | sue<customer customer:music
                    ann loses-audio, ann connects     | ann+customer ann+sue sue<customer
                    customer hangs up                 | over
                    ann hangs up                      | over
                    ann ends                          | over
                    """)
    void followsTheAgentWhoIsListenedTo(String steps, String after) {
        scene.play("sue whispers ann, sue connects -> ann+customer ann+sue sue<customer");

        scene.play(steps + " -> " + after);
    }

    @ParameterizedTest
    @CsvSource({"monitors", "whispers"})
    void silencesNobodyBeforeABarge(String how) {
        scene.play("sue %s ann, sue connects".formatted(how));
        var before = scene.audio();

        scene.play("sue mutes customer !CONFLICT, sue mutes ann !CONFLICT");
        scene.play("sue mutes, sue unmutes");

        assertThat(scene.audio()).isEqualTo(before);
        scene.play("sue barges ann, sue mutes customer -> ann+sue customer<ann customer<sue");
    }

    @Test
    void refusesAThirdListener() {
        scene.play(
                """
                sue monitors ann, tom whispers ann, uma monitors ann !CONFLICT
                sue connects, tom connects -> ann+customer ann+tom sue<ann sue<customer tom<customer
                sue barges ann, uma monitors ann !CONFLICT -> ann+customer+sue ann+tom tom<customer tom<sue
                tom hangs up, uma monitors ann             -> ann+customer+sue
                uma connects               -> ann+customer+sue uma<ann uma<customer uma<sue
                """);
    }

    @Test
    void needsItsPermission() {
        scene.play(
                """
                bob monitors ann !ACCESS_DENIED, bob whispers ann !ACCESS_DENIED
                bob barges ann !ACCESS_DENIED, uma barges ann !ACCESS_DENIED
                uma monitors ann, uma connects, uma whispers ann
                uma barges ann !ACCESS_DENIED -> ann+customer ann+uma uma<customer
                """);
        assertThat(scene.news.audits()).containsExactly("uma monitor ann", "uma whisper ann");
    }

    @Test
    void listensOnlyToWhoeverTalks() {
        scene.play(
                """
                ann adds bob, sue monitors bob !CONFLICT
                bob accepts, sue monitors bob !CONFLICT
                sue monitors cat !NOT_FOUND, sue monitors sue !NOT_FOUND
                bob connects, sue monitors bob, sue connects
                ann monitors bob !ACCESS_DENIED
                tom monitors sue !CONFLICT, tom monitors bob, tom hangs up
                """);
        assertThat(scene.news.audits())
                .containsExactly("sue monitor bob", "tom monitor bob", "tom ends");
    }

    @Test
    void hasNoTimeForASecondContact() {
        scene.play(
                """
                second calls, bob takes, sue monitors bob
                sue monitors ann !BUSY   -> ann+customer
                sue hangs up, sue dials 777, sue monitors ann !BUSY
                """);
    }

    @Test
    void doesNothingElseWhileSilent() {
        scene.play(
                """
                sue monitors ann, sue connects, ann told
                sue holds customer !CONFLICT, sue ends !CONFLICT, sue adds bob !CONFLICT
                sue transfers to bob !CONFLICT, sue consults bob !CONFLICT
                sue removes customer !CONFLICT, sue sends 5 !CONFLICT
                sue barges ann, sue holds customer     -> ann+sue customer:music
                sue resumes customer, sue adds bob, bob takes -> ann+customer+sue+bob
                """);
    }

    @Test
    void isNobodyToTheOthersUntilItBargesIn() {
        scene.play(
                """
                sue monitors ann, sue connects
                ann holds sue !NOT_FOUND, ann mutes sue !NOT_FOUND, ann removes sue !NOT_FOUND
                ann holds all      -> sue<ann customer:music
                ann resumes all    -> ann+customer sue<ann sue<customer
                ann adds sue       -> ann+customer sue<ann sue<customer
                ann told failed:busy
                ann transfers to sue, ann consults sue
                ann told failed:busy failed:busy
                sue barges ann, ann holds sue   -> ann+customer sue:music
                ann adds sue !CONFLICT, ann removes sue -> ann+customer
                """);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ann hangs up          | over         | ended:ended
                    ann transfers to bob, bob takes | bob+customer | ended:ended
                    customer hangs up     | over         | ended:customer-hung-up
                    sue hangs up          | ann+customer | ended:ended
                    sue loses-audio       | ann+customer | ''
                    sue loses-audio, sue connects | ann+customer sue<ann sue<customer | connected
                    sue loses-audio, 75s pass | ann+customer | ended:media-lost
                    """)
    void endsWithTheAgentWhoIsListenedTo(String steps, String after, String told) {
        scene.play("sue monitors ann, sue connects, sue told offered:monitor connected");

        scene.play(steps + " -> " + after);
        scene.play("sue told " + told);
    }

    @Test
    void endsWithTheBrowserOfTheSupervisor() {
        scene.play(
                """
                sue monitors ann, sue connects, sue barges ann  -> ann+customer+sue
                sue loses-browser                               -> ann+customer
                75s pass                                        -> ann+customer
                ann sees customer:connected ann:connected
                tom monitors ann, 20s pass                      -> ann+customer
                tom is available
                """);
        assertThat(scene.news.audits())
                .containsExactly(
                        "sue monitor ann",
                        "sue barge ann",
                        "sue ends",
                        "tom monitor ann",
                        "tom ends");
    }

    @Test
    void staysWithTheCustomerAfterBargingInWhenTheAgentLeaves() {
        scene.play(
                """
                sue barges ann, sue connects, ann hangs up -> customer+sue
                sue monitors !CONFLICT, sue whispers !CONFLICT -> customer+sue
                sue transfers to bob, bob takes            -> bob+customer
                """);
    }

    @Test
    void whispersToNobodyButWhoeverItSaid() {
        scene = Scene.conference("bob");
        scene.play(
                """
                sue whispers ann, sue connects -> ann+bob+customer ann+sue sue<bob sue<customer
                sue whispers bob !CONFLICT, sue barges bob !CONFLICT
                sue monitors sue               -> ann+bob+customer sue<ann sue<bob sue<customer
                sue whispers sue               -> ann+bob+customer ann+sue sue<bob sue<customer
                """);
        assertThat(scene.news.audits())
                .containsExactly("sue whisper ann", "sue monitor ann", "sue whisper ann");
    }

    @Test
    void isOnHoldOnlyWhereItIsSeen() {
        scene.play(
                """
                sue barges ann, sue connects, ann holds sue   -> ann+customer sue:music
                sue monitors ann                              -> ann+customer sue<ann sue<customer
                sue barges ann                                -> ann+customer sue:music
                ann resumes sue                               -> ann+customer+sue
                """);
    }

    @Test
    void finishesItsOwnTransferBeforeItFallsSilent() {
        scene.play(
                """
                sue barges ann, sue connects, sue consults bob
                sue monitors ann !CONFLICT   -> sue:ringback ann:music customer:music
                sue cancels, sue monitors ann -> ann+customer sue<ann sue<customer
                """);
    }
}
