package dev.crosspoint.gateway.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {
    @ParameterizedTest
    @CsvSource({
        "020 7946 0123,GB,+442079460123",
        "+44 (0)20 7946-0123,US,+442079460123",
        "00442079460123,DE,+442079460123",
        "(202) 555-0123,US,+12025550123",
        "+12025550123,ZZ,+12025550123",
    })
    void readsNumbersAsPeopleWriteThem(String text, String region, String e164) {
        assertThat(PhoneNumber.parse(text, region)).contains(new PhoneNumber(e164));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "anonymous", "1001", "+", "12345678901234567890", "+1;ext=5", "١٢٣"})
    void takesNothingElseForANumber(String text) {
        assertThat(PhoneNumber.parse(text, "GB")).isEmpty();
    }

    @Test
    void hidesTheNumberAndRefusesToBeAnythingElse() {
        assertThat(new PhoneNumber("+442079460123").toString()).isEqualTo("PhoneNumber[13]");
        assertThatThrownBy(() -> new PhoneNumber("02079460123"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("7946");
    }
}
