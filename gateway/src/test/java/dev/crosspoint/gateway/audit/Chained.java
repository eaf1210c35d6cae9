package dev.crosspoint.gateway.audit;

import dev.crosspoint.gateway.Soon;
import dev.crosspoint.gateway.store.AuditStore;
import dev.crosspoint.signaling.api.Tenant;
import java.util.concurrent.TimeUnit;

/** Waits for events to be in their chain: the trail says only that they are durable. */
public final class Chained {
    private Chained() {}

    /** Returns when there are so many, also when the database is away at first. */
    public static void await(AuditStore store, Tenant tenant, long count)
            throws InterruptedException {
        Soon.until(
                count + " events in the chain of " + tenant,
                () ->
                        store.head(tenant)
                                .await(20, TimeUnit.SECONDS)
                                .filter(head -> head.seq() >= count)
                                .isPresent());
    }
}
