package dev.crosspoint.media.api;

import java.util.List;

/**
 * A session description as text, with the ICE candidates that travel beside it in the softphone
 * protocol. Carries keys, so {@link #toString} shows only its length.
 *
 * @param sdp RFC 8866 text
 * @param candidates {@code candidate:...} lines, empty for trunks
 */
public record SessionText(String sdp, List<String> candidates) {
    public SessionText {
        candidates = List.copyOf(candidates);
    }

    /** A description without candidates of its own, as in SIP. */
    public static SessionText of(String sdp) {
        return new SessionText(sdp, List.of());
    }

    @Override
    public String toString() {
        return "SessionText[" + sdp.length() + "]";
    }
}
