package dev.crosspoint.gateway.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys in memory that is wiped. */
class EnteredDigitsTest {
    @ParameterizedTest
    @CsvSource({
        "49#,#,true",
        "49#,9#,true",
        "49,49,true",
        "9,49,false",
        "49,4,false",
        "'',#,false"
    })
    void knowsWhatWasPressedLast(String keys, String end, boolean expected) {
        assertThat(InputPair.digits(keys).endsWith(end)).isEqualTo(expected);
    }

    @Test
    void handsOutTextOnceAndKeepsNothing() {
        var digits = InputPair.digits("4929*#D");

        assertThat(digits.takeText()).isEqualTo("4929*#D");
        assertThat(digits.takeText()).isEmpty();
        assertThat(digits.memory()).containsOnly(0);
    }

    @Test
    void overwritesWhatIsTakenBack() {
        var digits = InputPair.digits("4929##");
        digits.dropLast(2);

        assertThat(digits.length()).isEqualTo(4);
        assertThat(digits.memory()).startsWith('4', '9', '2', '9', 0, 0, 0);
        digits.wipe();
        assertThat(digits.length()).isZero();
        assertThat(digits.memory()).containsOnly(0);
    }

    @Test
    void showsOnlyHowManyThereAre() {
        assertThat(InputPair.digits("4929")).hasToString("EnteredDigits[4]");
    }

    @Test
    void takesNoMoreThanItHasRoomFor() {
        var digits = InputPair.digits("0".repeat(32));

        assertThatThrownBy(() -> digits.add('1')).isInstanceOf(IllegalStateException.class);
        assertThat(digits.length()).isEqualTo(32);
    }
}
