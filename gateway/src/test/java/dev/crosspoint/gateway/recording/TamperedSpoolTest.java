package dev.crosspoint.gateway.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.recording.TestPlace.Fault;
import dev.crosspoint.gateway.store.RecordingState;
import dev.crosspoint.media.seal.Artefact;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody changes files of the spool while a recording waits for its place. */
@ExtendWith(WorksRigs.class)
class TamperedSpoolTest {

    @ParameterizedTest
    @EnumSource(names = {"AUDIO", "PEAKS", "MANIFEST"})
    void deliversNothingOfWhatSomebodyChanged(Artefact artefact, WorksRig rig) throws Exception {
        var recording = prepared(rig);
        flip(file(rig, recording, artefact));
        assertTampered(rig, recording);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUDIO", "PEAKS", "MANIFEST"})
    void deliversNothingOfWhatSomebodyCut(Artefact artefact, WorksRig rig) throws Exception {
        var recording = prepared(rig);
        var file = file(rig, recording, artefact);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 20));
        assertTampered(rig, recording);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUDIO", "PEAKS", "MANIFEST"})
    void deliversNothingThatIsAnothersFile(Artefact artefact, WorksRig rig) throws Exception {
        var recording = prepared(rig);
        var other = rig.seal();
        rig.now(() -> rig.isTrying(other, "TARGET_UNAVAILABLE"));
        copy(file(rig, other, artefact), file(rig, recording, artefact));
        assertTampered(rig, recording);
        rig.until(() -> rig.isErased(other));
        rig.assertDeliveredOnce(other);
    }

    @Test
    void deliversNothingUnderAnothersKey(WorksRig rig) throws Exception {
        var recording = prepared(rig);
        var other = rig.seal();
        rig.now(() -> rig.isTrying(other, "TARGET_UNAVAILABLE"));
        copy(rig.folder.key(rig.tenant, other.id()), rig.folder.key(rig.tenant, recording.id()));
        assertTampered(rig, recording);
    }

    @Test
    void deliversNothingOfTracksThatSomebodyChanged(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        var recording = rig.recording().write(rig.folder, rig.keys);
        flip(file(rig, recording, Artefact.TRACKS));
        rig.works().opened(rig.tenant, recording.id(), recording.description());
        rig.works()
                .sealed(rig.tenant, recording.id(), recording.seal(), recording.durationMicros());
        assertTampered(rig, recording);
    }

    @Test
    void deliversNothingOfTracksThatWereCutAtAFrameAfterTheyWereSealed(WorksRig rig)
            throws Exception {
        rig.start(Plug.in());
        var recording = rig.recording().write(rig.folder, rig.keys);
        var file = file(rig, recording, Artefact.TRACKS);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 20));
        rig.works().opened(rig.tenant, recording.id(), recording.description());
        rig.works()
                .sealed(rig.tenant, recording.id(), recording.seal(), recording.durationMicros());
        assertTampered(rig, recording);
    }

    @Test
    void saysSoOfWhatWasChangedWhileTheGatewayWasNotThere(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        var cut = rig.recording().writeUnsealed(rig.folder, rig.keys);
        rig.works().opened(rig.tenant, cut.id(), cut.description());
        rig.now(() -> rig.is(cut, RecordingState.OPEN));
        rig.stop();
        flip(file(rig, cut, Artefact.TRACKS));
        rig.start(Plug.in());
        rig.now(() -> rig.is(cut, RecordingState.FAILED));
        assertThat(rig.row(cut).trying().reason()).isEqualTo("TAMPERED");
        rig.now(() -> !rig.alarms.isEmpty());
        assertThat(rig.alarms).containsExactly("TAMPERED");
        rig.restart();
        rig.pass(Duration.ofMinutes(10));
        assertThat(rig.row(cut).trying().reason()).isEqualTo("TAMPERED");
        rig.assertNothingDelivered(cut);
        assertThat(rig.filesOf(cut)).hasSize(2);
    }

    private static Spooled prepared(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        rig.place().set(Fault.DOWN);
        var recording = rig.seal();
        rig.now(() -> rig.isTrying(recording, "TARGET_UNAVAILABLE"));
        return recording;
    }

    private static void assertTampered(WorksRig rig, Spooled recording) throws Exception {
        var before = rig.filesOf(recording);
        rig.place().set(Fault.NONE);
        rig.until(() -> rig.is(recording, RecordingState.FAILED) || rig.isErased(recording));
        rig.assertNothingDelivered(recording);
        assertThat(rig.row(recording).state()).isEqualTo(RecordingState.FAILED);
        assertThat(rig.row(recording).trying().reason()).isEqualTo("TAMPERED");
        rig.now(() -> rig.alarms.contains("FAILED"));
        assertThat(rig.filesOf(recording)).isEqualTo(before);
    }

    private static Path file(WorksRig rig, Spooled recording, Artefact artefact) {
        return rig.folder.file(rig.tenant, recording.id(), artefact);
    }

    private static void flip(Path file) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 40] ^= 1;
        Files.write(file, bytes);
    }

    private static void copy(Path from, Path to) throws Exception {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
}
