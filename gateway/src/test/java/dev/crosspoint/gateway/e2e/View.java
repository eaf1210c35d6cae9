package dev.crosspoint.gateway.e2e;

import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;

/** A call as programs see it at some moment. */
record View(JsonObject json) {
    String contactId() {
        return json.getString("contactId");
    }

    String recording() {
        return json.getString("recording");
    }

    /** Whether an agent or somebody outside talks, or could. */
    boolean isConnected(Speaker speaker) {
        return of(speaker).anyMatch(one -> "connected".equals(one.getString("state")));
    }

    boolean isHeld(Speaker speaker) {
        return of(speaker).anyMatch(one -> one.getBoolean("held"));
    }

    boolean isMuted(Speaker speaker) {
        return of(speaker).anyMatch(one -> one.getBoolean("muted"));
    }

    /** {@code blind}, {@code consult} or empty. */
    String handover() {
        var handover = json.getJsonObject("handover");
        return handover == null ? "" : handover.getString("kind");
    }

    /** The agent's own contact in the call. */
    String contactOf(Speaker agent) {
        return of(agent).findFirst().orElseThrow().getString("contactId");
    }

    private Stream<JsonObject> of(Speaker speaker) {
        return json.getJsonArray("participants").stream()
                .map(JsonObject.class::cast)
                .filter(one ->
                        speaker.isAgent()
                                ? speaker.agentId().equals(one.getString("agent"))
                                : speaker.who().equals(one.getString("role")));
    }
}
