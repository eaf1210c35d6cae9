package dev.crosspoint.media.api;

import static java.util.Objects.requireNonNull;

/** The names of things in media. Opaque, unique for the life of the process, safe to log. */
public final class Ids {
    private Ids() {}

    /** One conversation. */
    public record CallId(String value) {
        public CallId {
            requireText(value, "call");
        }

        @Override
        public String toString() {
            return value;
        }
    }

    /** One party's connection to the gateway: a browser, a trunk call. */
    public record LegId(String value) {
        public LegId {
            requireText(value, "leg");
        }

        @Override
        public String toString() {
            return value;
        }
    }

    /** One playing of a prompt or of music within a call. */
    public record PlayId(String value) {
        public PlayId {
            requireText(value, "play");
        }

        @Override
        public String toString() {
            return value;
        }
    }

    /** One recording: what was said in one agent's interval, in one file. */
    public record RecordingId(String value) {
        public RecordingId {
            requireText(value, "recording");
        }

        @Override
        public String toString() {
            return value;
        }
    }

    private static void requireText(String value, String what) {
        if (requireNonNull(value).isBlank()) {
            throw new IllegalArgumentException("a " + what + " id must not be blank");
        }
    }
}
