package dev.crosspoint.media.sdp;

import org.jspecify.annotations.Nullable;

/**
 * One {@code a=} line, kept as it is (RFC 8866 5.13). May hold a key: {@link #toString} shows only
 * the name.
 *
 * @param name a token
 * @param value what follows the colon; null for a property such as {@code a=rtcp-mux}
 */
public record Attribute(String name, @Nullable String value) {
    public Attribute {
        if (!Grammar.isToken(name) || (value != null && !Grammar.isText(value))) {
            throw new IllegalArgumentException("an attribute is a token and text on one line");
        }
    }

    static Attribute property(String name) {
        return new Attribute(name, null);
    }

    @Override
    public String toString() {
        return "a=" + name;
    }
}
