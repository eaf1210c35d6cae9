package dev.crosspoint.gateway.audit;

import dev.crosspoint.gateway.signed.Signer;
import dev.crosspoint.gateway.store.AuditDigestRow;
import dev.crosspoint.gateway.store.AuditHead;
import dev.crosspoint.gateway.store.AuditStore;
import dev.crosspoint.media.delivery.DeliveryFailure;
import dev.crosspoint.media.delivery.Document;
import dev.crosspoint.media.delivery.DocumentTarget;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Makes a tenant's digests and brings them to their place, each at least once: one that was made
 * and not brought there is the first thing to be done, after a restart too. Blocks.
 */
final class Digests {
    private static final int ANSWER_SECONDS = 30;
    private static final int AT_ONCE = 100;

    private final Tenant tenant;
    private final AuditStore store;
    private final DocumentTarget target;
    private final Signer signer;
    private final Duration every;

    Digests(Tenant tenant, AuditStore store, DocumentTarget target, Signer signer, Duration every) {
        this.tenant = tenant;
        this.store = store;
        this.target = target;
        this.signer = signer;
        this.every = every;
    }

    /**
     * Does what is due. A chain that has not grown gets no digest.
     *
     * @throws DeliveryFailure when the place does not take one; the same again later
     */
    void tick(Instant now) throws Exception {
        for (var digest : await(store.undelivered(tenant, AT_ONCE))) {
            deliver(digest, now);
        }
        var last = await(store.lastDigest(tenant));
        var head = await(store.head(tenant)).orElseGet(AuditHead::none);
        // As it was signed: whoever changes the row beside it must not make us wait.
        var signed = last.map(row -> Digest.read(row.document()));
        boolean isDue = signed.map(it -> !now.isBefore(it.madeAt().plus(every))).orElse(true);
        if (isDue && head.seq() > signed.map(Digest::lastSeq).orElse(0L)) {
            var digest = Digest.next(tenant, last.orElse(null), head, now, signer);
            await(
                    store.digestMade(
                            tenant,
                            new AuditDigestRow(
                                    digest.number(),
                                    digest.lastSeq(),
                                    now,
                                    digest.document(),
                                    null)));
            // As it is in the database: another gateway may have been quicker.
            for (var made : await(store.undelivered(tenant, AT_ONCE))) {
                deliver(made, now);
            }
        }
    }

    private void deliver(AuditDigestRow digest, Instant now) throws Exception {
        target.keep(
                new Document(
                        ChainKeys.media(tenant),
                        Digest.path(tenant, digest.number()),
                        digest.document()));
        await(store.digestDelivered(tenant, digest.number(), now));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(ANSWER_SECONDS, TimeUnit.SECONDS);
    }
}
