package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerstatTest {

    @ParameterizedTest
    @CsvSource({
        "<sip:+4930;verstat=TN-Validation-Passed@a;user=phone>, '', Passed",
        "<sip:+4930;verstat=TN-Validation-Passed@a;user=phone>, A, Passed-A",
        "<sip:+4930;verstat=TN-Validation-Passed@a;user=phone>, ' b ', Passed-B",
        "<sip:+4930;verstat=TN-Validation-Passed@a;user=phone>, D, Passed",
        "<tel:+4930;verstat=TN-Validation-Passed-C>, A, Passed-C",
        "<tel:+4930;verstat=tn-validation-passed-a>, '', Passed-A",
        "<tel:+4930;cpc=ordinary;verstat=TN-Validation-Failed>, A, Failed",
        "<tel:+4930;verstat=TN-Validation-Failed-B>, '', Failed",
        "<tel:+4930 ; verstat = \"No-TN-Validation\">, '', Unchecked"
    })
    void readsWhatACarrierFound(String number, String attestation, String verdict) {
        assertThat(Verstat.of(List.of(number), List.of(), List.of(attestation))).contains(verdict);
        assertThat(Verstat.of(List.of(), List.of(number), List.of(attestation))).contains(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "<tel:+4930>",
        "<tel:+4930;verstat=>",
        "<tel:+4930;verstat=Yes>",
        "\"verstat=TN-Validation-Passed\" <tel:+4930>",
        "<tel:+4930;xverstat=TN-Validation-Passed>"
    })
    void saysNothingWhereNothingIsSaid(String number) {
        assertThat(Verstat.of(List.of(number), List.of(), List.of("A"))).isEmpty();
    }

    @Test
    void believesTheCarrierBeforeTheCaller() {
        assertThat(
                        Verstat.of(
                                List.of("<tel:+4930;verstat=TN-Validation-Failed>"),
                                List.of("<tel:+4930;verstat=TN-Validation-Passed>"),
                                List.of()))
                .contains("Failed");
    }
}
