package dev.crosspoint.gateway.http;

/** The media type of JSON (RFC 8259). */
public final class JsonType {
    public static final String NAME = "application/json";

    private JsonType() {}

    /** Whether that is what a {@code Content-Type} says, whatever parameters follow. */
    public static boolean isNamedBy(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end))
                .strip()
                .equalsIgnoreCase(NAME);
    }
}
