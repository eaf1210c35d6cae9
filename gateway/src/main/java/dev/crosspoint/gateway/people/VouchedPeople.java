package dev.crosspoint.gateway.people;

import dev.crosspoint.gateway.oidc.Claims;
import dev.crosspoint.gateway.oidc.ProviderSettings;
import dev.crosspoint.gateway.store.PersonRow.Source;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.util.List;
import java.util.Optional;

/**
 * Makes somebody here of what an OpenID provider claims: by the subject whoever came before, by the
 * name somebody new. Never somebody who has a password here or is another one there, whatever the
 * provider calls them. Blocks: on virtual threads.
 */
final class VouchedPeople {
    private final People people;
    private final PeopleRecords records;

    VouchedPeople(People people, PeopleRecords records) {
        this.people = people;
        this.records = records;
    }

    /** Somebody, or nobody. */
    sealed interface Found {
        /** Somebody who may come in. */
        record Welcome(Person person) implements Found {}

        /**
         * Somebody who may not.
         *
         * @param id who that is, where it is sure
         */
        record Unwelcome(NotVouched why, Optional<String> id) implements Found {}
    }

    /** Whoever is meant, as that one is claimed to be now. */
    Found find(Tenant tenant, ProviderSettings settings, Claims claims) throws StoreUnavailable {
        people.refresh(tenant);
        var before = bySubject(tenant, claims.subject());
        var known = before.or(() -> claims.id().flatMap(id -> people.find(tenant, id)));
        var id = known.map(Person::id).or(claims::id);
        if (id.isEmpty()) {
            return new Found.Unwelcome(NotVouched.NO_ID, Optional.empty());
        }
        boolean isConfigured = known.filter(it -> it.source() == Source.CONFIGURED).isPresent();
        var profiles = settings.profilesOf(claims.groups());
        if (!isConfigured && profiles.isEmpty()) {
            // Whoever lost every group loses every profile, and with them the sign-ins.
            if (before.filter(it -> !it.profiles().isEmpty()).isPresent()) {
                keep(tenant, id.get(), claims, profiles);
            }
            return new Found.Unwelcome(NotVouched.NO_PROFILE, before.map(Person::id));
        }
        boolean isAsClaimed = known.filter(it -> isAsClaimed(it, claims, profiles)).isPresent();
        if (!isAsClaimed && !keep(tenant, id.get(), claims, profiles)) {
            return new Found.Unwelcome(NotVouched.OTHER_PERSON, Optional.empty());
        }
        return people.find(tenant, id.get())
                .filter(it -> it.password() == null && claims.subject().equals(it.subject()))
                .filter(Person::isWelcome)
                .<Found>map(Found.Welcome::new)
                .orElseGet(() -> new Found.Unwelcome(NotVouched.DISABLED, id));
    }

    private boolean keep(Tenant tenant, String id, Claims claims, List<String> profiles)
            throws StoreUnavailable {
        boolean kept =
                records.vouched(
                        tenant,
                        id,
                        claims.subject(),
                        claims.displayName().orElse(new Private(id)),
                        profiles);
        people.refresh(tenant);
        return kept;
    }

    /** Whoever came as that subject before, whatever became of that one. */
    private Optional<Person> bySubject(Tenant tenant, String subject) {
        return people.roster(tenant).stream()
                .flatMap(roster -> roster.people().values().stream())
                .filter(person -> subject.equals(person.subject()))
                .findFirst();
    }

    private static boolean isAsClaimed(Person person, Claims claims, List<String> profiles) {
        if (person.password() != null || !claims.subject().equals(person.subject())) {
            return false;
        }
        return switch (person.source()) {
            // What the configuration states is as it states it.
            case CONFIGURED -> true;
            case PROVIDER ->
                    person.profiles().equals(profiles)
                            && claims.displayName().stream().allMatch(person.displayName()::equals);
            case LOCAL, REMOVED -> false;
        };
    }
}
