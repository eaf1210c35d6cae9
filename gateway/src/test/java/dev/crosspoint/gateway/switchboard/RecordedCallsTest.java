package dev.crosspoint.gateway.switchboard;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.contact.Sides;
import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.gateway.flow.FlowScript;
import dev.crosspoint.gateway.recording.RecordingDescription;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaEvent.RecordingFailure;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is on whose tape, through everything that happens to a call. */
class RecordedCallsTest {
    private Scene scene = recorded("\"Agent\", \"Customer\"");

    private static Scene recorded(String sides) {
        return Scene.empty(FlowFixtures.recordedSales(sides));
    }

    private void annTalks() {
        Scene.annTalks(scene, "customer calls");
    }

    @Test
    void recordsNothingUnlessAFlowSaysSo() {
        scene = Scene.annTalks();

        assertTapes();
        scene.play("ann adds bob, bob takes");
        assertThat(commands(MediaCommand.RecordLegs.class)).isEmpty();
    }

    @Test
    void beginsWhenTheAgentIsConnectedAndNotBefore() {
        scene.play("ann becomes available, customer calls");
        assertThat(commands(MediaCommand.RecordLegs.class)).isEmpty();
        scene.play("ann accepts");
        assertThat(commands(MediaCommand.RecordLegs.class)).isEmpty();
        scene.play("ann connects -> ann+customer");

        assertTapes("ann|customer");
    }

    @Test
    void endsWhenTheAgentLeaves() {
        annTalks();
        scene.play("ann hangs");

        assertThat(scene.office.media.closed).contains(scene.call());
    }

    @Test
    void recordsOneSideOnly() {
        scene = recorded("\"Agent\"");
        annTalks();
        assertTapes("ann|");

        scene = recorded("\"Customer\"");
        annTalks();
        assertTapes("|customer");
        scene.play("ann adds bob, bob takes");
        assertTapes("|customer");
        scene.play("ann adds 777, 777 answers");
        assertTapes("|customer");
    }

    @Test
    void recordsTheAgentWhileTheCustomerIsOnHold() {
        annTalks();
        scene.play("ann holds customer");
        assertTapes("ann|");
        scene.play("ann resumes customer");
        assertTapes("ann|customer");
    }

    @Test
    void recordsNobodyWhoIsMuted() {
        annTalks();
        scene.play("ann mutes");
        assertTapes("|customer");
        scene.play("ann unmutes, ann mutes customer");
        assertTapes("ann|");
    }

    @Test
    void pausesEveryTapeOfTheCallUntilSomebodyGoesOn() {
        annTalks();
        scene.play("ann adds bob, bob takes");
        assertTapes("ann|bob,customer", "bob|ann,customer");
        scene.play("ann pauses");
        assertTapes("|", "|");
        assertThat(last(MediaCommand.RecordLegs.class).paused()).isTrue();
        assertThat(shown()).isEqualTo("paused");
        scene.play("bob continues");
        assertTapes("ann|bob,customer", "bob|ann,customer");
        assertThat(last(MediaCommand.RecordLegs.class).paused()).isFalse();
        assertThat(shown()).isEqualTo("on");
    }

    @Test
    void goesOnWhenWhoeverPausedHasLeft() {
        annTalks();
        scene.play("ann adds bob, bob takes, ann pauses, ann hangs -> bob+customer");

        assertTapes("bob|customer");
    }

    @Test
    void hasNothingToPauseWhereNothingIsRecorded() {
        scene = Scene.annTalks();

        scene.play("ann pauses !CONFLICT");
    }

    @Test
    void neverRecordsTheTailOfATransferToANumber() {
        annTalks();
        scene.play("ann transfers 777");
        scene.play("777 rings");
        assertTapes("ann|");
        scene.play("777 answers -> customer+777");

        assertTapes();
        assertThat(scene.office.media.room(scene.call()).recordings).isEmpty();
    }

