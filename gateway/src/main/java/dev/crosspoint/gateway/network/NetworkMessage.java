package dev.crosspoint.gateway.network;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.signaling.api.Tenant;

/** What is asked about the network. Answered by a {@link Found}. */
public record NetworkMessage(Tenant tenant) {

    /** Event-bus address that takes it. */
    public static final String ADDRESS = "network";

    /** What has to pass, for that tenant's people to know. */
    public record Found(ObjectNode json) {}
}
