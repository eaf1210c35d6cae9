package dev.crosspoint.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

final class PlayoutDelayTest {
    private static final long MS = 1_000_000;
    private final PlayoutDelay delay = new PlayoutDelay();
    private final Random random = new Random(1);
    private int packets;

    @Test
    void startsAtTwentyAndSettlesAtTen() {
        assertThat(targetMs()).isEqualTo(20);
        arrive(50, i -> 5);
        assertThat(targetMs()).isEqualTo(20);
        arrive(150, i -> 5);
        assertThat(targetMs()).isEqualTo(10);
    }

    @Test
    void coversTheSpread() {
        for (int spreadMs : new int[] {20, 50, 90, 150}) {
            arrive(1000, i -> random.nextDouble() * spreadMs);
            assertThat(targetMs()).isBetween(spreadMs - 5, spreadMs + 10);
        }
    }

    @Test
    void neverExceedsItsCap() {
        arrive(1000, i -> random.nextDouble() * 195);
        delay.extra(60 * MS);
        assertThat(targetMs()).isEqualTo(200);
    }

    @Test
    void takesNoCountOfWhatNoDelayWouldSave() {
        arrive(500, i -> 5);
        arrive(500, i -> i % 3 == 0 ? 2000 : 5);
        assertThat(targetMs()).isEqualTo(10);
    }

    @Test
    void growsWithinHalfASecondOfNewJitter() {
        arrive(500, i -> 5);
        arrive(25, i -> 5 + i % 2 * 60);
        assertThat(targetMs()).isEqualTo(65);
    }

    @Test
    void forgetsAStormWithinTwentySeconds() {
        arrive(500, i -> random.nextDouble() * 190);
        assertThat(targetMs()).isGreaterThan(170);
        arrive(1000, i -> 5);
        assertThat(targetMs()).isEqualTo(10);
    }

    @Test
    void movesItsZeroLineWithAPathThatBecameLonger() {
        arrive(500, i -> 5 + random.nextDouble());
        assertThat(delay.behindNanos(0, 5 * MS)).isCloseTo(0, within(MS));
        arrive(150, i -> 105 + random.nextDouble());
        // Two seconds later the new path is the measure, and what was late by it is forgiven.
        assertThat(delay.behindNanos(0, 105 * MS)).isCloseTo(0, within(MS));
        assertThat(targetMs()).isLessThanOrEqualTo(15);
        arrive(1, i -> 5);
        assertThat(delay.behindNanos(0, 5 * MS)).isZero();
    }

    @Test
    void followsADriftingSender() {
        arrive(30_000, i -> 5 + i * 20 * 0.0002);
        assertThat(delay.behindNanos(0, (long) ((5 + 30_000 * 20 * 0.0002) * MS)))
                .isBetween(0L, MS);
        assertThat(targetMs()).isEqualTo(10);
    }

    @Test
    void startsAZeroLineAnewButKeepsTheSpread() {
        arrive(1000, i -> random.nextDouble() * 90);
        int before = targetMs();
        delay.restart();
        delay.onArrival(0, 123_456 * MS);
        assertThat(delay.behindNanos(20 * MS, (123_456 + 20) * MS)).isZero();
        assertThat(targetMs()).isEqualTo(before);
    }

    private void arrive(int count, IntToDoubleFunction transitMs) {
        for (int i = 0; i < count; i++) {
            long media = packets++ * 20L * MS;
            delay.onArrival(media, media + (long) (transitMs.applyAsDouble(i) * MS));
        }
    }

    private int targetMs() {
        return (int) (delay.targetNanos() / MS);
    }
}
