package dev.crosspoint.gateway.archive;

import static dev.crosspoint.gateway.archive.ContactRig.APART;
import static dev.crosspoint.gateway.archive.ContactRig.MAIN;
import static dev.crosspoint.gateway.archive.ContactRig.NUMBER;
import static dev.crosspoint.gateway.archive.ContactRig.OTHER;
import static dev.crosspoint.gateway.archive.ContactRig.SISTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.contact.Reference;
import dev.crosspoint.gateway.contact.Reference.Kind;
import dev.crosspoint.gateway.keys.SearchKeys.Kept;
import dev.crosspoint.gateway.store.ContactFilter;
import dev.crosspoint.gateway.store.ContactFilter.Range;
import dev.crosspoint.gateway.store.ContactPage;
import dev.crosspoint.gateway.store.ContactRow;
import dev.crosspoint.gateway.store.DatabaseSettings;
import dev.crosspoint.gateway.store.SealedKind;
import dev.crosspoint.gateway.store.StoreUnavailable;
import dev.crosspoint.gateway.store.TestDatabase;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyFailure.Reason;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contacts sealed, hashed, kept, and opened again. */
@SuppressWarnings("NullAway.Init") // Set before each test.
class SealedContactsTest {
    private DatabaseSettings settings;
    private ContactRig rig;

