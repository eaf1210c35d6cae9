package dev.crosspoint.gateway.archive;

import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.keys.KeyCabinet;
import dev.crosspoint.gateway.store.AgentHistoryStore;
import dev.crosspoint.gateway.store.ContactStore;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.signaling.api.Tenant;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of contacts with time, looked at every hour on a virtual thread: keys whose time is
 * over are destroyed, and with them what they sealed; contacts and what agents did are deleted when
 * their retention is over. Both are counted and on record. What cannot be done now is done an hour
 * later.
 */
public final class ContactUpkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContactUpkeep.class);
    private static final long LOOK_SECONDS = TimeUnit.HOURS.toSeconds(1);
    private static final long FIRST_SECONDS = 60;

    private final KeyCabinet cabinet;
    private final ContactStore store;
    private final Map<Tenant, Duration> retention;
    private final Map<Tenant, Duration> sharedRetention;
    private final AgentHistoryStore deeds;
    private final Map<Tenant, Duration> deedRetention;
    private final Consumer<AuditEvent> audit;
    private final InstantSource clock;
    private final Counter destroyed;
    private final Kind contacts;
    private final Kind agentHistory;
    private final ScheduledExecutorService look =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("contact upkeep").factory());

    /**
     * @param retention how long the contacts of each tenant are kept; {@link Duration#ZERO} for
     *     ever
     * @param sharedRetention likewise what lies in the scopes of references
     * @param deedRetention likewise what agents did
     */
    public ContactUpkeep(
            KeyCabinet cabinet,
            ContactStore store,
            Map<Tenant, Duration> retention,
            Map<Tenant, Duration> sharedRetention,
            AgentHistoryStore deeds,
            Map<Tenant, Duration> deedRetention,
            Consumer<AuditEvent> audit,
            MeterRegistry registry,
            InstantSource clock) {
        this.cabinet = cabinet;
        this.store = store;
        this.retention = Collections.unmodifiableMap(new LinkedHashMap<>(retention));
        this.sharedRetention = Collections.unmodifiableMap(new LinkedHashMap<>(sharedRetention));
        this.deeds = deeds;
        this.deedRetention = Collections.unmodifiableMap(new LinkedHashMap<>(deedRetention));
        this.audit = audit;
        this.clock = clock;
        this.destroyed =
                Counter.builder("crosspoint.contacts.keys.destroyed")
                        .description("Keys of personal fields that were destroyed in their time")
                        .register(registry);
        var deleted =
                Counter.builder("crosspoint.contacts.deleted")
                        .description("Contacts that were deleted when their retention was over")
                        .register(registry);
        contacts = new Kind("contacts", Deed.DeletedOldContacts::new, deleted);
        var forgotten =
                Counter.builder("crosspoint.history.deleted")
                        .description("Entries of what agents did whose retention was over")
                        .register(registry);
        agentHistory = new Kind("entries of agents", Deed.DeletedOldAgentHistory::new, forgotten);
    }

    /** Looks from now on. */
    public void start() {
        var _ =
                look.scheduleWithFixedDelay(
                        this::look, FIRST_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** Does what is due. Blocks. */
    void look() {
        retention.forEach((tenant, keep) -> {
            try {
                destroy(tenant);
                delete(tenant, keep, contacts, store::deleteBefore);
            } catch (StoreUnavailable | RuntimeException e) {
                left(tenant, e);
            }
        });
        sharedRetention.forEach((scope, keep) -> {
            try {
                destroy(scope);
                delete(scope, keep, contacts, store::deleteSharedBefore);
            } catch (StoreUnavailable | RuntimeException e) {
                left(scope, e);
            }
        });
        deedRetention.forEach((tenant, keep) -> {
            try {
                delete(tenant, keep, agentHistory, deeds::deleteBefore);
            } catch (StoreUnavailable | RuntimeException e) {
                left(tenant, e);
            }
        });
    }

    private void destroy(Tenant tenant) throws StoreUnavailable {
        int keys = cabinet.destroyOld(SealedContacts.ofMedia(tenant));
        if (keys > 0) {
            destroyed.increment(keys);
            LOG.info("{} keys of {} were destroyed in their time", keys, tenant);
            did(tenant, new Deed.DestroyedKeys(keys));
        }
    }

    private interface Deletion {
        Future<Integer> before(Tenant tenant, Instant time, int limit);
    }

    private interface Told {
        Deed of(int count, Instant before);
    }

    /** What is deleted, and how that is told. */
    private record Kind(String word, Told deed, Counter counter) {}

    private void delete(Tenant tenant, Duration keep, Kind kind, Deletion deletion)
            throws StoreUnavailable {
        if (keep.isZero()) {
            return;
        }
        var before = clock.instant().minus(keep);
        long count = 0;
        int last;
        do {
            last = Awaited.of(deletion.before(tenant, before, ContactStore.MOST_ROWS));
            count += last;
            // Told as it goes: what follows may not succeed.
            if (last > 0) {
                kind.counter().increment(last);
                did(tenant, kind.deed().of(last, before));
            }
        } while (last == ContactStore.MOST_ROWS);
        if (count > 0) {
            LOG.info("{} {} of {} were deleted: their time is over", count, kind.word(), tenant);
        }
    }

    private void did(Tenant tenant, Deed deed) {
        audit.accept(AuditEvent.now(new Actor.Gateway(), tenant, deed));
    }

    private static void left(Tenant tenant, Exception failure) {
        LOG.warn("what is due of {} is left for the next hour: {}", tenant, failure.getMessage());
    }

    /** Looks no more. */
    @Override
    public void close() {
        look.shutdownNow();
    }
}
