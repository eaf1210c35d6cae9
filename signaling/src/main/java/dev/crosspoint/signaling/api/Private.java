package dev.crosspoint.signaling.api;

/**
 * Text about a person (a number, a name, an attribute, digits) or a secret (a token, an SDP with
 * keys). Whoever needs it says {@link #value}; logs and exceptions get only its length.
 *
 * @param value the text itself, any string
 */
public record Private(String value) {

    @Override
    public String toString() {
        return "Private[" + value.length() + "]";
    }
}
