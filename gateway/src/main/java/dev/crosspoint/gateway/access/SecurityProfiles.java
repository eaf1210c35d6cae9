package dev.crosspoint.gateway.access;

import dev.crosspoint.signaling.api.Tenant;
import java.util.Set;

/** Who may do what. Asked on the event loop, so it answers from memory. */
@FunctionalInterface
public interface SecurityProfiles {

    /** What somebody may do; nothing for somebody unknown. */
    Set<Permission> of(Tenant tenant, String agentId);
}
