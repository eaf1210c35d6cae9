package dev.crosspoint.gateway.recording;

import dev.crosspoint.gateway.recording.TestPlace.Fault;
import dev.crosspoint.gateway.store.RecordingState;
import dev.crosspoint.media.vault.KeyFailure.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Everything that may go wrong does, at random and on top of each other: each recording is always
 * either whole with us or once at its place, and in the end all are there.
 */
@ExtendWith(WorksRigs.class)
class RecordingWalkTest {
    private static final int STEPS = 60;
    private static final List<Fault> FAULTS =
            List.of(
                    Fault.NONE,
                    Fault.NONE,
                    Fault.DOWN,
                    Fault.DENIED,
                    Fault.ANSWER_LOST,
                    Fault.CUT_OFF,
                    Fault.NOT_THERE,
                    Fault.WRONG_KEY);
    private static final List<String> FILES = List.of(".audio", ".peaks", ".manifest", ".key");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void losesNothingAndDeliversNothingTwice(long seed, WorksRig rig) throws Exception {
        var walk = new Walk(rig, new Random(seed));
        rig.start(Plug.in());
        for (int i = 0; i < STEPS; i++) {
            walk.step();
            walk.check();
        }
        walk.end();
    }

    private static final class Walk {
        private final WorksRig rig;
        private final Random random;
        private final List<Spooled> open = new ArrayList<>();
        private final List<Spooled> recordings = new ArrayList<>();
        private @Nullable Reason refusal;

        Walk(WorksRig rig, Random random) {
            this.rig = rig;
            this.random = random;
        }

        void step() throws Exception {
            switch (random.nextInt(10)) {
                case 0 -> open();
                case 1 -> seal();
                case 2, 3, 4 -> rig.pass(Duration.ofSeconds(random.nextInt(1200)));
                case 5 -> rig.place().set(FAULTS.get(random.nextInt(FAULTS.size())));
                case 6 -> keys();
                case 7 -> disk();
                case 8 -> restart();
                case 9 -> ask();
                default -> throw new AssertionError();
            }
        }

        /** Without a key none begins. */
        private void open() throws Exception {
            if (refusal == null) {
                var recording = rig.recording().write(rig.folder, rig.keys);
                rig.works().opened(rig.tenant, recording.id(), recording.description());
                open.add(recording);
            }
        }

        private void seal() {
            for (var one : open) {
                rig.works().sealed(rig.tenant, one.id(), one.seal(), one.durationMicros());
            }
            sealed();
        }

        private void sealed() {
            recordings.addAll(open);
            open.clear();
        }

        private void keys() {
            refusal =
                    switch (random.nextInt(4)) {
                        case 0 -> Reason.DENIED;
                        case 1 -> Reason.UNAVAILABLE;
                        default -> null;
                    };
            rig.keys.refuse(refusal);
        }

        private void disk() {
            var ending = FILES.get(random.nextInt(FILES.size()));
            switch (random.nextInt(4)) {
                case 0 -> rig.disk().full(name -> name.endsWith(ending + ".tmp"));
                case 1 -> rig.disk().broken(name -> name.endsWith(ending));
                default -> rig.disk().heal();
            }
        }

        /** Orderly, or in the middle of something. */
        private void restart() throws Exception {
            rig.stop();
            sealed();
            rig.start(Plug.pulledAt(random.nextInt(60) + 1, random.nextBoolean()));
            // Time for it to come as far as it does before it is gone.
            rig.await(Duration.ofMillis(random.nextInt(50)));
            rig.restart();
        }

        private void ask() throws Exception {
            if (!recordings.isEmpty()) {
                var one = recordings.get(random.nextInt(recordings.size()));
                boolean _ = rig.tryAgain(one.id());
            }
        }

        void check() throws Exception {
            rig.now(rig::allWait);
            for (var recording : recordings) {
                rig.now(() -> rig.isKnown(recording));
                rig.assertDeliveredOnceOrStillHere(recording);
            }
        }

        void end() throws Exception {
            rig.keys.refuse(null);
            sealed();
            rig.restart();
            for (var recording : recordings) {
                rig.until(
                        () -> rig.isErased(recording) || rig.is(recording, RecordingState.FAILED));
                boolean _ = rig.tryAgain(recording.id());
                rig.until(() -> rig.isErased(recording));
                rig.assertDeliveredOnce(recording);
            }
        }
    }
}
