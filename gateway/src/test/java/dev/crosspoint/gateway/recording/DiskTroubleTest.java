package dev.crosspoint.gateway.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.store.Recording;
import dev.crosspoint.gateway.store.RecordingState;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that is full, or does not read, while recordings are prepared, sent and erased. */
@ExtendWith(WorksRigs.class)
class DiskTroubleTest {

    @ParameterizedTest
    @ValueSource(strings = {".audio.tmp", ".peaks.tmp", ".manifest.tmp"})
    void waitsForRoomAndHarmsNoOther(String what, WorksRig rig) throws Exception {
        rig.start(Plug.in());
        var full = rig.recording();
        rig.disk().full(name -> name.equals(full.id() + what));
        rig.seal(full);
        rig.now(() -> rig.isTrying(full, "DISK"));
        var other = rig.seal();
        rig.now(() -> rig.isErased(other));
        rig.assertDeliveredOnce(other);
        assertThat(rig.row(full).state()).isEqualTo(RecordingState.SEALED);
        assertThat(rig.filesOf(full)).noneMatch(name -> name.endsWith(".tmp"));
        rig.assertStillHere(full);

        rig.disk().heal();
        rig.until(() -> rig.isErased(full));
        rig.assertDeliveredOnce(full);
    }

    @Test
    void sendsLaterWhatItCannotReadNow(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        rig.disk().broken(name -> name.endsWith(".peaks"));
        var recording = rig.seal();
        rig.now(() -> rig.isTrying(recording, "DISK"));
        rig.disk().broken(name -> name.endsWith(".manifest"));
        rig.pass(Duration.ofMinutes(1));
        rig.disk().heal();
        rig.until(() -> rig.isErased(recording));
        rig.assertDeliveredOnce(recording);
    }

    @Test
    void clearsAwayAKeyThatWasLeftBehind(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        var recording = rig.seal();
        rig.now(() -> rig.isErased(recording));
        var left = rig.folder.key(rig.tenant, recording.id());
        Files.writeString(left, "left behind");
        rig.restart();
        assertThat(Files.exists(left)).isFalse();
    }

    @Test
    void triesToEraseAgainUntilItIsGoneAlsoAfterARestart(WorksRig rig) throws Exception {
        var recording = rig.recording();
        // The process ends between the confirmation and the first file that goes.
        rig.start(Plug.in());
        rig.place().set(TestPlace.Fault.HANGS);
        rig.seal(recording);
        rig.now(() -> rig.place().attempts() == 1);
        rig.disk().broken(name -> name.endsWith(".tracks"));
        rig.place().letGo();
        rig.now(() -> rig.is(recording, RecordingState.DELIVERED));
        rig.stop();

        rig.start(Plug.in(), disk -> disk.broken(name -> name.endsWith(".key")));
        rig.pass(Duration.ofMinutes(10));
        assertThat(rig.isErased(recording)).isFalse();
        rig.disk().heal();
        rig.until(() -> rig.isErased(recording));
        rig.assertDeliveredOnce(recording);
    }

    @Test
    void doesNotTakeWhatItCannotReadForNothing(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        var cut = rig.recording().writeUnsealed(rig.folder, rig.keys);
        rig.works().opened(rig.tenant, cut.id(), cut.description());
        rig.now(() -> rig.is(cut, RecordingState.OPEN));
        rig.stop();
        rig.start(Plug.in(), disk -> disk.broken(name -> name.endsWith(".tracks")));
        rig.pass(Duration.ofMinutes(1));
        assertThat(rig.row(cut).state()).isEqualTo(RecordingState.OPEN);
        rig.disk().heal();
        rig.until(() -> rig.isErased(cut));
        rig.assertDeliveredOnce(cut);
    }

    @Test
    void saysThatNothingWasKeptWhereNotOneFrameWas(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        var nothing = new Spooled(rig.tenant, "c", 1, rig.clock.instant(), 0, 0).withoutRecords();
        nothing.writeUnsealed(rig.folder, rig.keys);
        rig.works().opened(rig.tenant, nothing.id(), nothing.description());
        rig.now(() -> rig.is(nothing, RecordingState.OPEN));
        rig.restart();
        rig.now(() -> rig.is(nothing, RecordingState.FAILED));
        assertThat(rig.row(nothing).trying().reason()).isEqualTo("NOTHING_KEPT");
    }

    @Test
    void tellsWhoseItIsAndItsKeyAsSoonAsTheyCanBeRead(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        rig.place().set(TestPlace.Fault.DOWN);
        var recording = rig.recording().write(rig.folder, rig.keys);
        rig.disk().broken(name -> name.endsWith(".key"));
        rig.works()
                .sealed(rig.tenant, recording.id(), recording.seal(), recording.durationMicros());
        rig.now(() -> rig.isTrying(recording, "DISK"));
        assertThat(rig.row(recording).keyId()).isEqualTo(Recording.UNKNOWN_KEY);
        assertThat(rig.row(recording).facts().contactId()).isNull();

        rig.disk().heal();
        rig.until(() -> rig.isTrying(recording, "TARGET_UNAVAILABLE"));
        assertThat(rig.row(recording).keyId()).isEqualTo(rig.keys.describe(rig.tenant).keyId());
        assertThat(rig.row(recording).facts().contactId()).isEqualTo(recording.contact());
        rig.place().set(TestPlace.Fault.NONE);
        rig.until(() -> rig.isErased(recording));
        rig.assertDeliveredOnce(recording);
    }

    @Test
    void sealsWithoutARestartWhatTheSpoolHadToLeave(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        var recording = rig.recording().writeUnsealed(rig.folder, rig.keys);
        rig.works().opened(rig.tenant, recording.id(), recording.description());
        rig.now(() -> rig.is(recording, RecordingState.OPEN));
        rig.disk().full(name -> name.endsWith(".tracks"));
        rig.works().leftUnsealed(rig.tenant, recording.id());
        rig.now(() -> rig.isTrying(recording, "DISK"));
        rig.pass(Duration.ofHours(5));
        // Who tries again may begin to wait only now, and then from now on.
        rig.until(() -> rig.alarms.contains("LATE"));
        assertThat(rig.row(recording).state()).isEqualTo(RecordingState.OPEN);

        rig.disk().heal();
        rig.until(() -> rig.isErased(recording));
        rig.assertDeliveredOnce(recording);
        assertThat(rig.row(recording).recovered()).isTrue();
    }
}
