package dev.crosspoint.signaling.sip;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a carrier says it found when it checked a caller's number (STIR/SHAKEN): parameter {@code
 * verstat} of the number (3GPP TS 24.229 7.2A.20), attestation in it or in a field of its own (ATIS
 * 1000082). We take the word of a trunk that we know; signatures are not ours to check.
 */
final class Verstat {

    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*verstat\\s*=\\s*\"?([A-Za-z-]{1,40})", Pattern.CASE_INSENSITIVE);

    private Verstat() {}

    /**
     * One of {@code Passed-A}, {@code Passed-B}, {@code Passed-C}, {@code Passed}, {@code Failed},
     * {@code Unchecked}; empty when the carrier says nothing that we know.
     *
     * @param attestations what P-Attestation-Indicator says
     */
    static Optional<String> of(
            List<String> asserted, List<String> from, List<String> attestations) {
        return Stream.concat(asserted.stream(), from.stream())
                .flatMap(value -> PARAMETER.matcher(value).results())
                .map(found -> verdict(found.group(1), attestations))
                .flatMap(Optional::stream)
                .findFirst();
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