    @BeforeEach
    void open() throws Exception {
        settings = TestDatabase.migrated();
        rig = new ContactRig(settings, Path.of("unused"));
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void givesBackAllThatItWasGiven() throws Exception {
        var record = rig.full(MAIN, "c-1", 1);
        rig.contacts.keep(List.of(record));

        assertThat(rig.reader.record(MAIN, row(MAIN, "c-1"))).isEqualTo(record);
    }

    @Test
    void keepsTheHighestVersionInWhateverOrderTheyCome() throws Exception {
        rig.contacts.keep(List.of(rig.full(MAIN, "c-1", 3), rig.ongoing(MAIN, "c-1", NUMBER)));
        rig.contacts.keep(List.of(rig.ongoing(MAIN, "c-1", NUMBER)));
        assertThat(row(MAIN, "c-1").version()).isEqualTo(3);
        assertThat(attribute(MAIN, "tier", "platinum-zz")).containsExactly("c-1");

        var later = rig.full(MAIN, "c-1", 4);
        rig.contacts.keep(List.of(withoutAttributes(later)));
        assertThat(row(MAIN, "c-1").version()).isEqualTo(4);
        assertThat(attribute(MAIN, "tier", "platinum-zz")).isEmpty();
    }

    @Test
    void endsWhatItCannotOpenAnyMoreAndLeavesTheRestAsItIs() throws Exception {
        rig.contacts.keep(List.of(rig.ongoing(MAIN, "c-1", NUMBER)));
        var before = row(MAIN, "c-1");
        rig.pass(Duration.ofDays(32));
        assertThat(rig.cabinet.destroyOld(media(MAIN))).isEqualTo(1);
        rig.pass(Duration.ofMinutes(1));
        var lost = rig.full(MAIN, "c-1", 2);

        rig.contacts.end(List.of(lost));

        var after = row(MAIN, "c-1");
        assertThat(after.version()).isEqualTo(2);
        assertThat(after.times().endedMs()).isEqualTo(lost.times().endedMs());
        assertThat(after.disconnectReason()).isEqualTo(lost.disconnectReason());
        assertThat(after.sealed()).containsOnlyKeys(before.sealed().keySet());
        before.sealed()
                .forEach((kind, sealed) -> assertThat(after.sealed().get(kind)).isEqualTo(sealed));
        assertThat(number(MAIN, NUMBER)).containsExactly("c-1");
        rig.contacts.end(List.of(rig.full(MAIN, "c-1", 9)));
        assertThat(row(MAIN, "c-1").version()).as("it has an end").isEqualTo(2);
    }

    @Test
    void findsANumberAfterFiveChangesOfTheKeyAndInNoOtherInstance() throws Exception {
        var ids = new ArrayList<String>();
        for (int i = 0; i <= 5; i++) {
            ids.addFirst("c-" + i);
            rig.contacts.keep(List.of(rig.full(MAIN, "c-" + i, 1)));
            rig.contacts.keep(List.of(rig.full(OTHER, "o-" + i, 1)));
            rig.search.rotate(media(MAIN), Kept.NUMBERS);
            rig.search.rotate(media(MAIN), Kept.ATTRIBUTES);
            rig.pass(Duration.ofMinutes(5));
        }

        assertThat(number(MAIN, NUMBER)).isEqualTo(ids);
        assertThat(attribute(MAIN, "street", "Elm Row 7")).isEqualTo(ids);
        assertThat(number(OTHER, NUMBER)).hasSize(6).allMatch(id -> id.startsWith("o-"));
        assertThat(number(SISTER, NUMBER)).isEmpty();
        assertThat(number(MAIN, "+4930555002")).isEmpty();
    }

    @Test
    void findsAndCountsWhatNobodyReadsAnyMore() throws Exception {
        rig.contacts.keep(List.of(rig.full(MAIN, "old", 1)));
        rig.pass(Duration.ofDays(2));
        rig.contacts.keep(List.of(rig.full(MAIN, "new", 1)));
        rig.pass(Duration.ofDays(30));
        assertThat(rig.cabinet.destroyOld(media(MAIN))).isEqualTo(1);
        rig.pass(Duration.ofMinutes(1));

        assertThat(number(MAIN, NUMBER)).containsExactly("new", "old");
        var old = all(MAIN, "old");
        assertThat(old.texts()).isEmpty();
        assertThat(old.expired()).hasSize(8).contains(SealedKind.ORIGINATION_NUMBER);
        assertThat(all(MAIN, "new").customerNumber()).contains(new Private(NUMBER));
        assertThat(rig.reader.record(MAIN, row(MAIN, "old")).customerNumber().value()).isEmpty();
        assertThat(row(MAIN, "old").durationMs()).isEqualTo(60_000);
    }

    @Test
    void tellsWhatWasPutSomewhereElse() throws Exception {
        rig.contacts.keep(List.of(rig.full(MAIN, "c-1", 1), rig.full(MAIN, "c-2", 1)));
        TestDatabase.tamper(
                settings,
                "UPDATE crosspoint.contact a SET name = b.name FROM crosspoint.contact b"
                        + " WHERE a.contact_id = 'c-1' AND b.contact_id = 'c-2'");

        assertThat(all(MAIN, "c-1").tampered()).containsExactly(SealedKind.NAME);
        assertThat(all(MAIN, "c-2").tampered()).isEmpty();
    }

    @Test
    void readsAndWritesNothingOnceTheKeyServiceRefuses() throws Exception {
        rig.contacts.keep(List.of(rig.full(MAIN, "c-1", 1)));
        rig.service.refuse(Reason.DENIED);
        rig.pass(Duration.ofMinutes(1));

        assertThatThrownBy(() -> all(MAIN, "c-1")).isInstanceOf(KeyFailure.class);
        assertThatThrownBy(() -> rig.contacts.keep(List.of(rig.full(MAIN, "c-2", 1))))
                .isInstanceOf(KeyFailure.class);
        assertThat(Awaited.of(rig.store().find(MAIN, "c-2"))).isEmpty();
        rig.service.refuse(null);
        assertThat(all(MAIN, "c-1").customerNumber()).contains(new Private(NUMBER));
    }

    @Test
    void keepsNothingWhileTheDatabaseIsAway() throws Exception {
        TestDatabase.away(settings);
        try {
            assertThatThrownBy(() -> rig.contacts.keep(List.of(rig.full(MAIN, "c-1", 1))))
                    .isInstanceOf(StoreUnavailable.class);
        } finally {
            TestDatabase.back(settings);
        }
    }

    @Test
    void hasAtStartWhatHadNoEnd() throws Exception {
        rig.contacts.keep(List.of(rig.ongoing(MAIN, "first", NUMBER)));
        rig.pass(Duration.ofSeconds(5));
        rig.contacts.keep(
                List.of(rig.full(MAIN, "over", 1), rig.ongoing(MAIN, "second", "anonymous")));

        assertThat(rig.contacts.unfinished(MAIN))
                .extracting(record -> record.contact().id())
                .containsExactly("first", "second");
        assertThat(rig.contacts.unfinished(MAIN).getLast().customerNumber().value())
                .isEqualTo("anonymous");
        assertThat(rig.contacts.unfinished(SISTER)).isEmpty();
    }

    // ---- references (TEN-3, TEN-4, PII-9)

    @Test
    void opensAProfileInTheInstancesOfItsDomainOnly() throws Exception {
        rig.contacts.keep(List.of(rig.full(MAIN, "c-1", 1)));

        assertThat(rig.reader.shared(SISTER, "c-1", Kind.CUSTOMER_PROFILE))
                .containsExactly(
                        new Reference(Kind.CUSTOMER_PROFILE, "prof", new Private("profile-3")));
        assertThat(rig.reader.shared(APART, "c-1", Kind.CUSTOMER_PROFILE)).isEmpty();
        // The same domain by name, of another account.
        assertThat(rig.reader.shared(OTHER, "c-1", Kind.CUSTOMER_PROFILE)).isEmpty();
    }

    @Test
    void opensAnExternalApplicationInItsAccountOnly() throws Exception {
        rig.contacts.keep(List.of(rig.full(MAIN, "c-1", 1)));

        assertThat(rig.reader.shared(APART, "c-1", Kind.EXTERNAL_APPLICATION))
                .extracting(reference -> reference.value().value())
                .containsExactly("application-4");
        assertThat(rig.reader.shared(OTHER, "c-1", Kind.EXTERNAL_APPLICATION)).isEmpty();
        // Its key is of a time as well.
        rig.pass(Duration.ofDays(32));
        var scope = new Tenant("acme", "account:acme");
        assertThat(rig.cabinet.destroyOld(media(scope))).isEqualTo(1);
        assertThat(rig.reader.shared(APART, "c-1", Kind.EXTERNAL_APPLICATION)).isEmpty();
    }

    @Test
    void keepsCampaignsAndCasesToTheirInstance() throws Exception {
        rig.contacts.keep(List.of(rig.full(MAIN, "c-1", 1)));

        for (var kind : List.of(Kind.OUTBOUND_CAMPAIGN, Kind.CASE, Kind.TASK, Kind.SPEAKER_ID)) {
            for (var tenant : List.of(SISTER, APART, OTHER)) {
                assertThat(rig.reader.shared(tenant, "c-1", kind)).isEmpty();
            }
        }
        assertThat(Awaited.of(rig.store().find(SISTER, "c-1"))).isEmpty();
        var rows = row(MAIN, "c-1");
        assertThat(rig.reader.references(MAIN, rows, all(MAIN, "c-1")))
                .extracting(Reference::kind)
                .contains(Kind.OUTBOUND_CAMPAIGN, Kind.CASE, Kind.TASK, Kind.SPEAKER_ID);
        assertThat(rig.reader.open(SISTER, rows, EnumSet.of(SealedKind.REFS)).tampered())
                .containsExactly(SealedKind.REFS);
    }

    private ContactReader.OpenedFields all(Tenant tenant, String id) throws Exception {
        return rig.reader.open(tenant, row(tenant, id), EnumSet.allOf(SealedKind.class));
    }

    private ContactRow row(Tenant tenant, String id) throws Exception {
        return Awaited.of(rig.store().find(tenant, id)).orElseThrow();
    }

    private List<String> number(Tenant tenant, String number) throws Exception {
        return ids(tenant, rig.search.all(media(tenant), new PhoneNumber(number)), null);
    }

    private List<String> attribute(Tenant tenant, String name, String value) throws Exception {
        return ids(tenant, null, rig.search.all(media(tenant), name, value));
    }

    private List<String> ids(
            Tenant tenant, @Nullable List<byte[]> numbers, @Nullable List<byte[]> attributes)
            throws Exception {
        var filter =
                new ContactFilter(
                        null,
                        null,
                        null,
                        List.of(),
                        null,
                        numbers,
                        attributes,
                        Range.ANY,
                        Range.ANY,
                        null,
                        null);
        ContactPage page = Awaited.of(rig.store().search(tenant, filter, null, 100));
        return page.contacts().stream().map(found -> found.row().contact().id()).toList();
    }

    private static ContactRecord withoutAttributes(ContactRecord record) {
        return new ContactRecord(
                record.tenant(),
                record.contact(),
                record.version(),
                record.method(),
                record.times(),
                record.queue(),
                record.agentId(),
                record.customerNumber(),
                record.systemNumber(),
                record.dialled(),
                record.name(),
                record.description(),
                java.util.Map.of(),
                record.references(),
                record.disconnectReason(),
                record.legs(),
                record.recordings());
    }

    private static dev.crosspoint.media.api.Tenant media(Tenant tenant) {
        return SealedContacts.ofMedia(tenant);
    }
}
