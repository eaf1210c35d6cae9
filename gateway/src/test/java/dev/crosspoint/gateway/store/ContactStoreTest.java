package dev.crosspoint.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.gateway.contact.Contact;
import dev.crosspoint.gateway.contact.ContactRecord.Method;
import dev.crosspoint.gateway.contact.ContactTimes;
import dev.crosspoint.gateway.contact.LegQuality;
import dev.crosspoint.gateway.contact.LegQuality.Who;
import dev.crosspoint.gateway.contact.Sides;
import dev.crosspoint.gateway.store.ContactFilter.Range;
import dev.crosspoint.gateway.store.ContactFilter.Recorded;
import dev.crosspoint.gateway.store.ContactPage.Found;
import dev.crosspoint.gateway.store.ContactStore.Kept;
import dev.crosspoint.gateway.store.Recording.Facts;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.signaling.api.Tenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Contacts in the database: which of two versions stays, and what is found. */
@SuppressWarnings("NullAway.Init") // Set before the tests.
final class ContactStoreTest {
    private static final AtomicInteger TENANTS = new AtomicInteger();
    private static final long NINE = Instant.parse("2026-11-28T09:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;

    private static Vertx vertx;
    private static DatabaseSettings settings;
    private static Database database;
    private static ContactStore store;

    private final Tenant tenant = new Tenant("account", "i" + TENANTS.incrementAndGet());

    @BeforeAll
    static void open() throws Exception {
        vertx = Vertx.vertx();
        settings = TestDatabase.fresh();
        database =
                Database.open(
                        vertx,
                        settings,
                        Path.of("unused"),
                        new SimpleMeterRegistry(),
                        new SecureRandom());
        store = database.contacts();
    }

    @AfterAll
    static void close() throws Exception {
        database.close();
        vertx.close().await();
    }

    @Test
    void givesBackARowAsItWas() throws Exception {
        var row = contact("c-1").row();
        keep(contact("c-1"));

        var found = await(store.find(tenant, "c-1")).orElseThrow();
        assertThat(found).usingRecursiveComparison().isEqualTo(row);
        assertThat(found.worstMos()).contains(3.5);
        assertThat(await(store.find(tenant, "c-2"))).isEmpty();
    }

    @Test
    void letsTheHighestVersionStay() throws Exception {
        assertThat(keep(version("c-1", 2, "second"))).isEqualTo(1);
        assertThat(keep(version("c-1", 1, "first"))).isZero();
        assertThat(keep(version("c-1", 2, "again"))).isZero();
        assertThat(queueOf("c-1")).isEqualTo("second");
        assertThat(keep(version("c-1", 3, "third"))).isEqualTo(1);
        assertThat(queueOf("c-1")).isEqualTo("third");
    }

    @Test
    void takesTheHighestOfSeveralAtOnce() throws Exception {
        keep(version("c-1", 1, "first"), version("c-1", 3, "third"), version("c-1", 2, "second"));
        assertThat(queueOf("c-1")).isEqualTo("third");
    }

    @Test
    void keepsAllOrNone() throws Exception {
        var good = contact("good");
        var bad =
                new Kept(
                        contact("bad").row(),
                        new ContactHashes(new byte[] {1}, List.of())); // Of no hash's length.
        assertThatThrownBy(() -> keep(bad, good)).isInstanceOf(IllegalStateException.class);
        assertThat(await(store.find(tenant, "good"))).isEmpty();
    }

    @Test
    void findsByEachCriterion() throws Exception {
        keep(contact("a"), sister("b"));

        for (var query :
                List.of(
                        where().agents("ann"),
                        where().queue("Sales"),
                        where().numbers(hash(1)),
                        where().attributes(hash(11)),
                        where().attributes(hash(12), hash(99)),
                        where().attributes(hash(11)).numbers(hash(1), hash(98)),
                        where().duration(60_000L, null),
                        where().mos(null, 3.5),
                        where().reason("customer"),
                        where().contact("a"),
                        where().from(NINE - 1).to(NINE + 1).agents("ann"))) {
            assertThat(ids(query)).as(query.toString()).containsExactly("a");
        }
        assertThat(ids(where().contact("chain"))).containsExactly("b");
        assertThat(ids(where().duration(null, 59_999L))).containsExactly("b");
        assertThat(ids(where().mos(3.6, null))).containsExactly("b");
        assertThat(ids(where())).containsExactly("b", "a");
        for (var nothing :
                List.of(
                        where().agents("ann", "bob"),
                        where().numbers(),
                        where().attributes(),
                        where().numbers(hash(2)),
                        where().attributes(hash(11)).numbers(hash(2)),
                        where().to(NINE),
                        where().from(NINE + HOUR + 1))) {
            assertThat(ids(nothing)).as(nothing.toString()).isEmpty();
        }
    }

    @Test
    void findsByWhatBecameOfRecordings() throws Exception {
        keep(contact("none"), contact("failed"), contact("open"));
        var recordings = database.recordings();
        for (var id : List.of("failed", "open")) {
            var facts =
                    new Facts(id, id, "ann", "Sales", 0, Sides.BOTH, Instant.ofEpochMilli(NINE));
            await(recordings.opened(tenant, new RecordingId("r-" + id), facts, "key"));
        }
        await(recordings.failed(tenant, new RecordingId("r-failed"), "KEY_DENIED", Instant.now()));

        assertThat(ids(where().recording(new Recorded.No()))).containsExactly("none");
        assertThat(ids(where().recording(new Recorded.In(RecordingState.FAILED))))
                .containsExactly("failed");
        assertThat(ids(where().recording(new Recorded.In(RecordingState.OPEN))))
                .containsExactly("open");
        assertThat(ids(where().recording(new Recorded.In(RecordingState.DELIVERED)))).isEmpty();
        assertThat(await(store.search(tenant, where().filter(), null, 10)).contacts())
                .extracting(Found::recordings)
                .containsExactly(
                        List.of(RecordingState.OPEN), List.of(), List.of(RecordingState.FAILED));
        assertThat(await(store.recordings(tenant, "open"))).hasSize(1);
    }

    /** The newest first, by time and then by id; those that come in meanwhile move nothing. */
    @Test
    void turnsPagesWhileContactsComeIn() throws Exception {
        var expected = new ArrayList<String>();
        for (int i = 0; i < 25; i++) {
            // Some at the same time.
            keep(at("p-%02d".formatted(i), NINE + i / 3));
            expected.addFirst("p-%02d".formatted(i));
        }
        var seen = new ArrayList<String>();
        PageKey after = null;
        int pages = 0;
        do {
            var page = await(store.search(tenant, where().filter(), after, 4));
            page.contacts().forEach(found -> seen.add(found.row().contact().id()));
            after = page.next() == null ? null : PageKey.parse(page.next().text()).orElseThrow();
            keep(at("later-" + pages, NINE + HOUR + pages));
            pages++;
        } while (after != null);

        assertThat(seen).isEqualTo(expected);
        assertThat(pages).isEqualTo(7);
    }

    @Test
    void showsAndTouchesNothingOfAnotherTenant() throws Exception {
        keep(contact("c-1"));
        var other = new Tenant("account", tenant.instance() + "-other");

        assertThat(await(store.find(other, "c-1"))).isEmpty();
        assertThat(await(store.search(other, where().numbers(hash(1)).filter(), null, 10)))
                .isEqualTo(new ContactPage(List.of(), null));
        assertThat(await(store.chain(other, "c-1"))).isEmpty();
        assertThat(await(store.deleteBefore(other, Instant.MAX.minusSeconds(1L << 54), 10)))
                .isZero();
        await(store.keep(other, List.of(version("c-1", 9, "theirs"))));
        assertThat(queueOf("c-1")).isEqualTo("Sales");
    }

    /** Row-level security by itself, under statements that forget whose rows they are about. */
    @Test
    void showsNothingToAStatementWithoutATenant() throws Exception {
        keep(contact("c-1"));
        try (var owner = TestDatabase.owner(Objects.requireNonNull(settings.server()));
                var statement = owner.createStatement()) {
            for (var table : List.of("contact", "contact_attribute", "shared_reference")) {
                try (var rows =
                        statement.executeQuery("SELECT count(*) FROM crosspoint." + table)) {
                    rows.next();
                    assertThat(rows.getInt(1)).as(table).isZero();
                }
            }
        }
    }

    @Test
    void deletesWhatIsOldWithWhatFindsIt() throws Exception {
        for (int i = 0; i < 5; i++) {
            keep(at("old-" + i, NINE - 10 + i));
        }
        keep(contact("kept"));

        var before = Instant.ofEpochMilli(NINE);
        assertThat(await(store.deleteBefore(tenant, before, 3))).isEqualTo(3);
        assertThat(ids(where())).containsExactly("kept", "old-4", "old-3");
        assertThat(await(store.deleteBefore(tenant, before, 3))).isEqualTo(2);
        assertThat(await(store.deleteBefore(tenant, before, 3))).isZero();
        assertThat(ids(where().attributes(hash(11)))).containsExactly("kept");
    }

    @Test
    void goesThroughWhatHasNoEnd() throws Exception {
        for (int i = 0; i < 5; i++) {
            keep(ongoing("o-" + i, NINE + i));
        }
        keep(contact("over"));
        var first = await(store.unfinished(tenant, null, 3));
        assertThat(first)
                .extracting(row -> row.contact().id())
                .containsExactly("o-0", "o-1", "o-2");
        var after = new PageKey(Instant.ofEpochMilli(NINE + 2), "o-2");
        assertThat(await(store.unfinished(tenant, after, 3)))
                .extracting(row -> row.contact().id())
                .containsExactly("o-3", "o-4");
    }

    // ---- what is kept

    private static Kept contact(String id) {
        return at(id, NINE);
    }

    private static Kept at(String id, long ms) {
        return kept(Contact.first(id), 1, ms, ms + 60_000, "Sales", "ann", 3.5, 1);
    }

    private static Kept version(String id, long version, String queue) {
        return kept(Contact.first(id), version, NINE, NINE + 60_000, queue, "ann", 3.5, 1);
    }

    private static Kept ongoing(String id, long ms) {
        return kept(Contact.first(id), 1, ms, null, "", null, 3.5, 1);
    }

    /** Another in all. */
    private static Kept sister(String id) {
        var row =
                kept(
                                new Contact(id, "chain", "chain"),
                                1,
                                NINE + HOUR,
                                NINE + HOUR + 1_000,
                                "Support",
                                "bob",
                                4.2,
                                5)
                        .row();
        return new Kept(
                new ContactRow(
                        row.contact(),
                        1,
                        Method.TRANSFER,
                        row.times(),
                        row.queue(),
                        row.agentId(),
                        "agent",
                        row.legs(),
                        row.recordings(),
                        row.sealed()),
                new ContactHashes(hash(5), List.of(hash(15))));
    }

    private static Kept kept(
            Contact contact,
            long version,
            long ms,
            @Nullable Long endedMs,
            String queue,
            @Nullable String agent,
            double mos,
            int number) {
        var row =
                new ContactRow(
                        contact,
                        version,
                        Method.INBOUND,
                        new ContactTimes(ms, ms + 1, ms + 2, endedMs, 2, 30, 20, 5),
                        queue,
                        agent,
                        endedMs == null ? null : "customer",
                        List.of(
                                new LegQuality("l-1", Who.AGENT, "opus", 9, 0.5, 1.5, null, 4.3),
                                new LegQuality("l-2", Who.CUSTOMER, "PCMA", 9, 0.5, 1, 2.5, mos)),
                        List.of("r-1", "r-2"),
                        Map.of(SealedKind.ORIGINATION_NUMBER, new byte[] {1, 2, 3}));
        return new Kept(row, new ContactHashes(hash(number), List.of(hash(11), hash(12))));
    }

    private static byte[] hash(int of) {
        var hash = new byte[32];
        Arrays.fill(hash, (byte) of);
        return hash;
    }

    private int keep(Kept... contacts) throws Exception {
        return await(store.keep(tenant, List.of(contacts)));
    }

    private String queueOf(String id) throws Exception {
        return await(store.find(tenant, id)).orElseThrow().queue();
    }

    private List<String> ids(Where where) throws Exception {
        return await(store.search(tenant, where.filter(), null, 100)).contacts().stream()
                .map(found -> found.row().contact().id())
                .toList();
    }

    private static Where where() {
        return new Where();
    }

    /** A filter, bit by bit. */
    private static final class Where {
        private final List<String> said = new ArrayList<>();
        private @Nullable Instant from;
        private @Nullable Instant to;
        private @Nullable String contact;
        private List<String> agents = List.of();
        private @Nullable String queue;
        private @Nullable List<byte[]> numbers;
        private @Nullable List<byte[]> attributes;
        private Range duration = Range.ANY;
        private Range mos = Range.ANY;
        private @Nullable String reason;
        private @Nullable Recorded recording;

        Where from(long ms) {
            from = Instant.ofEpochMilli(ms);
            return say("from");
        }

        Where to(long ms) {
            to = Instant.ofEpochMilli(ms);
            return say("to");
        }

        Where contact(String id) {
            contact = id;
            return say("contact");
        }

        Where agents(String... ids) {
            agents = List.of(ids);
            return say("agents");
        }

        Where queue(String name) {
            queue = name;
            return say("queue");
        }

        Where numbers(byte[]... hashes) {
            numbers = List.of(hashes);
            return say("numbers");
        }

        Where attributes(byte[]... hashes) {
            attributes = List.of(hashes);
            return say("attributes");
        }

        Where duration(@Nullable Long least, @Nullable Long most) {
            duration = new Range(least, most);
            return say("duration");
        }

        Where mos(@Nullable Double least, @Nullable Double most) {
            mos = new Range(least, most);
            return say("mos");
        }

        Where reason(String word) {
            reason = word;
            return say("reason");
        }

        Where recording(Recorded state) {
            recording = state;
            return say("recording");
        }

        private Where say(String what) {
            said.add(what);
            return this;
        }

        ContactFilter filter() {
            return new ContactFilter(
                    from,
                    to,
                    contact,
                    agents,
                    queue,
                    numbers,
                    attributes,
                    duration,
                    mos,
                    reason,
                    recording);
        }

        @Override
        public String toString() {
            return said.toString();
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(20, TimeUnit.SECONDS);
    }
}
