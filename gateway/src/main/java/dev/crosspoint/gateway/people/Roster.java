package dev.crosspoint.gateway.people;

import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.store.PersonRow;
import dev.crosspoint.gateway.store.ProfileRow;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The people and profiles of a tenant, at one version. Pure.
 *
 * @param profiles all, the default ones too, by name
 */
record Roster(long version, Map<String, Person> people, Map<String, Profile> profiles) {

    /**
     * A security profile.
     *
     * @param builtIn whether nobody can change it
     */
    record Profile(String name, boolean builtIn, Set<Permission> permissions) {
        Profile {
            permissions = Set.copyOf(permissions);
        }
    }

    /**
     * As it is kept.
     *
     * @param name opens a name, or says the id
     */
    static Roster of(
            Tenant tenant,
            long version,
            List<PersonRow> people,
            List<ProfileRow> profiles,
            Function<PersonRow, Private> name) {
        var known = profiles(profiles);
        var all = new LinkedHashMap<String, Person>();
        for (var row : people) {
            all.put(row.id(), person(tenant, row, known, name.apply(row)));
        }
        return new Roster(version, all, known);
    }

    private static Map<String, Profile> profiles(List<ProfileRow> own) {
        var all = new LinkedHashMap<String, Profile>();
        for (var row : own) {
            boolean fixed = row.source() == PersonRow.Source.CONFIGURED;
            all.put(row.name(), new Profile(row.name(), fixed, permissions(row.permissions())));
        }
        // Whatever somebody wrote into the database, these are what they are.
        DefaultProfiles.all()
                .forEach(
                        (name, permissions) -> all.put(name, new Profile(name, true, permissions)));
        return all;
    }

    private static Person person(
            Tenant tenant, PersonRow row, Map<String, Profile> profiles, Private name) {
        var permissions = permissions(row.permissions());
        for (var profile : row.profiles()) {
            var known = profiles.get(profile);
            // A profile that is not there allows nothing.
            if (known != null) {
                permissions.addAll(known.permissions());
            }
        }
        return new Person(
                tenant,
                row.id(),
                row.source(),
                name,
                row.password(),
                row.mustChange(),
                row.profiles(),
                permissions,
                row.disabled(),
                row.totp(),
                row.sipSecret(),
                row.recoveryCodes(),
                row.subject(),
                row.epoch());
    }

    /** Of words; one that nobody knows, from another version, allows nothing. */
    static EnumSet<Permission> permissions(Collection<String> words) {
        var permissions = EnumSet.noneOf(Permission.class);
        words.forEach(word -> Permission.of(word).ifPresent(permissions::add));
        return permissions;
    }
}
