package dev.crosspoint.gateway.search;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.archive.Awaited;
import dev.crosspoint.gateway.archive.ContactReader;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.NotOnRecord;
import dev.crosspoint.gateway.audit.ShownId;
import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.keys.SearchKeys;
import dev.crosspoint.gateway.search.ContactMessage.Answer;
import dev.crosspoint.gateway.search.ContactMessage.Asker;
import dev.crosspoint.gateway.search.ContactMessage.Found;
import dev.crosspoint.gateway.search.ContactMessage.Missing;
import dev.crosspoint.gateway.search.ContactMessage.Refused;
import dev.crosspoint.gateway.search.ContactMessage.Wrong;
import dev.crosspoint.gateway.store.ContactFilter;
import dev.crosspoint.gateway.store.ContactRow;
import dev.crosspoint.gateway.store.ContactStore;
import dev.crosspoint.gateway.store.SealedKind;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.gateway.switchboard.Right;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers, each once the question is on record. Blocks. */
final class ContactAnswers {
    /** Longer than the trail itself waits. */
    private static final int ON_RECORD_SECONDS = 20;

    /** What needs no permission beyond seeing the contact. */
    private static final Set<SealedKind> NUMBERS =
            Set.of(
                    SealedKind.ORIGINATION_NUMBER,
                    SealedKind.OUTBOUND_NUMBER,
                    SealedKind.SYSTEM_NUMBER);

    private static final Set<SealedKind> ALL_NUMBERS =
            with(NUMBERS, SealedKind.AGENT_DIALLED, SealedKind.FLOW_DIALLED);

    private static final Set<SealedKind> NUMBERS_AND_NAME = with(NUMBERS, SealedKind.NAME);

    private final ContactStore store;
    private final ContactReader reader;
    private final SearchKeys search;
    private final Map<Tenant, String> countries;
    private final Function<AuditEvent, Future<Void>> before;
    private final InstantSource clock;

    ContactAnswers(
            ContactStore store,
            ContactReader reader,
            SearchKeys search,
            Map<Tenant, String> countries,
            Function<AuditEvent, Future<Void>> before,
            InstantSource clock) {
        this.store = store;
        this.reader = reader;
        this.search = search;
        this.countries = Map.copyOf(countries);
        this.before = before;
        this.clock = clock;
    }

    // ---- many

    Answer search(ContactMessage.Search asked) throws StoreUnavailable, KeyFailure, NotOnRecord {
        var by = asked.by();
        var query = asked.query();
        if (query.attribute() != null && !by.seesAttributes()) {
            return new Refused(Right.lacking(List.of(Permission.CONTACT_ATTRIBUTES_VIEW)));
        }
        var text = query.number();
        var number =
                text == null
                        ? Optional.<PhoneNumber>empty()
                        : PhoneNumber.parse(text.value(), country(by.tenant()));
        if (text != null && number.isEmpty()) {
            return new Wrong("number must be a telephone number");
        }
        record(by, new Deed.Searched("contacts", query.criteria()));
        var filter = filter(by, query, number);
        var page = Awaited.of(store.search(by.tenant(), filter, query.after(), query.limit()));
        var json = JsonNodeFactory.instance.objectNode();
        var contacts = json.putArray("contacts");
        var kinds = by.seesAttributes() ? NUMBERS_AND_NAME : NUMBERS;
        for (var each : page.contacts()) {
            var opened = reader.open(by.tenant(), each.row(), kinds);
            var view = ContactView.summary(each.row(), opened, clock.millis());
            ContactView.states(view, each.recordings());
            contacts.add(view);
        }
        var next = page.next();
        if (next != null) {
            json.put("next", next.text());
        }
        return new Found(json);
    }

    private String country(Tenant tenant) {
        return countries.getOrDefault(tenant, "ZZ");
    }

    private ContactFilter filter(Asker by, ContactQuery query, Optional<PhoneNumber> number)
            throws StoreUnavailable, KeyFailure {
        var tenant = ofMedia(by.tenant());
        var attribute = query.attribute();
        return new ContactFilter(
                query.from(),
                query.to(),
                query.contact(),
                Stream.of(Optional.ofNullable(query.agent()), own(by))
                        .flatMap(Optional::stream)
                        .distinct()
                        .toList(),
                query.queue(),
                number.isPresent() ? search.all(tenant, number.get()) : null,
                attribute == null
                        ? null
                        : search.all(tenant, attribute.name(), attribute.value().value()),
                query.duration(),
                query.mos(),
                query.reason(),
                query.recording());
    }

    /** Whose contacts are the only ones that somebody may see. */
    private static Optional<String> own(Asker by) {
        return by.seesAll() ? Optional.empty() : Optional.of(by.agent());
    }

    // ---- one

    Answer show(ContactMessage.Show asked) throws StoreUnavailable, KeyFailure, NotOnRecord {
        var by = asked.by();
        @Nullable ContactRow row =
                Awaited.of(store.find(by.tenant(), asked.contact()))
                        .filter(found -> mayView(by, found))
                        .orElse(null);
        if (row == null) {
            // Of another tenant, of another agent, or of nobody: they are not told which (TEN-2).
            record(
                    by,
                    new Deed.WasRefused("viewContact", "contact:" + ShownId.of(asked.contact())));
            return new Missing();
        }
        record(by, new Deed.ViewedContact(row.contact().id()));
        var opened = reader.open(by.tenant(), row, kinds(by));
        var chain = chain(by, row);
        var json = ContactView.summary(row, opened, clock.millis());
        ContactView.details(
                json,
                row,
                opened,
                reader.references(by.tenant(), row, opened),
                Awaited.of(store.recordings(by.tenant(), row.contact().id())),
                chain);
        var linked = json.putArray("linked");
        for (var each : chain) {
            if (!each.contact().id().equals(row.contact().id())) {
                var numbers = reader.open(by.tenant(), each, NUMBERS);
                linked.add(ContactView.summary(each, numbers, clock.millis()));
            }
        }
        return new Found(json);
    }

    private static Set<SealedKind> kinds(Asker by) {
        return by.seesAttributes() ? EnumSet.allOf(SealedKind.class) : ALL_NUMBERS;
    }

    private List<ContactRow> chain(Asker by, ContactRow row) throws StoreUnavailable {
        return Awaited.of(store.chain(by.tenant(), row.contact().initialId())).stream()
                .filter(each -> mayView(by, each))
                .toList();
    }

    private static boolean mayView(Asker by, ContactRow row) {
        return by.seesAll() || by.agent().equals(row.agentId());
    }

    // ---- details

    private void record(Asker by, Deed deed) throws NotOnRecord {
        var event = AuditEvent.now(new Actor.Agent(by.agent()), by.from(), by.tenant(), deed);
        try {
            before.apply(event).await(ON_RECORD_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new NotOnRecord("nobody answers");
        } catch (Exception e) {
            throw e instanceof NotOnRecord not ? not : new NotOnRecord("it is not durable");
        }
    }

    private static Set<SealedKind> with(Set<SealedKind> kinds, SealedKind... more) {
        var all = EnumSet.copyOf(kinds);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }

    private static dev.crosspoint.media.api.Tenant ofMedia(Tenant tenant) {
        return new dev.crosspoint.media.api.Tenant(tenant.account(), tenant.instance());
    }
}
