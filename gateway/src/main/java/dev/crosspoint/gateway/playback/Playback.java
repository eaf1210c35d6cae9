package dev.crosspoint.gateway.playback;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.routing.AgentKey;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What people do with recordings, for whoever has an address and a door: whoever comes here may. On
 * the event loop of the request; never blocks it.
 */
public interface Playback {

    /** What is asked of a recording. */
    enum Wish {
        /** A ticket to play it. */
        PLAY,
        /** What a page says it has played. */
        REPORT_HEARD,
        AUDIO,
        WAVEFORM,
        DOWNLOAD,
        DELETE,
        HOLD,
        RELEASE
    }

    /**
     * Who asks.
     *
     * @param token of the sign-in
     * @param isGood whether somebody who was let in still would be; asked on the event loop
     */
    record Visitor(AgentKey key, String token, BooleanSupplier isGood) {
        @Override
        public String toString() {
            return "Visitor[" + key.agentId() + "]";
        }
    }

    /**
     * Answers a request, whose path has a {@code recordingId}.
     *
     * @param members of its body, or behind its question mark
     */
    void serve(Wish wish, RoutingContext context, Visitor visitor, ObjectNode members);

    /** The token of the sign-in that a ticket ends with; empty for one that is not good. */
    Optional<String> tokenOf(String ticket);
}
