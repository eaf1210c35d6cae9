package dev.crosspoint.gateway.playback;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.http.JsonType;
import dev.crosspoint.gateway.playback.Outflow.Left;
import dev.crosspoint.gateway.playback.Playback.Visitor;
import dev.crosspoint.gateway.playback.Playback.Wish;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/**
 * One request, from the event loop to its end.
 *
 * @param members of its body, or behind its question mark
 * @param askedNanos when it came
 */
record Request(
        Wish wish,
        RoutingContext context,
        Visitor visitor,
        ObjectNode members,
        RecordingId recording,
        Outflow out,
        long askedNanos) {

    Tenant tenant() {
        return visitor.key().tenant();
    }

    String agent() {
        return visitor.key().agentId();
    }

    /** Whether nothing but the headers is wanted. */
    boolean isHead() {
        return context.request().method().equals(HttpMethod.HEAD);
    }

    /** Answers with JSON. */
    void answer(int status, ObjectNode json) throws Left, InterruptedException {
        var response = context.response();
        out.begin(status, () -> response.putHeader("content-type", JsonType.NAME));
        out.end(Buffer.buffer(json.toString()));
    }

    /** Answers that it is done. */
    void done() throws Left, InterruptedException {
        out.begin(204, () -> {});
        out.end();
    }
}