    @Test
    void recordsNoAnnouncementsOfANetwork() {
        annTalks();
        scene.play("ann consults 777, 777 announces");
        assertThat(scene.audio()).contains("ann<777");
        assertTapes("ann|");
        scene.play("777 answers");
        assertTapes("ann|777");
    }

    @Test
    void recordsAConsultationInTheFilesOfBothAgents() {
        annTalks();
        scene.play("ann consults bob, bob takes -> ann+bob customer:music");
        assertTapes("ann|bob", "bob|ann");
        scene.play("ann swaps");
        assertTapes("ann|customer", "bob|");
        scene.play("ann swaps, ann completes -> bob+customer");
        assertTapes("bob|customer");
    }

    @Test
    void givesEachAgentAFileOfItsOwnContact() {
        annTalks();
        scene.play("ann transfers bob, bob takes -> bob+customer");

        var tapes =
                commands(MediaCommand.RecordLegs.class).stream()
                        .map(MediaCommand.RecordLegs::description)
                        .map(RecordingDescription::of)
                        .distinct()
                        .toList();
        assertThat(tapes).extracting(RecordingDescription::agent).containsExactly("ann", "bob");
        assertThat(tapes).extracting(RecordingDescription::contact).doesNotHaveDuplicates();
        assertThat(tapes)
                .allSatisfy(tape -> {
                    assertThat(tape.segment()).isEqualTo(1);
                    assertThat(tape.sides()).isEqualTo(Sides.BOTH);
                });
        assertThat(ids()).hasSize(2);
        assertThat(commands(MediaCommand.StopRecording.class)).hasSize(1);
    }

    @Test
    void recordsNoSilentSupervisorAndNoWhisper() {
        annTalks();
        scene.play("sue monitors ann, sue connects");
        assertTapes("ann|customer");
        scene.play("sue whispers");
        assertThat(scene.audio()).contains("ann<sue");
        assertTapes("ann|customer");
        scene.play("sue barges");
        assertTapes("ann|customer,sue");
    }

    @Test
    void keepsItsFileWhenABrowserIsLostAndComesBack() {
        annTalks();
        var before = ids();
        scene.play("ann loses-browser");
        assertTapes("|");
        scene.play("ann returns, ann connects -> ann+customer");

        assertTapes("ann|customer");
        assertThat(ids()).isEqualTo(before);
    }

    @Test
    void saysWhoseLegsItRecords() {
        annTalks();
        scene.play("ann adds 777, 777 answers, ann adds bob, bob takes");

        assertThat(
                        scene.office.media.room(scene.call()).recordings.values().stream()
                                .flatMap(tape -> tape.tracks().stream())
                                .map(MediaCommand.RecordLegs.Track::who)
                                .distinct())
                .containsExactlyInAnyOrder("agent:ann", "agent:bob", "customer", "external");
    }

    @Test
    void letsAFlowSilenceTheRestOfARecording() {
        scene =
                Scene.empty(
                        FlowScript.flows()
                                .flow(
                                        "inbound",
                                        """
                                        hook CustomerHold onhold
                                        record Agent Customer
                                        target sales
                                        enter
                                        bye
                                        """)
                                .flow(
                                        "onhold",
                                        """
                                        record
                                        say wait
                                        end
                                        """)
                                .book());
        annTalks();
        assertTapes("ann|customer");
        var before = ids();
        scene.play("ann holds customer");
        assertTapes("|");
        scene.play("ann resumes customer");
        assertTapes("|");
        assertThat(last(MediaCommand.RecordLegs.class).paused()).isFalse();
        assertThat(ids()).isEqualTo(before);
    }

    @Test
    void letsAFlowBeginToRecordInTheMiddleOfACall() {
        scene =
                Scene.empty(
                        FlowScript.flows()
                                .flow(
                                        "inbound",
                                        """
                                        hook CustomerHold onhold
                                        target sales
                                        enter
                                        bye
                                        """)
                                .flow(
                                        "onhold",
                                        """
                                        record Agent Customer
                                        say wait
                                        end
                                        """)
                                .book());
        annTalks();
        assertTapes();
        scene.play("ann holds customer");
        assertTapes("ann|");
        scene.play("ann resumes customer");
        assertTapes("ann|customer");
    }

