package dev.crosspoint.gateway.flow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON into maps, lists and text; strict, and with limits. Numbers and booleans come as text
 * too, because the flow language writes both ways: {@code "5"} and {@code 5}, {@code "True"} and
 * {@code true}.
 */
final class JsonText {

    /** Flows are shallow; their metadata is a little deeper. */
    private static final int MAX_DEPTH = 64;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    .build();

    private JsonText() {}

    /** It is not JSON. */
    static final class NotJson extends Exception {
        private static final long serialVersionUID = 1;

        private NotJson(String message) {
            super(message);
        }
    }

    /** The one value of a document. */
    static @Nullable Object parse(String text) throws NotJson {
        try (var parser = FACTORY.createParser(text)) {
            parser.nextToken();
            var value = value(parser);
            if (parser.nextToken() != null) {
                throw new NotJson("there is more behind the end of the document");
            }
            return value;
        } catch (IOException e) {
            throw new NotJson("it is not JSON, or nested too deeply, or has a key twice");
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException, NotJson {
        var token = parser.currentToken();
        if (token == null) {
            throw new NotJson("it is empty");
        }
        return switch (token) {
            case START_OBJECT -> {
                var map = new LinkedHashMap<String, @Nullable Object>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    var name = parser.currentName();
                    parser.nextToken();
                    map.put(name, value(parser));
                }
                yield map;
            }
            case START_ARRAY -> {
                var list = new ArrayList<@Nullable Object>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getText();
            case VALUE_TRUE -> "True";
            case VALUE_FALSE -> "False";
            case VALUE_NULL -> null;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                    throw new NotJson("it is not JSON");
        };
    }
}
