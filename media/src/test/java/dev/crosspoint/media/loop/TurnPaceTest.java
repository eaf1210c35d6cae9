package dev.crosspoint.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.SelectStrategy;
import org.junit.jupiter.api.Test;

class TurnPaceTest {

    @Test
    void restsForWhatIsLeftOfTheGap() {
        assertThat(TurnPace.restNanos(1_000, 1_000)).isEqualTo(400_000);
        assertThat(TurnPace.restNanos(1_000, 101_000)).isEqualTo(300_000);
    }

    @Test
    void doesNotRestAfterASleep() {
        assertThat(TurnPace.restNanos(1_000, 401_000)).isZero();
        assertThat(TurnPace.restNanos(1_000, 20_001_000)).isNegative();
    }

    @Test
    void survivesTheWrapOfTheClock() {
        assertThat(TurnPace.restNanos(Long.MAX_VALUE, Long.MIN_VALUE + 99_999)).isEqualTo(300_000);
    }

    @Test
    void looksAtTheSocketsBetweenTasksWithoutRest() throws Exception {
        SelectStrategy pace = TurnPace.FACTORY.newSelectStrategy();

        assertThat(pace.calculateStrategy(() -> 7, true)).isEqualTo(7);
        assertThat(pace.calculateStrategy(() -> 7, false)).isEqualTo(SelectStrategy.SELECT);
    }
}
