package dev.crosspoint.gateway.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class FateTest {
    private static final long MS = 1_000_000L;
    private static final long START = Long.MAX_VALUE - 1000 * MS;
    private static final int SENT = 2000;
    private static final int BYTES = 200;

    /** Frames of 20 ms: ms after sending, or -1. */
    private static List<Long> takes(Impairment impairment, long seed) {
        var fate = fate(seed);
        fate.become(impairment);
        var takes = new ArrayList<Long>();
        for (int i = 0; i < SENT; i++) {
            long now = after(i * 20L);
            long at = fate.arrivalNanos(BYTES, now);
            takes.add(at == Fate.LOST ? -1 : (at - now) / MS);
        }
        return takes;
    }

    private static long after(long ms) {
        return START + ms * MS;
    }

    private static Fate fate(long seed) {
        return new Fate(RandomGeneratorFactory.of("L64X128MixRandom").create(seed), START);
    }

    @Test
    void letsThroughAtOnceWhatNothingImpairs() {
        assertThat(takes(Impairment.NONE, 1)).containsOnly(0L);
    }

    @Test
    void losesTheShareThatItIsTold() {
        long lost = takes(Impairment.NONE.withLoss(0.1), 2).stream().filter(ms -> ms < 0).count();

        assertThat(lost).isBetween(SENT / 10 - 60L, SENT / 10 + 60L);
    }

    @Test
    void drawsTheSameFromTheSameSeed() {
        var storm = new Impairment(0.1, 20, 80, 0.05, 0);

        assertThat(takes(storm, 3)).isEqualTo(takes(storm, 3)).isNotEqualTo(takes(storm, 4));
    }

    @Test
    void delaysWithJitterAndKeepsTheOrder() {
        var takes = takes(Impairment.NONE.withDelayMs(30).withJitterMs(80), 5);

        assertThat(takes).allMatch(ms -> ms >= 30 && ms <= 110);
        assertThat(takes).anyMatch(ms -> ms > 90).anyMatch(ms -> ms < 60);
        for (int i = 1; i < SENT; i++) {
            assertThat(takes.get(i) + 20).isGreaterThanOrEqualTo(takes.get(i - 1));
        }
    }

    @Test
    void letsOthersOvertakeWhatIsReordered() {
        var takes = takes(Impairment.NONE.withReordered(0.1), 6);

        assertThat(takes.stream().distinct()).containsExactlyInAnyOrder(0L, 45L);
        assertThat(takes.stream().filter(ms -> ms == 45)).hasSizeBetween(140, 260);
    }

    @Test
    void letsNoMoreThroughThanFits() {
        // 80 kbps come: half of that fits, after a queue that is as long as it may be.
        var takes = takes(Impairment.NONE.withKbps(40), 7);

        assertThat(takes.stream().filter(ms -> ms >= 0)).hasSizeBetween(SENT / 2, SENT / 2 + 12);
        assertThat(takes).allMatch(ms -> ms <= 240);
        assertThat(takes(Impairment.NONE.withKbps(160), 8)).containsOnly(10L);
    }

    @Test
    void letsNothingThroughUntilTheOutageIsOver() {
        var fate = fate(9);
        fate.cutUntil(after(3000));

        assertThat(fate.arrivalNanos(BYTES, after(2999))).isEqualTo(Fate.LOST);
        assertThat(fate.arrivalNanos(BYTES, after(3000))).isEqualTo(after(3000));
    }
}
