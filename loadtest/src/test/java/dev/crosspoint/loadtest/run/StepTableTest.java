package dev.crosspoint.loadtest.run;

import static java.lang.Double.POSITIVE_INFINITY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StepTableTest {
    /**
     * Ten seconds nobody calls; then two calls a second, and from the second step on one is told
     * no.
     */
    private final List<PhoneSecond> phones =
            IntStream.range(0, 31)
                    .mapToObj(s -> {
                        int calling = Math.max(0, s - 9);
                        int refused = Math.max(0, s - 20);
                        return new PhoneSecond(
                                s * 1000L,
                                calling,
                                2L * calling,
                                2L * calling - refused,
                                refused,
                                refused,
                                0,
                                980L * calling,
                                20L * calling,
                                50,
                                1,
                                2,
                                3,
                                0,
                                0,
                                0,
                                0.1,
                                0,
                                s * 3e8);
                    })
                    .toList();

    private final List<Sample> samples =
            IntStream.range(0, 31)
                    .mapToObj(s ->
                            new Sample(
                                    s * 1000L,
                                    s * 9e8,
                                    1e8,
                                    9e7,
                                    0,
                                    0,
                                    s * 50,
                                    s * 0.1,
                                    new TreeMap<>(
                                            Map.of(0.1, s * 49.0, POSITIVE_INFINITY, s * 50.0)),
                                    s,
                                    2 * s,
                                    9))
                    .toList();

    @Test
    void saysOfEachStepWhatWasAskedForAndWhatWasHad() {
        List<String> rows =
                new StepTable(new Span(samples, phones), 3, 10).markdown().lines().toList();
        assertThat(rows.get(3))
                .isEqualTo(
                        "| 1 | 20 | 20 | 0 | 0 | 11 | 90 % | 30 % | 2.00; more / more ms | 2.000 % | 1.00 / 2.00 ms |");
        assertThat(rows.get(4)).startsWith("| 2 | 20 | 10 | 10 | 0 | 21 |");
        assertThat(rows.get(5)).isEqualTo("| 3 | not reached |");
    }

    @Test
    void saysNothingOfARunInWhichNobodyCalled() {
        assertThat(new StepTable(new Span(samples, List.of()), 3, 10).markdown()).isEmpty();
    }
}
