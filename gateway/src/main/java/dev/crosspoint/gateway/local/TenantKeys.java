package dev.crosspoint.gateway.local;

import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.vault.DataKey;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.FreshKey;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyFailure.Reason;
import dev.crosspoint.media.vault.KeyGuard;
import dev.crosspoint.media.vault.KeyProvider;
import dev.crosspoint.media.vault.WrappedKey;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Each tenant's keys by whoever guards them. What a tenant's former key wrapped is opened by the
 * guard of that key, for as long as it is configured as a former one; the local keystore always is.
 *
 * <p>{@link #rewrap} leaves it to the key service to wrap anew where one service guards both keys.
 * Between two services there is no such way: then the data key is opened by the one and wrapped by
 * the other, and is in our memory in the clear for that moment.
 */
public final class TenantKeys implements KeyProvider {
    private final KeyGuard byDefault;
    private final Map<Tenant, Chosen> chosen;

    /**
     * Keys that a tenant brought.
     *
     * @param current wraps from now on
     * @param former only open what they wrapped
     */
    public record Chosen(KeyGuard current, List<KeyGuard> former) {
        public Chosen {
            former = List.copyOf(former);
        }
    }

    /**
     * All tenants' keys.
     *
     * @param byDefault for tenants that brought none (KMS-8)
     * @param chosen for those that did
     */
    public TenantKeys(KeyGuard byDefault, Map<Tenant, Chosen> chosen) {
        this.byDefault = byDefault;
        this.chosen = Map.copyOf(chosen);
    }

    @Override
    public KeyDescription describe(Tenant tenant) throws KeyFailure {
        return of(tenant).current().describe(tenant);
    }

    @Override
    public FreshKey generate(EncryptionContext context) throws KeyFailure {
        return of(context.tenant()).current().generate(context);
    }

    @Override
    public WrappedKey generateWithoutPlaintext(EncryptionContext context) throws KeyFailure {
        return of(context.tenant()).current().generateWithoutPlaintext(context);
    }

    @Override
    public DataKey unwrap(WrappedKey wrapped, EncryptionContext context) throws KeyFailure {
        return guardOf(wrapped, context.tenant()).unwrap(wrapped, context);
    }

    @Override
    public WrappedKey rewrap(WrappedKey wrapped, EncryptionContext context) throws KeyFailure {
        var to = of(context.tenant()).current();
        var from = guardOf(wrapped, context.tenant());
        if (to.takesFrom(from)) {
            return to.rewrap(wrapped, context);
        }
        try (var key = from.unwrap(wrapped, context)) {
            return to.wrap(key, context);
        }
    }

    private Chosen of(Tenant tenant) {
        return chosen.getOrDefault(tenant, new Chosen(byDefault, List.of()));
    }

    private KeyGuard guardOf(WrappedKey wrapped, Tenant tenant) throws KeyFailure {
        var of = of(tenant);
        return Stream.concat(
                        Stream.concat(Stream.of(of.current()), of.former().stream()),
                        Stream.of(byDefault))
                .filter(guard -> guard.guards(wrapped.keyId()))
                .findFirst()
                .orElseThrow(() ->
                        new KeyFailure(
                                Reason.DENIED,
                                "nobody guards "
                                        + wrapped.keyId()
                                        + ". Configure it as a former key of this tenant.",
                                null));
    }
}