    /** Whoever types for a flow is alone with it: the agent's interval is over. */
    @Test
    void takesNothingOfACustomerWhoTypesForAFlow() {
        scene =
                Scene.empty(
                        FlowScript.flows()
                                .flow(
                                        "inbound",
                                        """
                                        record Agent Customer
                                        target sales
                                        enter
                                        bye
                                        """)
                                .flow(
                                        "pay",
                                        """
                                        say card
                                        say card
                                        bye
                                        """)
                                .book());
        annTalks();
        scene.play("ann transfers flow pay, customer presses 4111");

        assertTapes();
        assertThat(scene.office.media.room(scene.call()).recordings).isEmpty();
    }

    @Test
    void goesOnUnrecordedWhenARecordingFails() {
        annTalks();
        fail();

        assertTapes();
        assertThat(scene.audio()).isEqualTo(Scene.expected("ann+customer"));
        assertThat(shown()).isEqualTo("failed");
        assertThat(commands(MediaCommand.StopRecording.class)).hasSize(1);
        scene.play("ann holds customer, ann resumes customer");
        assertTapes();
    }

    @Test
    void recordsTheNextAgentAlthoughTheLastRecordingFailed() {
        annTalks();
        fail();
        scene.play("ann transfers bob, bob takes -> bob+customer");

        assertTapes("bob|customer");
    }

    @Test
    void saysThatItIsRecordedWhileAnythingIs() {
        annTalks();
        scene.play("ann adds bob, bob takes");
        fail();

        assertThat(shown()).isEqualTo("on");
    }

    @Test
    void saysThatItIsNotKeptWhenMediaRefuses() {
        scene.play("media refuses RecordLegs NO_CAPACITY");
        annTalks();

        assertTapes();
        assertThat(shown()).isEqualTo("failed");
    }

    @ParameterizedTest
    @EnumSource(RecordingFailure.class)
    void endsTheCallWhereNobodyMayTalkUnrecorded(RecordingFailure failure) {
        var flows = FlowFixtures.recordedSales("\"Agent\", \"Customer\"");
        scene = Scene.empty(new Office(OfficeSettings.refusingUnrecorded(flows, failure)));
        annTalks();
        fail(failure);

        assertThat(scene.office.media.rooms).isEmpty();
    }

    @Test
    void goesOnUnrecordedWhereOnlyWhatElseGoesWrongEndsTheCall() {
        var flows = FlowFixtures.recordedSales("\"Agent\", \"Customer\"");
        var office =
                new Office(OfficeSettings.refusingUnrecorded(flows, RecordingFailure.DISK_ERROR));
        scene = Scene.empty(office);
        annTalks();
        fail(RecordingFailure.NO_KEY);

        assertThat(scene.audio()).isEqualTo(Scene.expected("ann+customer"));
        assertThat(shown()).isEqualTo("failed");
    }

    /** What everybody sees of it. */
    private String shown() {
        return requireNonNull(scene.state().told().view()).recording();
    }

    private void fail() {
        fail(RecordingFailure.NO_KEY);
    }

    private void fail(RecordingFailure failure) {
        var id = ids().iterator().next();
        scene.office.media(
                new MediaEvent.RecordingFailed(Office.mediaTenant(), scene.call(), id, failure));
    }

    private void assertTapes(String... tapes) {
        scene.check();
        assertThat(scene.tapes()).containsExactlyInAnyOrderElementsOf(Set.copyOf(List.of(tapes)));
    }

    private Set<RecordingId> ids() {
        var ids = new HashSet<RecordingId>();
        commands(MediaCommand.RecordLegs.class).forEach(command -> ids.add(command.recording()));
        return ids;
    }

    private <C extends MediaCommand> C last(Class<C> kind) {
        return commands(kind).getLast();
    }

    private <C extends MediaCommand> List<C> commands(Class<C> kind) {
        return scene.office.media.commands.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }
}
