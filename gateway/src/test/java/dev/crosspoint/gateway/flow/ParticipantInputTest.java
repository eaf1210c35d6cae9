package dev.crosspoint.gateway.flow;

import static dev.crosspoint.gateway.flow.FlowText.collect;
import static dev.crosspoint.gateway.flow.FlowText.menu;
import static dev.crosspoint.gateway.flow.FlowText.phone;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How digits are asked for, gathered and stored. */
class ParticipantInputTest {
    @ParameterizedTest
    @CsvSource({"1,one", "2,two", "9,other", "*,other"})
    void branchesOnOneDigitThatInterruptsTheQuestion(String key, String mark) {
        var walk = menu();

        assertThat(walk.heard()).containsExactly("want input", "play one.wav");
        walk.presses(key);
        assertThat(walk.heard()).startsWith("stop");
        assertThat(walk.attribute("mark")).isEqualTo(mark);
        assertThat(walk.stored()).isEqualTo("(none)");
    }

    @Test
    void waitsForTheFirstDigitFromTheEndOfTheQuestion() {
        var walk = menu().passes(60).ends();

        assertThat(walk.passes(4).attribute("mark")).isEqualTo("(none)");
        assertThat(walk.passes(1).attribute("mark")).isEqualTo("late");
    }

    @ParameterizedTest
    @CsvSource({
        // keys, what is stored; the question has a maximum of 6 digits
        "12#,12",
        "123456,123456",
        "12*34#,34",
        "#,''",
    })
    void storesDigitsUntilTheEndKeyOrTheirNumber(String keys, String stored) {
        var walk = collect("'DTMFConfiguration': {}", "'CustomValidation': {'MaximumLength': '6'}");

        assertThat(walk.ends().presses(keys).stored()).isEqualTo(stored);
        assertThat(walk.attribute("mark")).isEqualTo("next");
    }

    @Test
    void storesWhatCameWhenTheNextDigitStaysAway() {
        var walk =
                collect(
                        "'DTMFConfiguration': {'InterdigitTimeLimitSeconds': '3'}",
                        "'CustomValidation': {'MaximumLength': '6'}");

        walk.ends().presses("4").passes(2).presses("2").passes(2);
        assertThat(walk.stored()).isEqualTo("(none)");
        assertThat(walk.passes(1).stored()).isEqualTo("42");
    }

    @Test
    void takesAnEndOfSeveralKeysAndTheStarAsADigit() {
        var walk =
                collect(
                        "'DTMFConfiguration': {'InputTerminationSequence': '*#',"
                                + " 'DisableCancelKey': 'True'}",
                        "'CustomValidation': {'MaximumLength': '20'}");

        assertThat(walk.ends().presses("1*2*#").stored()).isEqualTo("1*2");
    }

    @Test
    void storesTimeoutWhenNothingIsEnteredAndNoBranchIsThereForIt() {
        var walk = collect("'DTMFConfiguration': {}", "'CustomValidation': {'MaximumLength': '6'}");

        assertThat(walk.ends().passes(7).stored()).isEqualTo("Timeout");
        assertThat(walk.attribute("mark")).isEqualTo("next");
    }

    @ParameterizedTest
    @CsvSource({"Local,02079460123,+442079460123", "E164,442079460123,+442079460123"})
    void storesATelephoneNumberInE164(String format, String keys, String stored) {
        var walk = collect("'DTMFConfiguration': {}", phone(format));

        assertThat(walk.ends().presses(keys + "#").stored()).isEqualTo(stored);
    }

    @Test
    void branchesWhenTheInputIsNoTelephoneNumber() {
        var walk = collect("'DTMFConfiguration': {}", phone("Local"));

        assertThat(walk.ends().presses("12#").attribute("mark")).isEqualTo("invalid");
        assertThat(walk.stored()).isEqualTo("(none)");
    }

    @Test
    void hidesWhatTheCustomerEnteredAndWhoCalls() {
        var walk =
                collect("'DTMFConfiguration': {}", "'CustomValidation': {'MaximumLength': '20'}")
                        .ends()
                        .presses("4929123456");

        assertThat(walk.state().toString()).doesNotContain("4929", "0123");
        assertThat(walk.presses("#").state().toString()).doesNotContain("4929", "0123");
    }
}
