package dev.crosspoint.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final long FRAME_NANOS = 20_000_000;
    private static final long BEGAN = 5_000_000_000L;

    private final Schedule<String> schedule = new Schedule<>(BEGAN);
    private final List<String> spoken = new ArrayList<>();

    @Test
    void letsEverybodySpeakOnceEveryTwentyMilliseconds() {
        for (int i = 0; i < 1000; i++) {
            schedule.add("phone " + i);
        }
        Map<String, Integer> times = new HashMap<>();
        long now = BEGAN;
        for (int step = 0; step < 10 * Schedule.SLOTS; step++) {
            schedule.run(now, phone -> times.merge(phone, 1, Integer::sum), () -> {});
            now += Schedule.SLOT_NANOS;
        }
        assertThat(times).hasSize(1000);
        assertThat(times.values()).allMatch(count -> count == 10);
    }

    @Test
    void spreadsThemEvenlyOverTheTimeOfAFrame() {
        for (int i = 0; i < 10 * Schedule.SLOTS; i++) {
            schedule.add("phone " + i);
        }
        int[] batch = {0};
        for (int slot = 0; slot < Schedule.SLOTS; slot++) {
            batch[0] = 0;
            schedule.run(BEGAN + slot * Schedule.SLOT_NANOS, _ -> batch[0]++, () -> {});
            assertThat(batch[0]).isEqualTo(10);
        }
    }

    @Test
    void catchesUpWhenItWasALittleLate() {
        schedule.add("phone");
        run(BEGAN + 3 * FRAME_NANOS + 1);
        assertThat(spoken).hasSize(4);
        assertThat(schedule.skippedFrames()).isZero();
        assertThat(schedule.takeLateness().mostMs()).isEqualTo(60);
    }

    @Test
    void skipsWholeFramesWhenItWasVeryLate() {
        schedule.add("phone");
        run(BEGAN + 50 * FRAME_NANOS);
        assertThat(schedule.skippedFrames()).isEqualTo(50);
        assertThat(spoken).hasSize(1);
    }

    @Test
    void goesOnWithTheOthersWhenOneHasGone() {
        schedule.add("one");
        schedule.add("two");
        schedule.remove("one");
        run(BEGAN + FRAME_NANOS - 1);
        assertThat(spoken).containsExactly("two");
    }

    @Test
    void letsOneGoWhileItSpeaks() {
        for (int i = 0; i <= Schedule.SLOTS; i++) {
            schedule.add("phone " + i);
        }
        schedule.run(
                BEGAN,
                phone -> {
                    spoken.add(phone);
                    schedule.remove(phone);
                },
                () -> {});
        assertThat(spoken).contains("phone 0");
        spoken.clear();
        run(BEGAN + 2 * FRAME_NANOS - 1);
        assertThat(spoken).doesNotContain("phone 0").contains("phone 1", "phone 39");
    }

    @Test
    void saysOnceForEachSlotThatItIsOver() {
        schedule.add("one");
        schedule.add("two");
        int[] flushed = {0};
        schedule.run(BEGAN + FRAME_NANOS - 1, _ -> {}, () -> flushed[0]++);
        assertThat(flushed[0]).isEqualTo(2);
    }

    private void run(long nowNanos) {
        schedule.run(nowNanos, spoken::add, () -> {});
    }
}
