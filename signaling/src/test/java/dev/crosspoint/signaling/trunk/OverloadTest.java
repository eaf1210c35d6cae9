package dev.crosspoint.signaling.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverloadTest {

    @ParameterizedTest
    @CsvSource({
        "'', false",
        "250, false", // a pause of the collector
        "250 0 250, false",
        "250 250, true",
        "9000 9000, true",
        "249 249 249, false",
        "250 250 0 0 0, true", // not well for long enough
        "250 250 50 50 50 50, false",
        "250 250 0 0 0 51 0 0 0, true",
        "250 250 0 0 0 0 250, false",
        "250 250 0 0 0 0 250 250, true"
    })
    void isOverOrNot(String latenesses, boolean over) {
        var overload = new Overload();
        for (String late : latenesses.split(" ", -1)) {
            if (!late.isEmpty()) {
                overload.onTick(Long.parseLong(late));
            }
        }
        assertThat(overload.isOver()).isEqualTo(over);
    }
}
