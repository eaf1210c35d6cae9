package dev.crosspoint.gateway.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.crosspoint.gateway.flow.ExternalValues;
import dev.crosspoint.signaling.api.Private;
import java.io.IOException;
import java.util.HashMap;

/** Reads an answer: a flat JSON object of texts, {@code STRING_MAP} in the flow language. */
final class TextMap {

    /** As the original: 32 KB of UTF-8. */
    static final int MAX_BYTES = 32_768;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(2).build())
                    .build();

    private TextMap() {}

    /** It is no such object. Says nothing of what it is instead, which may be personal. */
    static final class NotAMap extends Exception {
        private static final long serialVersionUID = 1;

        private NotAMap() {
            super("not a flat JSON object of texts");
        }
    }

    static ExternalValues read(byte[] answer) throws NotAMap {
        if (answer.length > MAX_BYTES) {
            throw new NotAMap();
        }
        var values = new HashMap<String, Private>();
        try (var parser = FACTORY.createParser(answer)) {
            require(parser.nextToken() == JsonToken.START_OBJECT);
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                var name = parser.currentName();
                require(parser.nextToken() == JsonToken.VALUE_STRING);
                values.put(name, new Private(parser.getText()));
            }
            require(parser.nextToken() == null);
            return new ExternalValues(values);
        } catch (IOException e) {
            throw new NotAMap();
        }
    }

    private static void require(boolean condition) throws NotAMap {
        if (!condition) {
            throw new NotAMap();
        }
    }
}
