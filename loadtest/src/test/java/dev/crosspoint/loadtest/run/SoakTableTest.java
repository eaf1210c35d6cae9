package dev.crosspoint.loadtest.run;

import static java.lang.Double.POSITIVE_INFINITY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Runs of ten seconds of coming, sixty of talking, ten of going. */
class SoakTableTest {
    private static final int SECONDS = 80;

    private static double flat(@SuppressWarnings("unused") int s) {
        return 0;
    }

    private static PhoneSecond heard(int s, IntToDoubleFunction lateMs) {
        int calls = Math.min(100, 10 * Math.min(s, SECONDS - s));
        return new PhoneSecond(
                s * 1000L,
                calls,
                s,
                s,
                0,
                0,
                0,
                990L * s,
                10L * s,
                50,
                1,
                4 + lateMs.applyAsDouble(s),
                9,
                0,
                0,
                0,
                0.1,
                0,
                s * 3e8);
    }

    private static Sample told(
            int s, IntToDoubleFunction liveBytes, IntToDoubleFunction descriptors) {
        return new Sample(
                s * 1000L,
                s * 6e8,
                2e8 + s % 5 * 1e8 + liveBytes.applyAsDouble(s),
                2e8 + liveBytes.applyAsDouble(s),
                0,
                0,
                s * 50,
                s * 0.1,
                new TreeMap<>(Map.of(0.002, s * 49.6, 0.05, s * 50.0, POSITIVE_INFINITY, s * 50.0)),
                100,
                200,
                500 + descriptors.applyAsDouble(s));
    }

    private static SoakTable table(
            IntToDoubleFunction liveBytes,
            IntToDoubleFunction descriptors,
            IntToDoubleFunction lateMs) {
        return SoakTable.of(
                new Span(
                        IntStream.range(0, SECONDS)
                                .mapToObj(s -> told(s, liveBytes, descriptors))
                                .toList(),
                        IntStream.range(0, SECONDS).mapToObj(s -> heard(s, lateMs)).toList()));
    }

    @Test
    void showsEachPartOfARunThatStaysAsItIs() {
        SoakTable table = table(SoakTableTest::flat, SoakTableTest::flat, SoakTableTest::flat);
        assertThat(table.grown()).isEmpty();
        List<String> rows = table.markdown().lines().skip(3).toList();
        assertThat(rows).hasSize(6);
        assertThat(rows.getFirst())
                .isEqualTo(
                        "| 0 | 100 | 60 % | 200 / 600 MB | 500 | 2.00; 2.00 / 50.00 ms | 1.000 % | 1.00 / 4.00 ms | 4.0 ms |");
        assertThat(rows.getLast()).startsWith("| 1 | 100 |");
    }

    @Test
    void saysWhatGrowsUntilTheEnd() {
        assertThat(table(s -> s * 2e6, SoakTableTest::flat, SoakTableTest::flat).grown())
                .singleElement()
                .asString()
                .startsWith("what is alive in the heap, MB grew from 2");
        assertThat(table(SoakTableTest::flat, s -> s, SoakTableTest::flat).grown())
                .singleElement()
                .asString()
                .startsWith("open files and sockets grew from 5");
        assertThat(table(SoakTableTest::flat, SoakTableTest::flat, s -> s * 0.1).grown())
                .singleElement()
                .asString()
                .startsWith("delay p99, ms grew from 5");
    }

    /** A gateway that does not tell of itself has not shown that it stays as it is. */
    @Test
    void saysWhatItWasNotTold() {
        assertThat(table(_ -> -2e8, SoakTableTest::flat, SoakTableTest::flat).grown())
                .containsExactly("nothing is known of what is alive in the heap, MB");
    }

    @Test
    void saysWhenThereWasTooLittleOfIt() {
        var nothing = SoakTable.of(new Span(List.of(), List.of()));
        assertThat(nothing.grown()).hasSize(1);
        assertThat(nothing.markdown().lines().skip(3)).isEmpty();
    }
}
