package dev.crosspoint.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.api.MediaEvent.QualityReport;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Five reports, one diagnosis. */
class SoundingTest {
    private Sounding sounding = Sounding.UNKNOWN;
    private long received;

    @Test
    void saysNothingBeforeTheFifthReportAndThenEveryFive() {
        for (int i = 1; i <= 12; i++) {
            hear(50, 0, 0, 5, 0, 20);
            assertThat(sounding.diagnosis() != null).as("report %s", i).isEqualTo(i >= 5);
            assertThat(sounding.isFresh()).as("report %s", i).isEqualTo(i % 5 == 0);
        }
    }

    /** A second with two packets, one of them lost, is no second with half of everything lost. */
    @Test
    void weighsLossByPackets() {
        hear(0, 0, 0, 0, 0, -1);
        hear(49, 2, 0, 0, 0, -1);
        hear(49, 2, 0, 0, 0, -1);
        hear(49, 2, 0, 0, 0, -1);
        hear(1, 50, 0, 0, 0, -1);

        assertThat(now().saidLostPercent()).isCloseTo(100.0 * 4 / 152, within(0.01));
        assertThat(now().roundTripMs()).as("not known").isZero();
    }

    @Test
    void forgetsWhatWasBefore() {
        for (int i = 0; i < 5; i++) {
            hear(45, 10, 20, 0, 150, 400);
        }
        assertThat(now().words())
                .containsExactly("high-loss", "high-round-trip", "high-jitter-buffer");
        assertThat(now().heardLostPercent()).isEqualTo(20);
        for (int i = 0; i < 5; i++) {
            hear(50, 0, 0, 0, 20, 20);
        }
        assertThat(now().words()).isEmpty();
    }

    /** Relayed, the buffer is the listener's: it waits for what it sees, and so do we say. */
    @Test
    void takesTheUnevennessForTheWaitWhereNobodyDecodes() {
        for (int i = 0; i < 5; i++) {
            hear(50, 0, 0, 60, 0, 20);
        }
        assertThat(now().waitMs()).isEqualTo(120);
    }

    @Test
    void survivesAStreamWithoutPackets() {
        for (int i = 0; i < 5; i++) {
            hear(0, 100, 0, 0, 0, -1);
        }
        assertThat(now().saidLostPercent()).isZero();
        assertThat(now().mos()).isGreaterThan(4);
    }

    private Diagnosis now() {
        return Objects.requireNonNull(sounding.diagnosis());
    }

    private void hear(
            int packets, double loss, double peerLoss, double jitter, int playout, double back) {
        received += packets;
        sounding =
                sounding.after(
                        new QualityReport(
                                -30, -30, received, 50, loss, peerLoss, jitter, back, 0, playout));
    }
}
