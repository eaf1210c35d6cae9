package dev.crosspoint.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.SelectStrategy;
import org.junit.jupiter.api.Test;

class TurnPaceTest {

    private static final long NO_TICK = -10_000_000;

    @Test
    void restsForWhatIsLeftOfTheGap() {
        assertThat(TurnPace.restNanos(true, 1_000, NO_TICK, 1_000)).isEqualTo(400_000);
        assertThat(TurnPace.restNanos(true, 1_000, NO_TICK, 101_000)).isEqualTo(300_000);
    }

    @Test
    void restsLongerWhereEveryPacketWaitsForTheTick() {
        assertThat(TurnPace.restNanos(false, 1_000, NO_TICK, 1_000)).isEqualTo(1_000_000);
        assertThat(TurnPace.restNanos(false, 1_000, NO_TICK, 901_000)).isEqualTo(100_000);
    }

    @Test
    void doesNotRestBeyondATick() {
        assertThat(TurnPace.restNanos(false, 1_000, 301_000, 101_000)).isEqualTo(200_000);
        assertThat(TurnPace.restNanos(true, 1_000, 9_000_000, 101_000)).isEqualTo(300_000);
        assertThat(TurnPace.restNanos(true, 1_000, 100_000, 101_000)).as("due").isNegative();
    }

    @Test
    void doesNotRestAfterASleep() {
        assertThat(TurnPace.restNanos(true, 1_000, NO_TICK, 401_000)).isZero();
        assertThat(TurnPace.restNanos(true, 1_000, 30_000_000, 20_001_000)).isNegative();
    }

    @Test
    void survivesTheWrapOfTheClock() {
        long wrapped = Long.MIN_VALUE + 99_999;
        assertThat(TurnPace.restNanos(true, Long.MAX_VALUE, wrapped - 10_000_000, wrapped))
                .isEqualTo(300_000);
    }

    @Test
    void looksAtTheSocketsBetweenTasksWithoutRest() throws Exception {
        var pace = new TurnPace();

        assertThat(pace.calculateStrategy(() -> 7, true)).isEqualTo(7);
        assertThat(pace.calculateStrategy(() -> 7, false)).isEqualTo(SelectStrategy.SELECT);
    }

    /** Netty itself would not, where tasks have come during the rest. */
    @Test
    void looksAtTheSocketsAfterARest() throws Exception {
        var pace = new TurnPace();
        pace.calculateStrategy(() -> 0, false);

        int rested = SelectStrategy.SELECT;
        for (int turn = 0; turn < 100 && rested == SelectStrategy.SELECT; turn++) {
            rested = pace.calculateStrategy(() -> 7, false);
        }
        assertThat(rested).isEqualTo(7);
    }
}
