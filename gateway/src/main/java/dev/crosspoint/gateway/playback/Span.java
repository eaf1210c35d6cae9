package dev.crosspoint.gateway.playback;

/**
 * A stretch of a recording's time.
 *
 * @param fromMs from 0
 * @param toMs behind it; not before its beginning
 */
record Span(long fromMs, long toMs) {
    /** No time at all. */
    static final Span NONE = new Span(0, 0);

    Span {
        if (fromMs < 0 || toMs < fromMs) {
            throw new IllegalArgumentException("no stretch: " + fromMs + " to " + toMs);
        }
    }

    boolean isEmpty() {
        return fromMs == toMs;
    }
}
