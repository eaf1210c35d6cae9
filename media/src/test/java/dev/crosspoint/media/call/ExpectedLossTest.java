package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From reports, one a second, to what an encoder is told. */
class ExpectedLossTest {
    private static final long SECOND_NANOS = 1_000_000_000L;

    /** A figure for each second; a second figure behind a star says how often it is repeated. */
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "0*5, 0",
        "1.9*20, 0",
        "2, 5",
        "5, 5",
        "5.1, 10",
        "10.5, 20",
        "100, 20",
        "4 12, 20", // rises at once
        "4 0, 5", // and does not fall on the first good word
        "4 0*9, 5",
        "4 0*10, 0",
        "4 1.5*60, 5", // what began at two goes on until there is less than one
        "4 0.9*10, 0",
        "12 7*9, 20",
        "12 7*10, 10", // falls by steps
        "12 7*9 12 7*9, 20", // every relapse counts anew
        "4 0*9 1 0*9, 5",
    })
    void followsTheReports(String reports, int percent) {
        var loss = new ExpectedLoss();
        int told = 0;
        long nowNanos = 77;
        for (String report : reports.split(" ", -1)) {
            String[] parts = report.split("\\*", -1);
            int times = parts.length == 1 ? 1 : Integer.parseInt(parts[1]);
            for (int i = 0; i < times; i++) {
                nowNanos += SECOND_NANOS;
                int before = loss.percent();
                boolean changed = loss.reported(Double.parseDouble(parts[0]), nowNanos);
                assertThat(changed).isEqualTo(loss.percent() != before);
                told = changed ? loss.percent() : told;
            }
        }
        assertThat(loss.percent()).isEqualTo(percent);
        assertThat(told).isEqualTo(percent);
    }
}
