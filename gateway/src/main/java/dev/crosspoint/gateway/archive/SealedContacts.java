package dev.crosspoint.gateway.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.crosspoint.gateway.archive.FieldText.Referred;
import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.contact.ContactRecord.Dialled.By;
import dev.crosspoint.gateway.contact.ContactRecord.Method;
import dev.crosspoint.gateway.contact.ContactRecords;
import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.contact.Reference;
import dev.crosspoint.gateway.keys.FieldKeys;
import dev.crosspoint.gateway.keys.FieldPlace;
import dev.crosspoint.gateway.keys.SearchKeys;
import dev.crosspoint.gateway.store.ContactHashes;
import dev.crosspoint.gateway.store.ContactRow;
import dev.crosspoint.gateway.store.ContactStore;
import dev.crosspoint.gateway.store.ContactStore.Kept;
import dev.crosspoint.gateway.store.ContactStore.Shared;
import dev.crosspoint.gateway.store.PageKey;
import dev.crosspoint.gateway.store.SealedKind;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Seals and hashes contacts, and keeps them. The contacts of one tenant are kept in one transaction
 * for each {@link ContactStore#MOST_ROWS} of them. Blocks: on virtual threads, any number of them.
 */
public final class SealedContacts implements ContactRecords {
    /** Under which references lie in their scope. */
    static final String SHARED = "refs";

    private final ContactStore store;
    private final FieldKeys fields;
    private final SearchKeys search;
    private final ReferenceScopes scopes;
    private final ContactReader reader;

    public SealedContacts(
            ContactStore store, FieldKeys fields, SearchKeys search, ReferenceScopes scopes) {
        this.store = store;
        this.fields = fields;
        this.search = search;
        this.scopes = scopes;
        this.reader = new ContactReader(store, fields, scopes);
    }

    @Override
    public void keep(List<ContactRecord> records) throws StoreUnavailable, KeyFailure {
        var byTenant =
                records.stream()
                        .collect(groupingBy(ContactRecord::tenant, LinkedHashMap::new, toList()));
        for (var each : byTenant.entrySet()) {
            keep(each.getKey(), each.getValue());
        }
    }

    private void keep(Tenant tenant, List<ContactRecord> records)
            throws StoreUnavailable, KeyFailure {
        var kept = new ArrayList<Kept>();
        for (var record : records) {
            kept.add(new Kept(row(record), hashes(record)));
            keepShared(record);
        }
        for (int from = 0; from < kept.size(); from += ContactStore.MOST_ROWS) {
            int to = Math.min(kept.size(), from + ContactStore.MOST_ROWS);
            Awaited.of(store.keep(tenant, kept.subList(from, to)));
        }
    }

    // ---- sealed

    private ContactRow row(ContactRecord record) throws StoreUnavailable, KeyFailure {
        return new ContactRow(
                record.contact(),
                record.version(),
                record.method(),
                record.times(),
                record.queue(),
                record.agentId(),
                record.disconnectReason(),
                record.legs(),
                record.recordings(),
                sealed(record));
    }

    private Map<SealedKind, byte[]> sealed(ContactRecord record)
            throws StoreUnavailable, KeyFailure {
        var texts = new EnumMap<SealedKind, String>(SealedKind.class);
        texts.put(customerNumber(record.method()), record.customerNumber().value());
        texts.put(SealedKind.SYSTEM_NUMBER, record.systemNumber().value());
        texts.put(SealedKind.AGENT_DIALLED, FieldText.dialled(record.dialled(), By.AGENT));
        texts.put(SealedKind.FLOW_DIALLED, FieldText.dialled(record.dialled(), By.FLOW));
        texts.put(SealedKind.NAME, textOf(record.name()));
        texts.put(SealedKind.DESCRIPTION, textOf(record.description()));
        texts.put(SealedKind.ATTRIBUTES, FieldText.attributes(record.attributes()));
        texts.put(SealedKind.REFS, FieldText.references(ownReferences(record)));
        var sealed = new EnumMap<SealedKind, byte[]>(SealedKind.class);
        for (var each : texts.entrySet()) {
            if (!each.getValue().isEmpty()) {
                var kind = each.getKey();
                var id = record.contact().id();
                sealed.put(kind, seal(record.tenant(), id, kind.field(), each.getValue()));
            }
        }
        return sealed;
    }

    /** Which kind the customer's number is. */
    static SealedKind customerNumber(Method method) {
        return switch (method) {
            case INBOUND, TRANSFER -> SealedKind.ORIGINATION_NUMBER;
            case OUTBOUND, INTERNAL -> SealedKind.OUTBOUND_NUMBER;
        };
    }

    private static String textOf(@Nullable Private text) {
        return text == null ? "" : text.value();
    }

    private byte[] seal(Tenant tenant, String contact, String field, String text)
            throws StoreUnavailable, KeyFailure {
        var plain = text.getBytes(UTF_8);
        try {
            return fields.seal(new FieldPlace(ofMedia(tenant), contact, field), plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    // ---- found again

    private ContactHashes hashes(ContactRecord record) throws StoreUnavailable, KeyFailure {
        var tenant = ofMedia(record.tenant());
        var attributes = new ArrayList<byte[]>();
        for (var each : record.attributes().entrySet()) {
            attributes.add(search.of(tenant, each.getKey(), each.getValue().value()));
        }
        // In E.164 already where it is a number at all; no region makes a number of anything else.
        var number = PhoneNumber.parse(record.customerNumber().value(), "ZZ");
        return new ContactHashes(
                number.isPresent() ? search.of(tenant, number.get()) : null, attributes);
    }

    // ---- references

    private List<Referred> ownReferences(ContactRecord record) {
        return record.references().stream()
                .map(each ->
                        scopes.of(record.tenant(), each.kind()).isPresent()
                                ? Referred.elsewhere(each)
                                : Referred.whole(each))
                .toList();
    }

    private void keepShared(ContactRecord record) throws StoreUnavailable, KeyFailure {
        var shared = new LinkedHashMap<Tenant, List<Referred>>();
        for (Reference each : record.references()) {
            scopes.of(record.tenant(), each.kind())
                    .ifPresent(scope ->
                            shared.computeIfAbsent(scope, _ -> new ArrayList<>())
                                    .add(Referred.whole(each)));
        }
        for (var each : shared.entrySet()) {
            var id = record.contact().id();
            var sealed = seal(each.getKey(), id, SHARED, FieldText.references(each.getValue()));
            var row = new Shared(id, record.version(), record.times().initiatedMs(), sealed);
            Awaited.of(store.keepShared(each.getKey(), row));
        }
    }

    // ---- at start

    @Override
    public void end(List<ContactRecord> records) throws StoreUnavailable {
        for (var record : records) {
            Awaited.of(
                    store.end(
                            record.tenant(),
                            record.contact().id(),
                            record.version(),
                            record.times(),
                            record.disconnectReason()));
        }
    }

    @Override
    public List<ContactRecord> unfinished(Tenant tenant) throws StoreUnavailable, KeyFailure {
        var all = new ArrayList<ContactRecord>();
        @Nullable PageKey after = null;
        while (true) {
            var page = Awaited.of(store.unfinished(tenant, after, ContactStore.MOST_ROWS));
            for (var row : page) {
                all.add(reader.record(tenant, row));
            }
            if (page.size() < ContactStore.MOST_ROWS) {
                return all;
            }
            var last = page.getLast();
            after =
                    new PageKey(
                            Instant.ofEpochMilli(last.times().initiatedMs()), last.contact().id());
        }
    }

    static dev.crosspoint.media.api.Tenant ofMedia(Tenant tenant) {
        return new dev.crosspoint.media.api.Tenant(tenant.account(), tenant.instance());
    }
}
