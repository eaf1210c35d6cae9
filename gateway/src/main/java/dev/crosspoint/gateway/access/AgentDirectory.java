package dev.crosspoint.gateway.access;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.util.Optional;

/** Who is behind a sign-in token. Asked on the event loop, so it answers from memory. */
@FunctionalInterface
public interface AgentDirectory {

    /** The person a token belongs to, or empty when it is unknown, expired or ended. */
    Optional<AgentIdentity> byToken(String token);

    /**
     * Whether a token was ended by somebody: signed out, disabled, or may do less now. False for
     * one whose time is over, so that a call that is under way can be finished.
     */
    default boolean isEnded(String token) {
        return byToken(token).isEmpty();
    }

    /** Whether whoever has this token has shown a moment ago to be who signed in. */
    default boolean isProven(String token) {
        return false;
    }

    /** Somebody of a tenant. */
    record AgentIdentity(Tenant tenant, String agentId, Private displayName) {}
}
