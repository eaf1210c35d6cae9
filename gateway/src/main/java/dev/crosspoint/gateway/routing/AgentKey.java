package dev.crosspoint.gateway.routing;

import dev.crosspoint.signaling.api.Tenant;

/** An agent, unique in the gateway. */
public record AgentKey(Tenant tenant, String agentId) {}
