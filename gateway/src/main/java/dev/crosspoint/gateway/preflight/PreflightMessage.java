package dev.crosspoint.gateway.preflight;

import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.signaling.api.Private;
import java.util.List;

/**
 * A browser's offer of audio that is to be tried. Answered by an {@link Answer}.
 *
 * @param who asks
 * @param offer SDP
 */
public record PreflightMessage(AgentKey who, Private offer) {

    /** Event-bus address that takes it. */
    public static final String ADDRESS = "preflight";

    /** An answer. */
    public sealed interface Answer {}

    /**
     * The browser may send, and hears something.
     *
     * @param sdp our answer
     * @param candidates {@code candidate:...} lines
     */
    public record Invited(Private sdp, List<String> candidates) implements Answer {
        public Invited {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * With that offer there would be no call either.
     *
     * @param reason safe to show
     */
    public record Refused(String reason) implements Answer {}

    /** There are as many checks as there may be, or no audio at all. */
    public record NotNow() implements Answer {}
}
