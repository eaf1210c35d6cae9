package dev.crosspoint.gateway.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that is away for ten minutes, whatever a recording is at. */
@ExtendWith(WorksRigs.class)
class DatabaseAwayTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    @Test
    void losesNothingThatIsOpenedAndSealedMeanwhile(WorksRig rig) throws Exception {
        rig.start(Plug.in());
        rig.databaseAway();
        Spooled recording;
        try {
            recording = rig.seal();
            passWithout(rig);
        } finally {
            rig.databaseBack();
        }
        rig.until(() -> rig.isErased(recording));
        rig.assertDeliveredOnce(recording);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"create", "rename", "deliver MANIFEST", "deliver WAV", "confirm", "delete"})
    void goesOnWhereItWas(String step, WorksRig rig) throws Exception {
        var gate = Plug.gateAt(step);
        rig.start(gate);
        var recording = rig.seal();
        rig.now(gate::isReached);
        rig.databaseAway();
        try {
            gate.open();
            passWithout(rig);
        } finally {
            rig.databaseBack();
        }
        rig.until(() -> rig.isErased(recording));
        rig.assertDeliveredOnce(recording);
        assertThat(rig.alarms).isEmpty();
    }

    /** The pauses grow to half a minute: so many of them are more than ten minutes. */
    private static void passWithout(WorksRig rig) throws Exception {
        var end = rig.clock.instant().plus(LONG);
        while (rig.clock.instant().isBefore(end)) {
            rig.now(() -> rig.clock.waiting() > 0);
            rig.clock.advanceToNext(end);
        }
    }
}
