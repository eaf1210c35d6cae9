package dev.crosspoint.media.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.media.api.Tenant;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectNameTest {
    private static final ObjectName FIRST =
            new ObjectName(
                    new Tenant("acme", "main"),
                    "2f3c",
                    Instant.parse("2026-03-09T23:59:59Z"),
                    1,
                    Artefact.WAV);

    @Test
    void namesTheFirstSegmentByInstanceDayContactAndMinute() {
        assertThat(FIRST.path())
                .isEqualTo("main/CallRecordings/2026/03/09/2f3c_20260309T2359_UTC.wav");
    }

    @Test
    void numbersFurtherSegments() {
        assertThat(FIRST.withOrdinal(2).path()).endsWith("/2f3c_20260309T2359_UTC_2.wav");
    }

    @Test
    void givesEachArtefactItsEnding() {
        var manifest =
                new ObjectName(FIRST.tenant(), "2f3c", FIRST.startedAt(), 1, Artefact.MANIFEST);
        assertThat(manifest.path()).endsWith("_UTC.json");
    }

    @Test
    void goesUnderAPrefix() {
        assertThat(FIRST.under("")).isEqualTo(FIRST.path());
        assertThat(FIRST.under("a/b")).isEqualTo("a/b/" + FIRST.path());
        assertThat(FIRST.under("a/b/")).isEqualTo("a/b/" + FIRST.path());
    }

    @Test
    void letsNoInstanceLeadElsewhere() {
        var evil =
                new ObjectName(
                        new Tenant("acme", "../x"), "c/d", FIRST.startedAt(), 1, Artefact.OGG);
        assertThat(evil.path()).startsWith("%2E.%2Fx/CallRecordings/").contains("/c%2Fd_");
    }

    @ParameterizedTest
    @CsvSource({"abc-1_2.x,abc-1_2.x", ".,%2E", "..,%2E.", "a b,a%20b", "%41,%2541", "é,%C3%A9"})
    void writesAnyTextAsOnePart(String text, String part) {
        assertThat(NamePart.of(text)).isEqualTo(part);
    }

    @Test
    void refusesAnEmptyPart() {
        assertThatThrownBy(() -> NamePart.of("")).isInstanceOf(IllegalArgumentException.class);
    }
}
