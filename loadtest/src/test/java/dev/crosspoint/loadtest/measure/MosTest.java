package dev.crosspoint.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values are those of the E-model's formulas, computed by hand. */
class MosTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 4.39",
        "1, 0, 0, 4.30",
        "3, 20, 2, 4.08",
        "10, 100, 10, 3.22",
        "0, 400, 0, 2.77"
    })
    void followsLossDelayAndJitter(double lost, double delay, double jitter, double mos) {
        assertThat(Mos.of(lost, delay, jitter)).isCloseTo(mos, Offset.offset(0.01));
    }

    @Test
    void staysBetweenOneAndFourAndAHalf() {
        for (int lost = 0; lost <= 100; lost++) {
            for (int delay = 0; delay < 3000; delay += 50) {
                assertThat(Mos.of(lost, delay, 0)).isBetween(1.0, 4.5);
            }
        }
    }
}
