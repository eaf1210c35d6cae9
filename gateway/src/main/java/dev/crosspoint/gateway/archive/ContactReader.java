package dev.crosspoint.gateway.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.gateway.archive.FieldText.Placed;
import dev.crosspoint.gateway.archive.FieldText.Referred;
import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.contact.ContactRecord.Dialled;
import dev.crosspoint.gateway.contact.ContactRecord.Dialled.By;
import dev.crosspoint.gateway.contact.Reference;
import dev.crosspoint.gateway.keys.FieldKeys;
import dev.crosspoint.gateway.keys.FieldKeys.Opened;
import dev.crosspoint.gateway.keys.FieldPlace;
import dev.crosspoint.gateway.store.ContactRow;
import dev.crosspoint.gateway.store.ContactStore;
import dev.crosspoint.gateway.store.SealedKind;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Opens what is sealed of a contact. Blocks: on virtual threads, any number of them.
 *
 * <p>Every method fails with a {@link KeyFailure} when the key service denies a key or is away, and
 * with a {@link StoreUnavailable}.
 */
public final class ContactReader {
    private final ContactStore store;
    private final FieldKeys fields;
    private final ReferenceScopes scopes;

    public ContactReader(ContactStore store, FieldKeys fields, ReferenceScopes scopes) {
        this.store = store;
        this.fields = fields;
        this.scopes = scopes;
    }

    /**
     * What could be opened of a contact.
     *
     * @param texts by kind
     * @param expired kinds whose key is destroyed: nobody reads them any more
     * @param tampered kinds that were changed, or lie where they do not belong
     */
    public record OpenedFields(
            Map<SealedKind, Private> texts, Set<SealedKind> expired, Set<SealedKind> tampered) {
        public OpenedFields {
            texts = Map.copyOf(texts);
            expired = Set.copyOf(expired);
            tampered = Set.copyOf(tampered);
        }

        /** The text of a kind. */
        public Optional<Private> text(SealedKind kind) {
            return Optional.ofNullable(texts.get(kind));
        }

        /** Who called, or who was called. */
        public Optional<Private> customerNumber() {
            return text(SealedKind.ORIGINATION_NUMBER).or(() -> text(SealedKind.OUTBOUND_NUMBER));
        }

        /** External numbers that were called for transfers, in order. */
        public List<Dialled> dialled() {
            return Stream.of(
                            FieldText.dialled(textOf(SealedKind.AGENT_DIALLED), By.AGENT),
                            FieldText.dialled(textOf(SealedKind.FLOW_DIALLED), By.FLOW))
                    .flatMap(List::stream)
                    .sorted(Comparator.comparingInt(Placed::place))
                    .map(Placed::dialled)
                    .toList();
        }

        public Map<String, Private> attributes() {
            return FieldText.attributes(textOf(SealedKind.ATTRIBUTES));
        }

        private List<Referred> references() {
            return FieldText.references(textOf(SealedKind.REFS));
        }

        private String textOf(SealedKind kind) {
            return text(kind).map(Private::value).orElse("");
        }
    }

    /** Opens some kinds. */
    public OpenedFields open(Tenant tenant, ContactRow row, Set<SealedKind> kinds)
            throws StoreUnavailable, KeyFailure {
        var texts = new EnumMap<SealedKind, Private>(SealedKind.class);
        var expired = EnumSet.noneOf(SealedKind.class);
        var tampered = EnumSet.noneOf(SealedKind.class);
        for (var kind : kinds) {
            var sealed = row.sealed().get(kind);
            if (sealed != null) {
                switch (opened(tenant, row.contact().id(), kind.field(), sealed)) {
                    case Opened.Plain plain -> texts.put(kind, text(plain));
                    case Opened.Expired() -> expired.add(kind);
                    case Opened.Tampered() -> tampered.add(kind);
                }
            }
        }
        return new OpenedFields(texts, expired, tampered);
    }

    /**
     * The references of a contact whose {@link SealedKind#REFS} is open, also those that lie in
     * their scope; those that cannot be opened there are missing.
     */
    public List<Reference> references(Tenant tenant, ContactRow row, OpenedFields opened)
            throws StoreUnavailable, KeyFailure {
        var all = new ArrayList<Reference>();
        for (var each : opened.references()) {
            var value = each.value();
            if (value != null) {
                all.add(new Reference(each.kind(), each.name(), value));
            } else {
                shared(tenant, row.contact().id(), each.kind()).stream()
                        .filter(shared -> shared.name().equals(each.name()))
                        .forEach(all::add);
            }
        }
        return all;
    }

    /**
     * References of one kind that any instance of their scope has given to a contact; none when the
     * kind is its instance's, or when this instance is not of the scope.
     */
    public List<Reference> shared(Tenant tenant, String contact, Reference.Kind kind)
            throws StoreUnavailable, KeyFailure {
        var scope = scopes.of(tenant, kind);
        if (scope.isEmpty()) {
            return List.of();
        }
        var sealed = Awaited.of(store.findShared(scope.get(), contact));
        return sealed.isPresent()
                        && opened(scope.get(), contact, SealedContacts.SHARED, sealed.get())
                                instanceof Opened.Plain plain
                ? FieldText.references(text(plain).value()).stream()
                        .filter(each -> each.kind() == kind)
                        .flatMap(each ->
                                Stream.ofNullable(each.value())
                                        .map(value -> new Reference(kind, each.name(), value)))
                        .toList()
                : List.of();
    }

    /** The whole record, without what cannot be opened any more; a number is empty then. */
    ContactRecord record(Tenant tenant, ContactRow row) throws StoreUnavailable, KeyFailure {
        var opened = open(tenant, row, EnumSet.allOf(SealedKind.class));
        return new ContactRecord(
                tenant,
                row.contact(),
                row.version(),
                row.method(),
                row.times(),
                row.queue(),
                row.agentId(),
                opened.customerNumber().orElse(new Private("")),
                opened.text(SealedKind.SYSTEM_NUMBER).orElse(new Private("")),
                opened.dialled(),
                opened.text(SealedKind.NAME).orElse(null),
                opened.text(SealedKind.DESCRIPTION).orElse(null),
                opened.attributes(),
                references(tenant, row, opened),
                row.disconnectReason(),
                row.legs(),
                row.recordings());
    }

    private Opened opened(Tenant tenant, String contact, String field, byte[] sealed)
            throws StoreUnavailable, KeyFailure {
        return fields.open(new FieldPlace(SealedContacts.ofMedia(tenant), contact, field), sealed);
    }

    private static Private text(Opened.Plain plain) {
        var bytes = plain.bytes();
        try {
            return new Private(new String(bytes, UTF_8));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
