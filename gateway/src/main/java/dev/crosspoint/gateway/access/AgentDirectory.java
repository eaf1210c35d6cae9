package dev.crosspoint.gateway.access;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.util.Optional;

/** Who is behind a sign-in token. Asked on the event loop, so it answers from memory. */
@FunctionalInterface
public interface AgentDirectory {

    /** The agent a token belongs to, or empty when it is unknown, expired or not an agent's. */
    Optional<AgentIdentity> byToken(String token);

    /** An agent of a tenant; the id is one of a tenant's configured agents. */
    record AgentIdentity(Tenant tenant, String agentId, Private displayName) {}
}
