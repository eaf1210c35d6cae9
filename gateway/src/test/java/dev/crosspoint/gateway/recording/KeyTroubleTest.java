package dev.crosspoint.gateway.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.store.RecordingState;
import dev.crosspoint.media.api.MediaEvent.RecordingFailure;
import dev.crosspoint.media.seal.Artefact;
import dev.crosspoint.media.vault.KeyFailure.Reason;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A key service that denies, is away, and comes back. */
@ExtendWith(WorksRigs.class)
class KeyTroubleTest {
    private static final String DENIED = "ACCESS_DENIED";

    @Test
    void showsThatItMayNotOpenWhatWasSealedAndGoesOnWhenItMay(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        var before = rig.recording().write(rig.folder, rig.keys);
        rig.works().opened(rig.tenant, before.id(), before.description());
        rig.now(() -> rig.is(before, RecordingState.OPEN));
        rig.keys.refuse(Reason.DENIED);
        rig.works().sealed(rig.tenant, before.id(), before.seal(), before.durationMicros());
        rig.now(() -> rig.isTrying(before, DENIED));
        assertThat(rig.row(before).state()).isEqualTo(RecordingState.SEALED);
        rig.pass(Duration.ofMinutes(16));
        assertThat(rig.alarms).containsExactly("LATE");
        rig.assertStillHere(before);

        rig.keys.refuse(null);
        rig.until(() -> rig.isErased(before));
        rig.assertDeliveredOnce(before);
    }

    @Test
    void revocationBitesWithinAMinuteWhileItIsSent(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        rig.place().set(TestPlace.Fault.DOWN);
        var recording = rig.seal();
        rig.now(() -> rig.isTrying(recording, "TARGET_UNAVAILABLE"));
        rig.keys.refuse(Reason.DENIED);
        rig.pass(Duration.ofMinutes(2));
        assertThat(rig.row(recording).trying().reason()).isEqualTo(DENIED);
        assertThat(rig.row(recording).state()).isEqualTo(RecordingState.UPLOADING);
        rig.place().set(TestPlace.Fault.NONE);
        rig.pass(Duration.ofMinutes(10));
        rig.assertNothingDelivered(recording);
        rig.assertStillHere(recording);

        rig.keys.refuse(null);
        rig.until(() -> rig.isErased(recording));
        rig.assertDeliveredOnce(recording);
    }

    @Test
    void tellsAKeyServiceThatIsAwayFromAPlaceThatIs(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        var recording = rig.recording().write(rig.folder, rig.keys);
        rig.keys.refuse(Reason.UNAVAILABLE);
        rig.works().opened(rig.tenant, recording.id(), recording.description());
        rig.works()
                .sealed(rig.tenant, recording.id(), recording.seal(), recording.durationMicros());
        rig.now(() -> rig.isTrying(recording, "KEY_UNAVAILABLE"));
        rig.keys.refuse(null);
        rig.until(() -> rig.isErased(recording));
        rig.assertDeliveredOnce(recording);
    }

    @Test
    void showsThatItMayNotOpenWhatACrashCutOffAndGoesOnWhenItMay(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        var cut = rig.recording().writeUnsealed(rig.folder, rig.keys);
        rig.works().opened(rig.tenant, cut.id(), cut.description());
        rig.now(() -> rig.is(cut, RecordingState.OPEN));
        rig.stop();
        rig.keys.refuse(Reason.DENIED);
        rig.start(Plug.in());
        rig.now(() -> rig.isTrying(cut, DENIED));
        assertThat(rig.row(cut).state()).isEqualTo(RecordingState.OPEN);
        assertThat(rig.filesOf(cut)).hasSize(2);
        rig.pass(Duration.ofHours(1));
        assertThat(rig.filesOf(cut)).hasSize(2);
        rig.now(() -> rig.alarms.contains("LATE"));

        rig.keys.refuse(null);
        rig.until(() -> rig.isErased(cut));
        rig.assertDeliveredOnce(cut);
        assertThat(rig.row(cut).recovered()).isTrue();
    }

    @Test
    void showsWhatNobodyHadToldOfWhenItMayNotBeOpened(WorksRig rig) throws Exception {
        var cut = rig.recording().writeUnsealed(rig.folder, rig.keys);
        rig.keys.refuse(Reason.DENIED);
        rig.start(Plug.in());
        rig.pass(Duration.ofMinutes(1));
        assertThat(rig.filesOf(cut)).hasSize(2);
        rig.keys.refuse(null);
        rig.until(() -> rig.isErased(cut));
        rig.assertDeliveredOnce(cut);
        assertThat(rig.row(cut).facts().contactId()).isEqualTo(cut.contact());
    }

    @Test
    void keepsNoHalfOfWhatWasBeingMadeWhenTheKeyWasTakenAway(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        rig.disk().full(name -> name.endsWith(".manifest.tmp"));
        var recording = rig.seal();
        rig.now(() -> rig.isTrying(recording, "DISK"));
        rig.keys.refuse(Reason.DENIED);
        rig.pass(Duration.ofMinutes(2));
        rig.disk().heal();
        rig.pass(Duration.ofMinutes(5));
        assertThat(rig.row(recording).trying().reason()).isEqualTo(DENIED);
        assertThat(rig.filesOf(recording))
                .noneMatch(name -> name.endsWith(".tmp"))
                .contains(recording.id() + "." + Artefact.TRACKS.text());
        rig.keys.refuse(null);
        rig.until(() -> rig.isErased(recording));
        rig.assertDeliveredOnce(recording);
    }

    /** As many as may be rendered at once wait for their keys, and one more. */
    @Test
    void rendersOtherTenantsWhileAKeyServiceDoesNotAnswer(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        int renderers = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        rig.disk().full(name -> name.endsWith(".audio.tmp"));
        var held = new ArrayList<Spooled>();
        for (int i = 0; i <= renderers; i++) {
            held.add(rig.seal());
        }
        for (var recording : held) {
            rig.now(() -> rig.isTrying(recording, "DISK"));
        }
        rig.keys.hold(rig.tenant);
        rig.disk().heal();
        // Longer than a key is known after it was opened.
        rig.clock.advance(Duration.ofMinutes(2));
        rig.now(() -> rig.keys.waiting() >= renderers);

        var other = rig.seal(rig.recording(rig.other));
        rig.now(() -> rig.isErased(other));
        rig.assertDeliveredOnce(other);

        rig.keys.letGo(rig.tenant);
        for (var recording : held) {
            rig.until(() -> rig.isErased(recording));
            rig.assertDeliveredOnce(recording);
        }
    }

    @Test
    void showsWhatCouldNotBeginForWantOfAKey(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        var refused = rig.recording();
        rig.works()
                .refused(rig.tenant, refused.id(), refused.description(), RecordingFailure.NO_KEY);
        rig.now(() -> rig.is(refused, RecordingState.FAILED));
        assertThat(rig.alarms).containsExactly("NO_KEY");
        var row = rig.row(refused);
        assertThat(row.trying().reason()).isEqualTo("NO_KEY");
        assertThat(row.facts().contactId()).isEqualTo(refused.contact());
        assertThat(row.facts().agentId()).isEqualTo("alice");
        assertThat(row.facts().startedAt()).isEqualTo(rig.clock.instant());
        assertThat(row.keyId()).isNull();

        assertThat(rig.tryAgain(refused.id())).isFalse();
        rig.restart();
        rig.pass(Duration.ofMinutes(10));
        assertThat(rig.row(refused)).isEqualTo(row);
    }
}
