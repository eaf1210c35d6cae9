package dev.crosspoint.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever is answered, it is a map of texts or refused in the one declared way. */
class TextMapFuzzTest {
    @FuzzTest(maxDuration = "5s")
    void readsOrRefusesAnything(byte[] answer) {
        try {
            var values = TextMap.read(answer);

            assertThat(values.toString()).matches("ExternalValues\\[\\d+]");
        } catch (TextMap.NotAMap e) {
            assertThat(e).hasMessage("not a flat JSON object of texts");
        }
    }
}
