package dev.crosspoint.signaling.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.signaling.json.Params.BadParams;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonOfClientsTest {
    private static final String ALL_MEMBERS =
            """
            {"held": true, "muted": true, "paused": true, "digits": "1", "queue": "q",
             "participant": "p", "how": "barge"}
            """;

    @Test
    void callsEveryVerbByTheWordItReadsItBy() throws BadParams {
        var members = new Params((ObjectNode) StrictJson.read(ALL_MEMBERS).orElseThrow());
        var words = new TreeSet<String>();
        for (var word : VerbJson.VERBS) {
            words.add(VerbJson.word(VerbJson.read(word, members)));
        }
        assertThat(words).containsExactlyElementsOf(new TreeSet<>(VerbJson.VERBS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":2}",
                "{} {}",
                "{'a':1}",
                "{\"a\":}",
                "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]",
                "123456789012345678901234567890123",
                "nil"
            })
    void readsNothingThatIsNotOneValueWithinTheLimits(String text) {
        assertThat(StrictJson.read(text)).isEmpty();
    }

    @Test
    void readsBytesAsUtf8AndNothingElse() {
        var text = "{\"name\":\"Zoë\"}";
        assertThat(StrictJson.read(text.getBytes(StandardCharsets.UTF_8)).orElseThrow())
                .hasToString(text);
        assertThat(StrictJson.read(text.getBytes(StandardCharsets.ISO_8859_1))).isEmpty();
        assertThat(StrictJson.read("{}".getBytes(StandardCharsets.UTF_16))).isEmpty();
        assertThat(StrictJson.read(new byte[0]).orElseThrow().isMissingNode()).isTrue();
    }
}
