package dev.crosspoint.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.contact.Contact;
import dev.crosspoint.gateway.contact.ContactData;
import dev.crosspoint.gateway.contact.Details;
import dev.crosspoint.signaling.api.Private;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a carrier says of a caller, as flows read it. */
final class CarrierWordsTest {
    private static final ContactData DATA =
            new ContactData(
                    Contact.first("c"),
                    Map.of(),
                    Details.NONE,
                    new Private("+442079460123"),
                    new Private("+442079460000"),
                    Map.of(
                            "P-Asserted-Identity", new Private("<sip:+4989777-planted@carrier>"),
                            "Diversion", new Private("<sip:+4989111@carrier>;reason=no-answer"),
                            "verstat", new Private("Passed-A")),
                    null);

    private static String read(String reference, ContactData data) {
        var lookup =
                new Lookup(new FlowWorldDouble(), data, FlowSettings.INITIAL, ExternalValues.NONE);
        return lookup.value(DataPath.parse(reference).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "$.Media.Sip.Headers.P-Asserted-Identity, <sip:+4989777-planted@carrier>",
        "$.Media.Sip.Headers.p-asserted-identity, <sip:+4989777-planted@carrier>",
        "$.Media.Sip.Headers['Diversion'], <sip:+4989111@carrier>;reason=no-answer",
        "$.Media.Sip.Headers.Privacy, ''",
        "$.Crosspoint.CallerVerdict, Passed-A"
    })
    void areReadByReference(String reference, String value) {
        assertThat(read(reference, DATA)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$.Media.Sip.Headers.Via",
                "$.Media.Sip.Headers.verstat",
                "$.Media.Sip.Headers.",
                "$.Media.Sip.Headers",
                "$.Media.Sip.Headers.From.tag"
            })
    void areNotReadWhereNothingIsKept(String reference) {
        assertThat(DataPath.parse(reference)).isEmpty();
    }

    @Test
    void stayWithTheContactAndOutOfLogs() {
        var later = DATA.withStoredInput(new Private("1")).withDetails(Details.NONE);
        later = later.withAttributes(Map.of("a", new Private("b"))).orElseThrow();
        assertThat(read("$.Crosspoint.CallerVerdict", later)).isEqualTo("Passed-A");
        assertThat(later.toString()).doesNotContain("planted", "Passed-A", "4989111");
    }
}
