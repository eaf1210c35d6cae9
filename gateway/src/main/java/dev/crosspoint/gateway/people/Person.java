package dev.crosspoint.gateway.people;

import dev.crosspoint.gateway.access.AgentDirectory.AgentIdentity;
import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.access.Tokens.Standing;
import dev.crosspoint.gateway.store.PersonRow.Source;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody of a tenant.
 *
 * @param displayName the id where the name cannot be opened now
 * @param password Argon2id in PHC form; null for whoever signs in elsewhere
 * @param mustChange whether the password has to be changed before anything else
 * @param permissions of all profiles, and the own ones
 * @param totp the secret of codes, sealed; null without
 * @param sipSecret what phones of somebody's own prove, sealed; null without
 * @param recoveryCodes how many are left
 * @param subject sum of who that is at the OpenID provider; null for whoever has not come that way
 * @param epoch goes up with whatever ends the sign-ins of before
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
public record Person(
        Tenant tenant,
        String id,
        Source source,
        Private displayName,
        @Nullable Private password,
        boolean mustChange,
        List<String> profiles,
        Set<Permission> permissions,
        boolean disabled,
        byte @Nullable [] totp,
        byte @Nullable [] sipSecret,
        int recoveryCodes,
        @Nullable String subject,
        long epoch) {
    public Person {
        profiles = List.copyOf(profiles);
        permissions = Set.copyOf(permissions);
    }

    /** Whether a sign-in may begin or go on. */
    public boolean isWelcome() {
        return !disabled && source != Source.REMOVED;
    }

    public boolean isAdministrative() {
        return Permission.isAdministrative(permissions);
    }

    AgentIdentity identity() {
        return new AgentIdentity(tenant, id, displayName);
    }

    Standing standing() {
        return new Standing(epoch, permissions);
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "Person[" + id + "]";
    }
}
