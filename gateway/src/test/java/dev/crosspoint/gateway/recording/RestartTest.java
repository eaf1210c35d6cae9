package dev.crosspoint.gateway.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.store.RecordingState;
import dev.crosspoint.media.seal.Artefact;
import java.nio.file.Files;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The process ends at each single thing that it does to the disk and to the place, and the next one
 * goes on.
 */
@ExtendWith(WorksRigs.class)
class RestartTest {
    /** From the tracks to the last file that is erased there are some more. */
    private static final int LEAST_STEPS = 25;

    @ParameterizedTest(name = "after = {0}")
    @ValueSource(booleans = {false, true})
    void goesOnFromWhereverItWas(boolean after, WorksRig rig) throws Exception {
        int step = 1;
        while (endsAt(rig, step, after)) {
            step++;
        }
        assertThat(step).isGreaterThan(LEAST_STEPS);
    }

    private static boolean endsAt(WorksRig rig, int step, boolean after) throws Exception {
        var plug = Plug.pulledAt(step, after);
        rig.start(plug);
        var recording = rig.seal();
        boolean pulled = plug.awaitPulled(rig, recording);
        rig.restart();
        rig.until(() -> rig.isErased(recording));
        try {
            rig.assertDeliveredOnce(recording);
        } catch (AssertionError e) {
            throw new AssertionError("ended at " + plug.last() + ": " + e.getMessage(), e);
        }
        rig.stop();
        return pulled;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void neverBringsBackWhatIsDelivered(boolean withKey, WorksRig rig) throws Exception {
        rig.start(Plug.in());
        var recording = rig.seal();
        rig.now(() -> rig.isErased(recording));
        rig.stop();
        // As a backup brings it back, or a disk that had lost a folder's last change.
        recording.write(rig.folder, rig.keys);
        if (!withKey) {
            Files.delete(rig.folder.key(rig.tenant, recording.id()));
        }
        var audio = rig.folder.file(rig.tenant, recording.id(), Artefact.AUDIO);
        Files.writeString(audio, "half of it");
        rig.start(Plug.in());
        rig.until(() -> rig.filesOf(recording).isEmpty());
        rig.assertDeliveredOnce(recording);
    }

    /** The process ends after the seal is on the disk, and before anybody has written that down. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void saysRecoveredOnlyOfWhatWasCutOff(boolean cutOff, WorksRig rig) throws Exception {
        rig.start(Plug.in());
        var recording = rig.recording();
        if (cutOff) {
            recording.writeUnsealed(rig.folder, rig.keys);
        } else {
            recording.write(rig.folder, rig.keys);
        }
        rig.works().opened(rig.tenant, recording.id(), recording.description());
        rig.now(() -> rig.is(recording, RecordingState.OPEN));
        rig.restart();
        rig.until(() -> rig.isErased(recording));
        rig.assertDeliveredOnce(recording);
        assertThat(rig.row(recording).recovered()).isEqualTo(cutOff);
    }
}
