package dev.crosspoint.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TickScheduleTest {
    /** nanoTime may overflow, and does so soon here. */
    private static final Long START = Long.MAX_VALUE - 50;

    private final TickSchedule schedule = new TickSchedule(20, 5, START);

    @Test
    void ticksOncePerPeriodWithoutDrift() {
        for (int i = 1; i <= 1_000; i++) {
            assertThat(schedule.deadlineNanos()).isEqualTo(START + 20L * i);
            long lateNanos = i % 19;
            assertThat(ticksAt(START + 20L * i + lateNanos)).isEqualTo(1);
        }
    }

    @Test
    void waitsForItsTime() {
        assertThat(ticksAt(START + 19)).isZero();
        assertThat(ticksAt(START + 20)).isEqualTo(1);
        assertThat(ticksAt(START + 21)).isZero();
    }

    @Test
    void catchesUpAfterAShortStall() {
        assertThat(ticksAt(START + 20 * 4 + 3)).isEqualTo(4);
        assertThat(schedule.giveUp(START + 20 * 4 + 3)).isZero();
        assertThat(schedule.deadlineNanos()).isEqualTo(START + 100);
    }

    @Test
    void givesUpTheRestAfterALongStallAndKeepsTheBeat() {
        long nowNanos = START + 20 * 50 + 3;

        assertThat(ticksAt(nowNanos)).isEqualTo(5);
        assertThat(schedule.giveUp(nowNanos)).isEqualTo(45);
        assertThat(schedule.deadlineNanos()).isEqualTo(START + 20 * 51);
        assertThat(ticksAt(START + 20 * 51)).isEqualTo(1);
    }

    @Test
    void accountsForEveryTickWhateverTheDelays() {
        var random = new Random(7);
        long nowNanos = START;
        long ran = 0;
        long skipped = 0;
        for (int i = 0; i < 10_000; i++) {
            nowNanos += random.nextInt(random.nextInt(20) == 0 ? 500 : 30);
            int ticks = ticksAt(nowNanos);
            assertThat(ticks).isLessThanOrEqualTo(5);
            ran += ticks;
            skipped += schedule.giveUp(nowNanos);
            assertThat(schedule.deadlineNanos() - nowNanos).isBetween(1L, 20L);
        }
        assertThat(ran + skipped).isEqualTo((nowNanos - START) / 20);
        assertThat(skipped).isPositive();
    }

    private int ticksAt(long nowNanos) {
        int ticks = 0;
        schedule.wake();
        while (schedule.due(nowNanos)) {
            schedule.ran();
            ticks++;
        }
        return ticks;
    }
}
