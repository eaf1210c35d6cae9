package dev.crosspoint.signaling.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkService.Prefix;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberRulesTest {

    private static final List<Prefix> NATIONAL =
            List.of(new Prefix("+49", "0"), new Prefix("+", "00"), new Prefix("", "#"));

    @ParameterizedTest
    @CsvSource({"+4930555, 030555", "+33155, 0033155", "118, #118", "+, 00", "+49, 0", "'', ''"})
    void appliesTheFirstThatFits(String number, String written) {
        assertThat(NumberRules.apply(NATIONAL, new Private(number)).value()).isEqualTo(written);
    }

    @Test
    void leavesAloneWhatNoneFits() {
        var number = new Private("anonymous");
        assertThat(NumberRules.apply(List.of(new Prefix("+", "")), number)).isSameAs(number);
        assertThat(NumberRules.apply(List.of(), number)).isSameAs(number);
    }
}
