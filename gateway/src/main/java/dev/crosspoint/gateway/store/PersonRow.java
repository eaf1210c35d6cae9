package dev.crosspoint.gateway.store;

import dev.crosspoint.signaling.api.Private;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may sign in.
 *
 * @param name sealed; null where there is none
 * @param password Argon2id in PHC form; null for whoever signs in elsewhere
 * @param mustChange whether the password has to be changed before anything else
 * @param profiles names of security profiles
 * @param permissions words besides those of the profiles
 * @param totp the secret of codes, sealed; null without
 * @param sipSecret what phones of somebody's own prove, sealed; null without
 * @param recoveryCodes how many are left; not written
 * @param subject sum of who that is at the OpenID provider; null for whoever has not come that way
 * @param epoch goes up with whatever ends the sign-ins of before; not written
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
public record PersonRow(
        String id,
        Source source,
        byte @Nullable [] name,
        @Nullable Private password,
        boolean mustChange,
        List<String> profiles,
        List<String> permissions,
        boolean disabled,
        byte @Nullable [] totp,
        byte @Nullable [] sipSecret,
        int recoveryCodes,
        @Nullable String subject,
        long epoch) {
    public PersonRow {
        profiles = List.copyOf(profiles);
        permissions = List.copyOf(permissions);
    }

    /**
     * Somebody whom the configuration names.
     *
     * @param password null for whoever signs in elsewhere
     */
    public static PersonRow configured(
            String id,
            byte @Nullable [] name,
            @Nullable Private password,
            List<String> profiles,
            List<String> permissions) {
        return new PersonRow(
                id,
                Source.CONFIGURED,
                name,
                password,
                false,
                profiles,
                permissions,
                false,
                null,
                null,
                0,
                null,
                0);
    }

    /** Somebody new, whose password somebody else chose. */
    public static PersonRow local(String id, byte[] name, Private password, List<String> profiles) {
        return new PersonRow(
                id,
                Source.LOCAL,
                name,
                password,
                true,
                profiles,
                List.of(),
                false,
                null,
                null,
                0,
                null,
                0);
    }

    /** Where somebody, or a profile, comes from. */
    public enum Source {
        /** The configuration, which wins at each start for what it states. */
        CONFIGURED,
        /** The API. */
        LOCAL,
        /** Somebody else signs them in. */
        PROVIDER,
        /** The configuration no longer names them. */
        REMOVED
    }
}
