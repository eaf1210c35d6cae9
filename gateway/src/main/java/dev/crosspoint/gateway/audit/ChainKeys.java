package dev.crosspoint.gateway.audit;

import dev.crosspoint.gateway.store.AuditKeyRow;
import dev.crosspoint.gateway.store.AuditStore;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyProvider;
import dev.crosspoint.media.vault.WrappedKey;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The key of each tenant's chain, wrapped in the database, by the tenant's own key. It is held as
 * long as the gateway runs: a revoked key must not end the record of what is done after that.
 * Blocks.
 */
final class ChainKeys {
    private static final int FIRST = 1;
    private static final int ANSWER_SECONDS = 30;

    private final AuditStore store;
    private final KeyProvider keys;
    private final InstantSource clock;

    ChainKeys(AuditStore store, KeyProvider keys, InstantSource clock) {
        this.store = store;
        this.keys = keys;
        this.clock = clock;
    }

    /** The key as it is; empty when there is none yet. Changes nothing. */
    Optional<ChainKey> find(Tenant tenant) throws Exception {
        var row = await(store.key(tenant));
        return row.isEmpty() ? Optional.empty() : Optional.of(open(tenant, row.get()));
    }

    /** The key, made when there is none, and wrapped anew when the tenant has another (KMS-7). */
    ChainKey take(Tenant tenant) throws Exception {
        var row = await(store.key(tenant));
        if (row.isEmpty()) {
            var wrapped = keys.generateWithoutPlaintext(context(tenant, FIRST));
            await(
                    store.keyMade(
                            tenant,
                            new AuditKeyRow(
                                    FIRST, wrapped.keyId(), wrapped.blob(), clock.instant())));
            // Another gateway may have been quicker.
            row = await(store.key(tenant));
        }
        var known = row.orElseThrow();
        var key = open(tenant, known);
        if (!keys.describe(media(tenant)).keyId().equals(known.keyId())) {
            var wrapped =
                    keys.rewrap(
                            new WrappedKey(known.keyId(), known.wrapped()),
                            context(tenant, known.keyNo()));
            await(store.keyRewrapped(tenant, known.keyNo(), wrapped.keyId(), wrapped.blob()));
        }
        return key;
    }

    private ChainKey open(Tenant tenant, AuditKeyRow row) throws KeyFailure {
        try (var opened =
                keys.unwrap(
                        new WrappedKey(row.keyId(), row.wrapped()), context(tenant, row.keyNo()))) {
            return new ChainKey(opened);
        }
    }

    private static EncryptionContext context(Tenant tenant, int keyNo) {
        return new EncryptionContext(media(tenant), Purpose.AUDIT, "chain-" + keyNo);
    }

    static dev.crosspoint.media.api.Tenant media(Tenant tenant) {
        return new dev.crosspoint.media.api.Tenant(tenant.account(), tenant.instance());
    }

    private static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(ANSWER_SECONDS, TimeUnit.SECONDS);
    }
}
