package dev.crosspoint.gateway.history;

import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.contact.ContactRecords;
import dev.crosspoint.gateway.store.AgentDeed;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.signaling.api.Tenant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Where the entries of one tenant belong. Blocks. */
final class Shelf {
    /** The database has a shorter one of its own; this is for the case that it never says so. */
    private static final int LIMIT_SECONDS = 60;

    private final Tenant tenant;
    private final ContactRecords contacts;
    private final AgentDeeds deeds;

    Shelf(Tenant tenant, ContactRecords contacts, AgentDeeds deeds) {
        this.tenant = tenant;
        this.contacts = contacts;
        this.deeds = deeds;
    }

    /**
     * Keeps all of them; after a failure, perhaps some.
     *
     * @throws IllegalStateException when the database does not want them, now or ever
     */
    void keep(List<Entry> entries) throws StoreUnavailable, KeyFailure {
        var records = new LinkedHashMap<String, ContactRecord>();
        var did = new ArrayList<AgentDeed>();
        for (var entry : entries) {
            switch (entry) {
                // Of several versions the last is enough: records are whole.
                case Entry.OfContact(var record) ->
                        records.merge(
                                record.contact().id(),
                                record,
                                (a, b) -> a.version() > b.version() ? a : b);
                case Entry.OfAgent(var deed) -> did.add(deed);
            }
        }
        if (!records.isEmpty()) {
            contacts.keep(List.copyOf(records.values()));
        }
        if (!did.isEmpty()) {
            keepDeeds(did);
        }
    }

    private void keepDeeds(List<AgentDeed> did) throws StoreUnavailable {
        try {
            deeds.keep(tenant, did).await(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            if (e instanceof StoreUnavailable away) {
                throw away;
            }
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new IllegalStateException("what agents did is not taken", e);
        }
    }

    /**
     * Closes the contacts that began before and have no end: nobody is left to end them.
     *
     * @param beforeMs ms since 1970
     * @param aliveMs when whoever had them was last known to run
     * @return as they are now
     */
    List<ContactRecord> closeUnfinished(long beforeMs, long aliveMs)
            throws StoreUnavailable, KeyFailure {
        var seen = new HashSet<String>();
        var closed = new ArrayList<ContactRecord>();
        while (true) {
            var more =
                    contacts.unfinished(tenant).stream()
                            .filter(record -> record.times().initiatedMs() < beforeMs)
                            .filter(record -> seen.add(record.contact().id()))
                            .map(record -> Unfinished.closed(record, aliveMs))
                            .toList();
            if (more.isEmpty()) {
                return closed;
            }
            contacts.end(more);
            closed.addAll(more);
        }
    }
}
