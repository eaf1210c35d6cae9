package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Our verdict on each of the 49 messages of RFC 4475. */
class TortureTest {

    /** RFC 4475 3.1.2, and those of 3.3 that a parser itself has to refuse. */
    private static final Map<String, Integer> REFUSED =
            Map.ofEntries(
                    Map.entry("badinv01", 400),
                    Map.entry("clerr", 400),
                    Map.entry("ncl", 400),
                    Map.entry("scalar02", 400),
                    Map.entry("scalarlg", 400),
                    Map.entry("quotbal", 400),
                    Map.entry("ltgtruri", 400),
                    Map.entry("lwsruri", 400),
                    Map.entry("lwsstart", 400),
                    Map.entry("trws", 400),
                    Map.entry("escruri", 400),
                    Map.entry("baddate", 400),
                    Map.entry("regbadct", 400),
                    Map.entry("badaspec", 400),
                    Map.entry("baddn", 400),
                    Map.entry("badvers", 505),
                    Map.entry("mismatch01", 400),
                    Map.entry("mismatch02", 400),
                    Map.entry("bigcode", 400),
                    Map.entry("insuf", 400),
                    Map.entry("multi01", 400),
                    Map.entry("mcl01", 400),
                    // RFC 2543: no Contact, no Max-Forwards, no From tag. We are not that old.
                    Map.entry("inv2543", 400));

    private static final Set<String> RESPONSES =
            Set.of("unreason", "noreason", "scalarlg", "bigcode", "bcast");

    static Stream<Arguments> messages() {
        return TortureMessages.all().entrySet().stream()
                .map(e -> Arguments.of(e.getKey(), e.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void judgesEveryMessageAsTheRfcAsks(String name, byte[] bytes) throws BadMessage {
        Integer refusal = REFUSED.get(name);
        if (refusal == null) {
            assertThat(MessageReader.read(bytes, 0, bytes.length)).isNotNull();
        } else {
            var bad =
                    catchThrowableOfType(
                            BadMessage.class, () -> MessageReader.read(bytes, 0, bytes.length));
            assertThat(bad).isNotNull();
            assertThat(bad.status()).isEqualTo(refusal);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void tellsRequestsFromResponses(String name, byte[] bytes) throws BadMessage {
        assertThat(RawHead.read(bytes, 0, bytes.length).isRequest())
                .isEqualTo(!RESPONSES.contains(name));
    }
}
