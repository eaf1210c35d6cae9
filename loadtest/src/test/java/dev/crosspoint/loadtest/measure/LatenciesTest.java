package dev.crosspoint.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private static final double RESOLUTION = 100.0 / 16;

    @Test
    void findsPercentilesOfTenThousandTimes() {
        var latencies = new Latencies();
        var random = new Random(1);
        long[] nanos = new long[10_000];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = (long) (1e5 * Math.exp(3 * random.nextDouble()));
            latencies.record(nanos[i]);
        }
        Arrays.sort(nanos);
        for (double share : new double[] {0.5, 0.9, 0.99, 0.999, 1}) {
            double truth = nanos[(int) Math.ceil(share * nanos.length) - 1] / 1e6;
            assertThat(latencies.percentileMs(share))
                    .as("p%s", 100 * share)
                    .isCloseTo(truth, Percentage.withPercentage(RESOLUTION));
        }
        assertThat(latencies.count()).isEqualTo(10_000);
    }

    @Test
    void neverSaysLessThanTheTruth() {
        for (long micros = 1; micros < 40_000_000; micros = micros * 11 / 10 + 1) {
            var latencies = new Latencies();
            latencies.record(micros * 1000);
            latencies.record(50_000_000_000L);
            assertThat(latencies.percentileMs(0.5)).isGreaterThanOrEqualTo(micros / 1000.0);
        }
    }

    @Test
    void addsUpWhatTwoHaveCounted() {
        var one = new Latencies();
        var two = new Latencies();
        one.record(1_000_000);
        two.record(3_000_000);
        two.record(9_000_000);
        one.add(two);
        assertThat(one.count()).isEqualTo(3);
        assertThat(one.mostMs()).isEqualTo(9);
        assertThat(one.percentileMs(0.5)).isBetween(3.0, 3.2);
    }

    @Test
    void takesWhatCannotBeForTheNearestThatCan() {
        var latencies = new Latencies();
        latencies.record(-5);
        latencies.record(Long.MAX_VALUE);
        assertThat(latencies.percentileMs(0.5)).isZero();
        assertThat(latencies.mostMs()).isEqualTo(60_000);
    }

    @Test
    void saysZeroWhenNothingWasCounted() {
        assertThat(new Latencies().percentileMs(0.99)).isZero();
    }
}
