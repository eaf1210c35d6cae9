package dev.crosspoint.signaling.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * JSON of clients: one value, no member twice, nothing behind it, and within limits. The length of
 * the text is the caller's to limit.
 */
public final class StrictJson {

    /** Deepest nesting accepted; an invite needs four. */
    private static final int MAX_DEPTH = 16;

    /** Longest number accepted, characters; a 64-bit integer needs twenty. */
    private static final int MAX_NUMBER_LENGTH = 32;

    /** Longest member name accepted, characters. */
    private static final int MAX_NAME_LENGTH = 128;

    private static final ObjectReader READER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxNumberLength(MAX_NUMBER_LENGTH)
                                                    .maxNameLength(MAX_NAME_LENGTH)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    // A location in an error message would quote what was sent.
                                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .readerFor(JsonNode.class);

    private StrictJson() {}

    /** The value, a missing node for no text at all, or empty when it is not JSON. */
    public static Optional<JsonNode> read(String text) {
        try {
            return Optional.of(READER.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Likewise from bytes; empty also when they are not UTF-8. */
    public static Optional<JsonNode> read(byte[] utf8) {
        try {
            return read(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
