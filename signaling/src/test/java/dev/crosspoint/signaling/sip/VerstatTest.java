package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkMessage.CallArrived;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerstatTest {

    /** What is found in an INVITE of those fields; {@code -} for a field that it does not have. */
    private static Optional<String> verdict(String from, String asserted, String attestation) {
        var request =
                Messages.request(
                        """
                        INVITE sip:+4940@127.0.0.1 SIP/2.0
                        Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK-a
                        From: %s;tag=a
                        To: <sip:+4940@127.0.0.1>
                        Call-ID: a
                        CSeq: 1 INVITE

                        """
                                .formatted(from));
        if (!asserted.equals("-")) {
            Messages.add(request, "P-Asserted-Identity", asserted);
        }
        if (!attestation.equals("-")) {
            Messages.add(request, "P-Attestation-Indicator", attestation);
        }
        return Optional.ofNullable(CallerIdentity.headers(request).get(CallArrived.VERDICT))
                .map(Private::value);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "<sip:+4930;verstat=TN-Validation-Passed@a;user=phone>, -, Passed",
                "<sip:+4930;verstat=TN-Validation-Passed@a;user=phone>, A, Passed-A",
                "<sip:+4930;verstat=TN-Validation-Passed@a;user=phone>, b, Passed-B",
                "<sip:+4930;verstat=TN-Validation-Passed@a;user=phone>, D, Passed",
                "\"Ann\" <sip:030;cpc=ordinary;Verstat=TN-Validation-Failed@a>, A, Failed",
                "<tel:+4930;verstat=TN-Validation-Passed-C>, A, Passed-C",
                "<tel:+4930;verstat=tn-validation-passed-a>, -, Passed-A",
                "<tel:+4930;cpc=ordinary;verstat=TN-Validation-Failed>, A, Failed",
                "<tel:+4930;verstat=TN-Validation-Failed-B>, -, Failed",
                "<tel:+4930;verstat=No-TN-Validation>, -, Unchecked"
            })
    void readsWhatACarrierFound(String number, String attestation, String verdict) {
        assertThat(verdict("<sip:+4930@a>", number, attestation)).contains(verdict);
        assertThat(verdict(number, "-", attestation)).contains(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "<tel:+4930>",
                "<tel:+4930;verstat=Yes>",
                "\"verstat=TN-Validation-Passed\" <tel:+4930>",
                // A name is what the caller likes.
                "\";verstat=TN-Validation-Passed-A\" <tel:+4930>",
                "\"Ann;verstat=TN-Validation-Passed-A\" <sip:+4930@a>",
                "<sip:ann;verstat=TN-Validation-Passed-A@a>", // of no number
                "<sip:+4930%3Bverstat=TN-Validation-Passed-A@a>",
                "<sip:+4930@a;verstat=TN-Validation-Passed-A>",
                "<tel:+4930;xverstat=TN-Validation-Passed>"
            })
    void saysNothingWhereNothingIsSaidOfTheNumber(String number) {
        assertThat(verdict("<sip:+4930@a>", number, "A")).isEmpty();
        assertThat(verdict(number, "-", "A")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "<tel:+4930;verstat=TN-Validation-Failed>, Failed",
        "<tel:+4930;verstat=Yes>, ''",
        "<tel:+4930>, ''"
    })
    void believesOnlyTheCarrierWhereItAssertsWhoCalls(String asserted, String verdict) {
        String forged = "<tel:+4930;verstat=TN-Validation-Passed>";
        assertThat(verdict(forged, asserted, "-").orElse("")).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = "<sip:ann@a>, <tel:+4930;verstat=TN-Validation-Passed-A>")
    void looksAtEveryIdentityThatIsAsserted(String asserted) {
        assertThat(verdict("<sip:ann@a>", asserted, "-")).contains("Passed-A");
    }
}
