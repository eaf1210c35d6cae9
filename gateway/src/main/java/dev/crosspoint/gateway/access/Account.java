package dev.crosspoint.gateway.access;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;

/**
 * A local user.
 *
 * @param agentId what the user signs in with, unique within the tenant
 * @param displayName what the user sees as the own name
 * @param passwordHash Argon2id in PHC form
 */
public record Account(Tenant tenant, String agentId, Private displayName, Private passwordHash) {}
