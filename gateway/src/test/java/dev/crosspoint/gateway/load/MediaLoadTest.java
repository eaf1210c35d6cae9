package dev.crosspoint.gateway.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.loop.LoopCount;
import dev.crosspoint.media.loop.LoopMeter;
import dev.crosspoint.media.loop.LoopMeter.Spread;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seconds of a loop, each told as a letter; whether calls wait after the last. */
class MediaLoadTest {

    private static final List<Long> BOUNDS = List.of(5_000_000L, 10_000_000L, Long.MAX_VALUE);

    /** What a loop has counted since its start. */
    private static final class Loop {
        private final long[] late = new long[3];
        private long spentNanos;
        private long skipped;

        /** One second: so many ticks of each lateness, each so long. */
        void run(int inTime, int behind, int late, double tickMs, int givenUp) {
            this.late[0] += inTime;
            this.late[1] += behind;
            this.late[2] += late;
            spentNanos += (long) ((inTime + behind + late) * tickMs * 1e6);
            skipped += givenUp;
        }

        void run(char second) {
            switch (second) {
                case 'q' -> run(50, 0, 0, 1, 0); // quiet
                case 'h' -> run(50, 0, 0, 10, 0); // half busy
                case 'm' -> run(50, 0, 0, 12, 0); // more than that
                case 'b' -> run(50, 0, 0, 14, 0); // busy
                case 'i' -> run(30, 0, 20, 1, 0); // interrupted
                case 'w' -> run(20, 30, 0, 1, 0); // wavering
                case 'l' -> run(20, 4, 26, 1, 0); // late
                case 's' -> run(10, 0, 0, 1, 40); // gives ticks up
                case 'x' -> run(0, 0, 0, 0, 0); // stands still
                default -> throw new IllegalArgumentException("no such second: " + second);
            }
        }

        LoopMeter meter(int index) {
            var lateness = List.of(late[0], late[1], late[2]);
            return new LoopMeter(
                    index,
                    Map.of(LoopCount.TICKS_SKIPPED, skipped),
                    new Spread(BOUNDS, lateness, 0),
                    new Spread(BOUNDS, lateness, spentNanos));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "qqqqqq, false",
        "hhhhhh, false",
        "mmmmmm, false",
        "qbb, false", // not for long enough
        "qbbb, true",
        "qlll, true",
        "qsss, true",
        "qxxx, true",
        "qbls, true",
        "qbbqbb, false", // never three in a row
        "qiiiiii, false",
        "qwwwwww, false",
        "qbbbqqqq, true", // not well for long enough
        "qbbbqqqqq, false",
        "qbbbhhhhh, false",
        "qbbbmmmmm, true", // better, and not well
        "qbbbwwwww, true",
        "qbbbqqqqbqqqq, true",
        "qbbbqqqqqbb, false",
        "qbbbqqqqqbbb, true"
    })
    void isOverOrNot(String seconds, boolean over) {
        var loop = new Loop();
        var load = new MediaLoad();
        for (int i = 0; i < seconds.length(); i++) {
            loop.run(seconds.charAt(i));
            load.onSecond(List.of(loop.meter(0)));
        }
        assertThat(load.isOver()).isEqualTo(over);
    }

    @Test
    void isAsGoodAsTheWorstOfItsLoops() {
        var idle = new Loop();
        var busy = new Loop();
        var load = new MediaLoad();
        for (int i = 0; i < 4; i++) {
            idle.run('q');
            busy.run("qbbb".charAt(i));
            load.onSecond(List.of(idle.meter(0), busy.meter(1)));
        }
        assertThat(load.isOver()).isTrue();
        for (int i = 0; i < 5; i++) {
            idle.run('b');
            busy.run('q');
            load.onSecond(List.of(idle.meter(0), busy.meter(1)));
        }
        assertThat(load.isOver()).isTrue();
    }

    @Test
    void saysNothingOfWhatWasBeforeItLooked() {
        var loop = new Loop();
        for (int i = 0; i < 1000; i++) {
            loop.run('l');
        }
        var load = new MediaLoad();
        for (int i = 0; i < 10; i++) {
            loop.run('q');
            load.onSecond(List.of(loop.meter(0)));
        }
        assertThat(load.isOver()).isFalse();
    }
}
