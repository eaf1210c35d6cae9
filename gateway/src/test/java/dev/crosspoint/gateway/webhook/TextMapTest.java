package dev.crosspoint.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.signaling.api.Private;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextMapTest {
    @Test
    void readsAFlatObjectOfTexts() throws TextMap.NotAMap {
        var values = TextMap.read(bytes(" {\"a\": \"1\", \"\u00e4 b\": \"\"} ")).values();

        assertThat(values).isEqualTo(Map.of("a", new Private("1"), "\u00e4 b", new Private("")));
        assertThat(TextMap.read(bytes("{}")).values()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "\"text\"",
                "[\"a\"]",
                "{\"a\": 1}",
                "{\"a\": true}",
                "{\"a\": null}",
                "{\"a\": {}}",
                "{\"a\": [\"b\"]}",
                "{\"a\": \"1\", \"a\": \"2\"}",
                "{\"a\": \"1\"} {}",
                "{\"a\": \"1\"",
                "{a: 'b'}",
            })
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> TextMap.read(bytes(text))).isInstanceOf(TextMap.NotAMap.class);
    }

    @Test
    void refusesWhatIsTooLarge() throws TextMap.NotAMap {
        var fits = "{\"a\": \"" + "x".repeat(TextMap.MAX_BYTES - 9) + "\"}";

        assertThat(TextMap.read(bytes(fits)).values()).hasSize(1);
        assertThatThrownBy(() -> TextMap.read(bytes(fits + " ")))
                .isInstanceOf(TextMap.NotAMap.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
