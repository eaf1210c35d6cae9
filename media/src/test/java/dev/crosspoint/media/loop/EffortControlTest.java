package dev.crosspoint.media.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.media.api.OpusEffort;
import dev.crosspoint.media.codec.EffortLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A loop whose ticks cost what its encoders do, in its own time. */
class EffortControlTest {
    private static final double PERIOD_MS = LoopClock.TICK_NANOS / 1e6;
    private static final int SECOND = 50;

    /** Of a 48 kHz encoder at complexities 0 to 5, and with in-band FEC at 16 kHz, microseconds. */
    private static final double[] COST = {75, 89, 123, 133, 162, 163};

    private static final double[] COST_WITH_FEC = {55, 62, 146, 160, 197, 198};

    private final EffortLimit limit = new EffortLimit();
    private EffortControl control = new EffortControl(OpusEffort.USUAL, limit);
    private int lowered;
    private int raised;

    private void tick(double lateMs, double tookMs) {
        count(control.ran((long) (lateMs * 1e6), (long) (tookMs * 1e6)));
    }

    private void count(int change) {
        lowered += change < 0 ? 1 : 0;
        raised += change > 0 ? 1 : 0;
    }

    private void ticks(int howMany, double tookMs) {
        for (int i = 0; i < howMany; i++) {
            tick(0, tookMs);
        }
    }

    /** So many ticks in which so many frames are encoded, and nothing else is done. */
    private void encoding(int ticks, int frames, double[] costMicros) {
        for (int i = 0; i < ticks; i++) {
            tick(0, frames * costMicros[limit.complexity()] / 1000);
        }
    }

    @Test
    void beginsWithWhatIsConfigured() {
        control = new EffortControl(new OpusEffort(7, 2, 60), limit);

        ticks(600 * SECOND, 0.1);

        assertThat(limit.complexity()).isEqualTo(7);
        assertThat(lowered + raised).isZero();
    }

    @Test
    void goesDownStepByStepWithinASecond() {
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ticks(10, 0.61 * PERIOD_MS);
            seen.add(limit.complexity());
        }
        assertThat(seen).containsExactly(4, 3, 2, 1, 0, 0);
        assertThat(lowered).isEqualTo(5);
    }

    @Test
    void goesNoFurtherDownThanIsEnough() {
        encoding(2 * SECOND, 95, COST); // 77 % of the time at complexity 5, 58 at 2

        assertThat(limit.complexity()).isEqualTo(2);
        encoding(600 * SECOND, 95, COST);
        assertThat(limit.complexity()).isEqualTo(2);
        assertThat(raised).isZero();
    }

    @Test
    void goesDownWhereTicksAreLateHoweverShort() {
        for (int i = 0; i < SECOND; i++) {
            tick(i % 10 < 6 ? 5.1 : 0, 0.1);
        }
        assertThat(limit.complexity()).isZero();
    }

    @Test
    void goesDownWhereTicksAreGivenUp() {
        count(control.gaveUp(10));
        assertThat(limit.complexity()).isEqualTo(4);
        ticks(9, 1);
        count(control.gaveUp(12));
        assertThat(limit.complexity()).isEqualTo(3);
    }

    @Test
    void isNotMovedByAPauseOfACollector() {
        for (int pause = 0; pause < 100; pause++) {
            ticks(13, 2);
            tick(80, 2);
            tick(62, 2);
            tick(44, 2);
            tick(26, 2);
            tick(8, 2);
            ticks(7, 2);
        }
        assertThat(lowered).isZero();
    }

    @Test
    void goesUpSlowly() {
        ticks(SECOND, 15);
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            ticks(SECOND, 2);
            seen.add(limit.complexity());
        }
        assertThat(seen)
                .containsExactly(
                        0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 5,
                        5, 5, 5, 5, 5);
        assertThat(raised).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.41, 0.5, 0.59})
    void staysDownWhereThereIsNoRoom(double busy) {
        ticks(SECOND, 15);
        ticks(600 * SECOND, busy * PERIOD_MS);

        assertThat(limit.complexity()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"3, 0", "2, 5"})
    void goesUpOnlyWhereFewTicksAreLate(int lateOfTen, int end) {
        ticks(SECOND, 15);
        for (int i = 0; i < 60 * SECOND; i++) {
            tick(i % 10 < lateOfTen ? 6 : 0, 0.1);
        }
        assertThat(limit.complexity()).isEqualTo(end);
    }

    /** A load that is just too much with the next step, and has room without it. */
    @Test
    void cannotFlap() {
        encoding(3600 * SECOND, 85, COST_WITH_FEC); // 26 % at complexity 1, 62 at 2

        assertThat(limit.complexity()).isEqualTo(1);
        assertThat(raised).isBetween(5, 20);
    }

    @Test
    void triesAgainSoonOnceAStepUpHasLasted() {
        encoding(600 * SECOND, 85, COST_WITH_FEC);
        encoding(330 * SECOND, 20, COST_WITH_FEC);
        assertThat(limit.complexity()).isGreaterThanOrEqualTo(2);

        encoding(25 * SECOND, 20, COST_WITH_FEC);

        assertThat(limit.complexity()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"5, 5, 5", "5, 3, 3", "2, 0, 0", "0, 0, 0"})
    void goesNoFurtherThanItsFloor(int most, int least, int end) {
        control = new EffortControl(new OpusEffort(most, least, 60), limit);

        ticks(10 * SECOND, 30);

        assertThat(limit.complexity()).isEqualTo(end);
        assertThat(lowered).isEqualTo(most - end);
    }

    @Test
    void countsWhatItDoesWhateverComes() {
        control = new EffortControl(new OpusEffort(8, 1, 50), limit);
        var random = new Random(4);
        double load = 0;
        for (int i = 0; i < 200_000; i++) {
            load = i % 1500 == 0 ? random.nextDouble() : load;
            int before = limit.complexity();
            int change =
                    random.nextInt(3000) == 0
                            ? control.gaveUp(1 + random.nextInt(30))
                            : control.ran(
                                    (long) (load * random.nextInt(12_000_000)),
                                    (long) (load * random.nextInt(30_000_000)));
            assertThat(change).isBetween(-1, 1);
            assertThat(limit.complexity()).isEqualTo(before + change).isBetween(1, 8);
            count(change);
        }
        assertThat(lowered).isGreaterThan(50);
        assertThat(raised).isGreaterThan(50);
    }

    @Test
    void refusesAnEffortThatThereIsNot() {
        assertThatThrownBy(() -> new OpusEffort(11, 0, 60)).hasMessageContaining("complexity");
        assertThatThrownBy(() -> new OpusEffort(5, 6, 60)).hasMessageContaining("leastComplexity");
        assertThatThrownBy(() -> new OpusEffort(5, 0, 101)).hasMessageContaining("busyPercent");
    }
}
