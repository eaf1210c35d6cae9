package dev.crosspoint.media.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.codec.Codec;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlacingTest {
    private static final int SECONDS = 3600;
    private static final int PACKET_TICKS = 160;
    private static final int PACKET_MICROS = 20_000;

    @ParameterizedTest
    @CsvSource({"0,20", "300,20", "-300,20", "25,20", "300,60", "-300,60"})
    void followsDriftThroughJitterAndLoss(double ppm, int packetMs) {
        var random = new Random(11);
        var run = new Run(Codec.PCMU);
        int packets = SECONDS * 1000 / packetMs;
        for (int n = 0; n < packets; n++) {
            if (random.nextDouble() < 0.05) {
                continue;
            }
            double end = (n + 1) * packetMs * 1000.0 / (1 + ppm / 1e6);
            run.arrived((n + 1L) * packetMs * 8, (long) (end + random.nextDouble() * 30_000));
        }
        Placing placing = run.placing();
        var placement = new Placement(run, 8000, 8000);
        for (int second = 0; second < SECONDS; second++) {
            double truth = second * 8000 / (1 + ppm / 1e6);
            assertThat(placement.positionOf(second * 8000L)).isCloseTo(truth, within(5 * 8.0));
        }
        // a steady clock is one straight piece, or nearly: no wow in the sound; large packets are
        // fewer, and the best of a few seconds not always quick
        assertThat(placing.joints()).isLessThan(packetMs == 20 ? 12 : 150);
    }

    @Test
    void isLevelWhereNothingDrifts() {
        var run = new Run(Codec.PCMU);
        var random = new Random(3);
        for (int n = 0; n < 5000; n++) {
            run.arrived((n + 1L) * PACKET_TICKS, (n + 1L) * PACKET_MICROS + random.nextInt(800));
        }
        var placement = new Placement(run, 8000, 8000);
        assertThat(placement.step(-1)).isEqualTo(1);
        assertThat(placement.step(0)).isEqualTo(1);
        double position = placement.positionOf(80_000);
        assertThat(position).isEqualTo(Math.rint(position)).isCloseTo(80_000, within(16.0));
    }

    @Test
    void followsALongerPathAtOnePercent() {
        var run = new Run(Codec.PCMU);
        for (int n = 0; n < 3000; n++) {
            int delay = n >= 1000 ? 40_000 : 0;
            run.arrived((n + 1L) * PACKET_TICKS, (n + 1L) * PACKET_MICROS + delay);
        }
        var placement = new Placement(run, 8000, 8000);
        double before = placement.positionOf(19 * 8000) - 19 * 8000;
        double after = placement.positionOf(25 * 8000) - 25 * 8000;
        assertThat(after - before).isCloseTo(320, within(16.0));
        for (int at = 0; at < 60 * 8000; at += 2000) {
            double wide = placement.positionOf(at + 2000) - placement.positionOf(at);
            assertThat(wide / 2000).isBetween(0.985, 1.015);
        }
    }

    @Test
    void doesNotFollowASecondOfCongestion() {
        var run = new Run(Codec.PCMU);
        for (int n = 0; n < 3000; n++) {
            int delay = n >= 1000 && n < 1050 ? 150_000 : 0;
            run.arrived((n + 1L) * PACKET_TICKS, (n + 1L) * PACKET_MICROS + delay);
        }
        var placement = new Placement(run, 8000, 8000);
        for (int at = 0; at < 60 * 8000; at += 2000) {
            assertThat(placement.positionOf(at)).isCloseTo(at, within(16.0));
        }
    }

    @Test
    void neverLiesAboveAnArrivalByMoreThanItsReach() {
        var random = new Random(9);
        var run = new Run(Codec.PCMU);
        long[] arrivals = new long[20_000];
        long delay = 0;
        for (int n = 0; n < arrivals.length; n++) {
            delay = Math.clamp(delay + random.nextInt(4001) - 2000, 0, 300_000);
            arrivals[n] = (n + 1L) * PACKET_MICROS + delay;
            run.arrived((n + 1L) * PACKET_TICKS, arrivals[n]);
        }
        var placement = new Placement(run, 8000, 8000);
        for (int n = 0; n < arrivals.length; n++) {
            double placed = placement.positionOf((n + 1L) * PACKET_TICKS) * 125;
            assertThat(placed).isLessThan(arrivals[n] + 4000.0);
        }
    }
}
