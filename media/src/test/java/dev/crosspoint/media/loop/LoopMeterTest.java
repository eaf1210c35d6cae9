package dev.crosspoint.media.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LoopMeterTest {

    @Test
    void putsEachDurationIntoTheSmallestBucketThatHoldsIt() {
        var histogram = new Histogram();

        histogram.record(-5); // a clock read out of order
        histogram.record(50_000);
        histogram.record(50_001);
        histogram.record(20_000_000);
        histogram.record(3_000_000_000L);

        LoopMeter.Spread spread = histogram.snapshot();
        assertThat(spread.counts()).containsExactly(2L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 1L, 0L, 0L, 1L);
        assertThat(spread.upperBoundsNanos()).hasSize(12).endsWith(Long.MAX_VALUE).isSorted();
        assertThat(spread.sumNanos()).isEqualTo(3_020_100_001L);
        assertThat(spread.total()).isEqualTo(5);
    }

    @Test
    void boundsQuantilesFromAbove() {
        var histogram = new Histogram();
        for (int i = 0; i < 99; i++) {
            histogram.record(60_000);
        }
        histogram.record(4_000_000);

        LoopMeter.Spread spread = histogram.snapshot();
        assertThat(spread.quantileBoundNanos(0.5)).isEqualTo(100_000);
        assertThat(spread.quantileBoundNanos(0.99)).isEqualTo(100_000);
        assertThat(spread.quantileBoundNanos(0.999)).isEqualTo(5_000_000);
        assertThat(new Histogram().snapshot().quantileBoundNanos(0.99)).isZero();
    }

    @Test
    void keepsBoundsAndCountsTogether() {
        assertThatThrownBy(() -> new LoopMeter.Spread(List.of(1L), List.of(), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void countsEachNameByItself() {
        var counters = new Counters<>(LoopCount.values());

        counters.add(LoopCount.PACKETS_IN, 3);
        counters.add(LoopCount.PACKETS_IN, 2);
        counters.add(LoopCount.TICKS, 1);

        assertThat(counters.value(LoopCount.PACKETS_IN)).isEqualTo(5);
        assertThat(counters.snapshot())
                .hasSize(LoopCount.values().length)
                .containsEntry(LoopCount.TICKS, 1L)
                .containsEntry(LoopCount.RING_IN, 0L);
    }
}
