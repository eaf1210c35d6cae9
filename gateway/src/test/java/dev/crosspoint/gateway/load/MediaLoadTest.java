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

    private static final List<Long> BOUNDS = List.of(5_000_000L, 10_000_000L, 20_000_000L);

    /** What a loop has counted since its start. */
    private static final class Loop {
        private final long[] late = new long[3];
        private long spentNanos;
        private long skipped;
        private long runNanos;
        private long waitedNanos;

        /** One second: so many ticks of each lateness, each so long. */
        void run(int inTime, int behind, int late, double tickMs, int givenUp) {
            this.late[0] += inTime;
            this.late[1] += behind;
            this.late[2] += late;
            spentNanos += (long) ((inTime + behind + late) * tickMs * 1e6);
            skipped += givenUp;
        }

        /** One second of ticks in time, in which the loop has run and waited for its core. */
        void ask(int runMs, int waitedMs) {
            run(50, 0, 0, 1, 0);
            runNanos += runMs * 1_000_000L;
            waitedNanos += waitedMs * 1_000_000L;
        }

        void run(char second) {
            switch (second) {
                case 'q' -> run(50, 0, 0, 1, 0); // quiet
                case 'h' -> run(50, 0, 0, 10, 0); // half busy
                case 'm' -> run(50, 0, 0, 12, 0); // more than that
                case 'b' -> run(50, 0, 0, 14, 0); // busy
                case 'i' -> run(30, 0, 20, 1, 0); // interrupted
                case 'w' -> run(20, 30, 0, 1, 0); // wavering
                case 'p' -> ask(710, 0); // between its ticks: packets
                case 'c' -> ask(300, 610); // for others on its core
                case 'o' -> ask(300, 300); // which it can bear
                case 'v' -> ask(300, 410); // and this too, without room for more
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
                    Map.of(
                            LoopCount.TICKS_SKIPPED, skipped,
                            LoopCount.CPU_NANOS, runNanos,
                            LoopCount.CPU_WAIT_NANOS, waitedNanos),
                    new Spread(BOUNDS, lateness, 0),
                    new Spread(BOUNDS, lateness, spentNanos));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "qqqqqq, false",
        "hhhhhhhh, false",
        "mmmmmmmm, false",
        "qbbbb, false", // not for long enough
        "qbbbbb, true",
        "qlllll, true",
        "qppppp, true",
        "qccccc, true",
        "qoooooooo, false",
        "qsssss, true",
        "qxxxxx, true",
        "qblsxb, true",
        "qbbbbqbbbb, false", // never five in a row
        "qiiiiiiii, false",
        "qwwwwwwww, false",
        "qbbbbbqqqq, true", // not well for long enough
        "qbbbbbqqqqq, false",
        "qbbbbbhhhhh, false",
        "qbbbbbmmmmm, true", // better, and not well
        "qbbbbbwwwww, true",
        "qpppppooooo, false",
        "qpppppvvvvv, true",
        "qbbbbbqqqqbqqqq, true",
        "qbbbbbqqqqqbbbb, false", // nor at once again
        "qbbbbbqqqqqbbbbb, true",
        "qbbbbbmmmmmmmmmmmmmmmmmmmmmmmmmmmmm, true",
        "qbbbbbmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm, false", // it stays so, and is no harm
        "qbbbbbwwwwwwwwwwwwwwwmmmmmmmmmmmmmmm, false",
        "qbbbbbmmmmmmmmmmmmmmmmmmmmbmmmmmmmmmmmmmmmmmmmm, true"
    })
    void isOverOrNot(String seconds, boolean over) {
        var loop = new Loop();
        var load = new MediaLoad(SheddingRules.USUAL);
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
        var load = new MediaLoad(SheddingRules.USUAL);
        for (int i = 0; i < 6; i++) {
            idle.run('q');
            busy.run("qbbbbb".charAt(i));
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

    /** A load that is just too much with the next call, and just not without it. */
    @Test
    void cannotFlap() {
        var loop = new Loop();
        var load = new MediaLoad(SheddingRules.USUAL);
        int changes = 0;
        for (int second = 0; second < 600; second++) {
            boolean before = load.isOver();
            loop.run(before ? 'm' : 'b');
            load.onSecond(List.of(loop.meter(0)));
            changes += before == load.isOver() ? 0 : 1;
        }
        assertThat(changes).isBetween(30, 36);
    }

    @ParameterizedTest
    @CsvSource({"mmmmmm, 60, 10, true", "bbbbbb, 95, 10, false", "llllll, 70, 20, false"})
    void goesByItsRules(String seconds, int busyPercent, int lateMs, boolean over) {
        var loop = new Loop();
        var load = new MediaLoad(new SheddingRules(true, busyPercent, lateMs));
        for (int i = 0; i < seconds.length(); i++) {
            loop.run(seconds.charAt(i));
            load.onSecond(List.of(loop.meter(0)));
        }
        assertThat(load.isOver()).isEqualTo(over);
    }

    @Test
    void saysNothingOfWhatWasBeforeItLooked() {
        var loop = new Loop();
        for (int i = 0; i < 1000; i++) {
            loop.run('l');
        }
        var load = new MediaLoad(SheddingRules.USUAL);
        for (int i = 0; i < 10; i++) {
            loop.run('q');
            load.onSecond(List.of(loop.meter(0)));
        }
        assertThat(load.isOver()).isFalse();
    }
}
