package dev.crosspoint.gateway.archive;

import dev.crosspoint.gateway.contact.Reference.Kind;
import dev.crosspoint.signaling.api.Tenant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whose a reference is. Most are their instance's. Customer profiles are their domain's, which may
 * serve several instances of an account (TEN-4), and external applications their account's (PII-9).
 * A scope looks like an instance of the account with a name that no instance can have, so that
 * keys, rows and what is authenticated with them keep scopes apart as they keep instances apart.
 *
 * @param domains the domain that serves an instance; those without one keep profiles to themselves
 */
public record ReferenceScopes(Map<Tenant, String> domains) {
    private static final String DOMAIN = "domain:";
    private static final String ACCOUNT = "account:";

    public ReferenceScopes {
        domains = Map.copyOf(domains);
    }

    /** The scope of a kind; empty when that is the instance itself. */
    public Optional<Tenant> of(Tenant tenant, Kind kind) {
        return switch (kind) {
            case CUSTOMER_PROFILE ->
                    Optional.ofNullable(domains.get(tenant))
                            .map(domain -> new Tenant(tenant.account(), DOMAIN + domain));
            case EXTERNAL_APPLICATION ->
                    Optional.of(new Tenant(tenant.account(), ACCOUNT + tenant.account()));
            case CONTACT_REFERENCE, OUTBOUND_CAMPAIGN, CASE, TASK, SPEAKER_ID -> Optional.empty();
        };
    }

    /** Every scope of these instances, with those that it serves. */
    public Map<Tenant, List<Tenant>> all(List<Tenant> tenants) {
        var all = new LinkedHashMap<Tenant, List<Tenant>>();
        for (var tenant : tenants) {
            Stream.of(Kind.values())
                    .flatMap(kind -> of(tenant, kind).stream())
                    .forEach(scope ->
                            all.merge(
                                    scope,
                                    List.of(tenant),
                                    (a, b) -> Stream.concat(a.stream(), b.stream()).toList()));
        }
        return all;
    }
}
