package dev.crosspoint.signaling.sip;

import gov.nist.javax.sip.address.SipUri;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sip.address.TelURL;
import javax.sip.address.URI;

/**
 * What a carrier says it found when it checked a caller's number (STIR/SHAKEN): parameter {@code
 * verstat} of the number (3GPP TS 24.229 7.2A.20), attestation in it or in a field of its own (ATIS
 * 1000082). We take the word of a trunk that we know; signatures are not ours to check.
 */
final class Verstat {

    private static final String PARAMETER = "verstat";

    private Verstat() {}

    /**
     * One of {@code Passed-A}, {@code Passed-B}, {@code Passed-C}, {@code Passed}, {@code Failed},
     * {@code Unchecked}; empty when the carrier says nothing that we know.
     *
     * @param numbers the URIs that are believed: the parameter counts as part of a number only, and
     *     not in a name beside it, which a caller writes as it likes
     * @param attestations what P-Attestation-Indicator says
     */
    static Optional<String> of(List<URI> numbers, List<String> attestations) {
        return numbers.stream()
                .flatMap(Verstat::words)
                .map(word -> verdict(word, attestations))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Stream<String> words(URI uri) {
        return switch (uri) {
            case TelURL tel -> Stream.ofNullable(tel.getParameter(PARAMETER));
            case SipUri sip when Messages.hasNumber(sip) ->
                    // RFC 3261 19.1.6: the parameters of a tel URI are in the user part.
                    Arrays.stream(sip.getUser().split(";", -1))
                            .skip(1)
                            .map(parameter -> parameter.split("=", 2))
                            .filter(pair -> pair.length == 2)
                            .filter(pair -> pair[0].equalsIgnoreCase(PARAMETER))
                            .map(pair -> pair[1]);
            default -> Stream.empty();
        };
    }

    private static Optional<String> verdict(String word, List<String> attestations) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "TN-VALIDATION-PASSED" ->
                    Optional.of("Passed" + attestation(attestations).orElse(""));
            case "TN-VALIDATION-PASSED-A" -> Optional.of("Passed-A");
            case "TN-VALIDATION-PASSED-B" -> Optional.of("Passed-B");
            case "TN-VALIDATION-PASSED-C" -> Optional.of("Passed-C");
            case "TN-VALIDATION-FAILED",
                    "TN-VALIDATION-FAILED-A",
                    "TN-VALIDATION-FAILED-B",
                    "TN-VALIDATION-FAILED-C" ->
                    Optional.of("Failed");
            case "NO-TN-VALIDATION" -> Optional.of("Unchecked");
            default -> Optional.empty();
        };
    }

    private static Optional<String> attestation(List<String> fields) {
        return fields.stream()
                .map(field -> field.strip().toUpperCase(Locale.ROOT))
                .filter(List.of("A", "B", "C")::contains)
                .map(letter -> "-" + letter)
                .findFirst();
    }
}
