package dev.crosspoint.signaling.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.signaling.api.Private;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The members of one JSON object, read with types and limits. Unknown members are ignored. */
public record Params(ObjectNode object) {

    /** Longest id, state or other short text, characters. */
    private static final int MAX_WORD = 128;

    /** Most ICE candidates of one invite, and the longest of them, characters. */
    private static final int MAX_CANDIDATES = 64;

    private static final int MAX_CANDIDATE_LENGTH = 1024;

    /** A member is missing or not what it should be; the message names it and never quotes. */
    public static final class BadParams extends Exception {
        private final String sentence;

        public BadParams(String sentence) {
            super(sentence);
            this.sentence = sentence;
        }

        /** For the client, safe to show. */
        public String sentence() {
            return sentence;
        }
    }

    /** A short text that must be there. */
    public String word(String name) throws BadParams {
        return text(name, MAX_WORD);
    }

    /** A short text that may be missing or null. */
    public @Nullable String optionalWord(String name) throws BadParams {
        return absent(name) ? null : word(name);
    }

    /** A text of 1 to {@code max} characters that must be there. */
    public String text(String name, int max) throws BadParams {
        String text = object.path(name).textValue();
        if (text == null || text.isEmpty() || text.length() > max) {
            throw new BadParams(name + " must be a string of 1-" + max + " characters");
        }
        return text;
    }

    /** A private text of 1 to {@code max} characters that must be there. */
    public Private secret(String name, int max) throws BadParams {
        return new Private(text(name, max));
    }

    /** A private text of at most {@code max} characters that may be missing or null. */
    public @Nullable Private optionalSecret(String name, int max) throws BadParams {
        return absent(name) ? null : secret(name, max);
    }

    /**
     * A time in UTC as RFC 3339 writes it, which may be missing. Its years have four digits: others
     * are nothing that can be reckoned with.
     */
    public @Nullable Instant optionalMoment(String name) throws BadParams {
        if (!object.has(name)) {
            return null;
        }
        String text = word(name);
        try {
            if (text.matches("[0-9]{4}-.*")) {
                return Instant.parse(text);
            }
        } catch (DateTimeParseException e) {
            // Told below.
        }
        throw new BadParams(name + " must be a time such as 2027-01-31T00:00:00Z");
    }

    /** A boolean that must be there. */
    public boolean flag(String name) throws BadParams {
        JsonNode flag = object.path(name);
        if (!flag.isBoolean()) {
            throw new BadParams(name + " must be true or false");
        }
        return flag.booleanValue();
    }

    /** A whole number from 0, or -1 when missing. */
    public long countOrMissing(String name) throws BadParams {
        if (absent(name)) {
            return -1;
        }
        JsonNode count = object.path(name);
        if (!count.isIntegralNumber() || !count.canConvertToLong() || count.longValue() < 0) {
            throw new BadParams(name + " must be a whole number from 0");
        }
        return count.longValue();
    }

    /** ICE candidates: objects with a {@code candidate} string; an empty one ends the list. */
    public List<String> candidates(String name) throws BadParams {
        if (absent(name)) {
            return List.of();
        }
        JsonNode array = object.path(name);
        if (!array.isArray() || array.size() > MAX_CANDIDATES) {
            throw new BadParams(name + " must be an array of at most " + MAX_CANDIDATES);
        }
        List<String> candidates = new ArrayList<>(array.size());
        for (JsonNode entry : array) {
            String candidate = entry.path("candidate").textValue();
            if (candidate == null || candidate.length() > MAX_CANDIDATE_LENGTH) {
                throw new BadParams(name + " must hold objects with a candidate string");
            }
            if (!candidate.isEmpty()) {
                candidates.add(candidate);
            }
        }
        return candidates;
    }

    /** Whether it is there and true. */
    public boolean isTrue(String name) {
        return object.path(name).asBoolean(false);
    }

    private boolean absent(String name) {
        return object.path(name).isMissingNode() || object.path(name).isNull();
    }

    @Override
    public String toString() {
        return "Params[" + object.size() + "]";
    }
}
