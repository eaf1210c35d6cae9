package dev.crosspoint.gateway.history;

import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.contact.ContactRecords;
import dev.crosspoint.gateway.store.AgentDeed;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.gateway.store.Unavailable;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A database in memory that keeps the rules of the real one, and can be told to be away. */
final class Shelves implements ContactRecords, AgentDeeds {
    private static final long LIMIT_SECONDS = 30;

    private final Map<String, ContactRecord> contacts = new LinkedHashMap<>();
    private final Map<UUID, AgentDeed> deeds = new LinkedHashMap<>();
    private @Nullable Away away;
    private Predicate<ContactRecord> refused = _ -> false;
    private int tries;

    /** How it is away. */
    enum Away {
        DATABASE,
        KEYS
    }

    /** From now on; null to be back. */
    synchronized void away(@Nullable Away how) {
        away = how;
        notifyAll();
    }

    /** From now on it says that these break a rule of its own. */
    synchronized void refuse(Predicate<ContactRecord> which) {
        refused = which;
    }

    @Override
    public synchronized void keep(List<ContactRecord> records) throws StoreUnavailable, KeyFailure {
        requireThere();
        if (records.stream().anyMatch(refused)) {
            throw new IllegalStateException("told to refuse");
        }
        for (var record : records) {
            contacts.merge(
                    record.contact().id(), record, (a, b) -> a.version() >= b.version() ? a : b);
        }
        notifyAll();
    }

    @Override
    public synchronized void end(List<ContactRecord> records) throws StoreUnavailable {
        try {
            requireThere();
        } catch (KeyFailure e) {
            // An end needs no key.
        }
        for (var record : records) {
            contacts.computeIfPresent(
                    record.contact().id(),
                    (_, held) -> held.times().endedMs() == null ? record : held);
        }
        notifyAll();
    }

    @Override
    public synchronized List<ContactRecord> unfinished(Tenant tenant)
            throws StoreUnavailable, KeyFailure {
        requireThere();
        return contacts.values().stream()
                .filter(record -> record.tenant().equals(tenant))
                .filter(record -> record.times().endedMs() == null)
                .toList();
    }

    @Override
    public synchronized Future<Void> keep(Tenant tenant, List<AgentDeed> did) {
        try {
            requireThere();
        } catch (StoreUnavailable | KeyFailure e) {
            return Future.failedFuture(e);
        }
        did.forEach(deed -> deeds.putIfAbsent(deed.id(), deed));
        notifyAll();
        return Future.succeededFuture();
    }

    private void requireThere() throws StoreUnavailable, KeyFailure {
        tries++;
        notifyAll();
        if (away == Away.DATABASE) {
            throw Unavailable.now();
        }
        if (away == Away.KEYS) {
            throw new KeyFailure(KeyFailure.Reason.UNAVAILABLE, "told to be away", null);
        }
    }

    synchronized List<ContactRecord> contacts() {
        return List.copyOf(contacts.values());
    }

    synchronized List<AgentDeed> deeds() {
        return new ArrayList<>(deeds.values());
    }

    /** Until so many contacts are kept. */
    void awaitContacts(int count) throws InterruptedException {
        await(() -> contacts.size() >= count);
    }

    void awaitDeeds(int count) throws InterruptedException {
        await(() -> deeds.size() >= count);
    }

    /** Until it was asked for something so many times more. */
    synchronized void awaitTries(int more) throws InterruptedException {
        int until = tries + more;
        await(() -> tries >= until);
    }

    synchronized void await(BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!holds.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("it never came");
            }
            wait(left);
        }
    }
}
