package dev.crosspoint.gateway.bench;

import dev.crosspoint.gateway.archive.Awaited;
import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.keys.KeyCabinet;
import dev.crosspoint.gateway.keys.SearchKeys;
import dev.crosspoint.gateway.local.OwnPostgres;
import dev.crosspoint.gateway.local.TestPostgres;
import dev.crosspoint.gateway.store.ContactFilter;
import dev.crosspoint.gateway.store.ContactFilter.Range;
import dev.crosspoint.gateway.store.ContactFilter.Recorded;
import dev.crosspoint.gateway.store.ContactStore;
import dev.crosspoint.gateway.store.Database;
import dev.crosspoint.gateway.store.DatabaseSettings;
import dev.crosspoint.gateway.store.DatabaseSettings.AppLogin;
import dev.crosspoint.gateway.store.DatabaseSettings.Login;
import dev.crosspoint.gateway.store.DatabaseSettings.Server;
import dev.crosspoint.gateway.store.DatabaseSettings.Tls;
import dev.crosspoint.gateway.store.PageKey;
import dev.crosspoint.gateway.store.RecordingState;
import dev.crosspoint.media.spool.OpenedKeys;
import dev.crosspoint.media.vault.MemoryKeys;
import dev.crosspoint.signaling.api.Tenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * How long a search takes over a year of contacts in a PostgreSQL of our own: the statement with
 * its transaction, and the hashes of all six generations of the key where there are any. Sealed
 * fields are random bytes; hashes are real.
 *
 * <p>Arguments: a folder to be used again, contacts to fill it with when it is new, runs of each
 * query; and ms from which the server logs how it went about a query, if anybody wants to know.
 */
public final class ContactSearchLoad {
    private static final Tenant TENANT = new Tenant("bench", "bench");
    private static final Duration EIGHT_WEEKS = Duration.ofDays(56);
    private static final int PAGE = 50;
    private static final int WARM = 30;

    private final ContactStore store;
    private final SearchKeys search;
    private final Instant now;
    private final long contacts;
    private final int runs;
    private final Random random = new Random(11);

    private ContactSearchLoad(
            ContactStore store, SearchKeys search, Instant now, long contacts, int runs) {
        this.store = store;
        this.search = search;
        this.now = now;
        this.contacts = contacts;
        this.runs = runs;
    }

    public static void main(String[] args) throws Exception {
        var folder = Path.of(args[0]);
        int count = Integer.parseInt(args[1]);
        int runs = Integer.parseInt(args[2]);
        Map<String, String> settings =
                args.length < 4
                        ? Map.of()
                        : Map.of(
                                "shared_preload_libraries", "auto_explain",
                                "auto_explain.log_min_duration", args[3],
                                "auto_explain.log_analyze", "on",
                                "auto_explain.log_buffers", "on");
        var vertx = Vertx.vertx();
        try (var own = TestPostgres.start(folder, settings);
                var database =
                        Database.open(
                                vertx,
                                settings(own),
                                folder,
                                new SimpleMeterRegistry(),
                                new SecureRandom());
                var owner =
                        DriverManager.getConnection(
                                "jdbc:postgresql://127.0.0.1:%d/%s"
                                        .formatted(own.port(), OwnPostgres.DATABASE),
                                OwnPostgres.OWNER,
                                own.password().value())) {
            // The same keys at every start, so that a folder can be used again.
            var service = new MemoryKeys("bench");
            var cabinet =
                    new KeyCabinet(
                            service,
                            new OpenedKeys(service, System::nanoTime),
                            database.instanceKeys(),
                            InstantSource.system());
            var search = new SearchKeys(cabinet);
            var fill = new ContactFill(owner, TENANT, search);
            fill.fill(count);
            new ContactSearchLoad(database.contacts(), search, fill.newest(), fill.count(), runs)
                    .run();
        } finally {
            vertx.close().await();
        }
    }

    private static DatabaseSettings settings(OwnPostgres own) {
        var server =
                new Server(
                        "127.0.0.1",
                        own.port(),
                        OwnPostgres.DATABASE,
                        new Login(OwnPostgres.OWNER, own.password()),
                        AppLogin.DEFAULT,
                        Tls.DISABLE,
                        null);
        return new DatabaseSettings(server, 4, 60_000);
    }

    private interface Query {
        Asked next() throws Exception;
    }

    private record Asked(ContactFilter filter, @Nullable PageKey after) {}

    private void run() throws Exception {
        System.out.printf(Locale.ROOT, "%,d contacts, %d runs each%n", contacts, runs);
        measure("last 24 hours", () -> page(where().from(now.minus(Duration.ofDays(1)))));
        measure("8 weeks", () -> page(where()));
        measure("8 weeks, a page in the middle", () -> new Asked(where().filter(), somewhere()));
        measure("an agent", () -> page(where().agent(agent())));
        measure("a queue", () -> page(where().queue(queue())));
        measure("a number", () -> page(where().number(number(random.nextInt(200_000)))));
        measure("the number that calls most", () -> page(where().number(number(0))));
        measure("a number that never called", () -> page(where().number("+4917012345678")));
        measure("an attribute of one contact", () -> page(where().attribute("order", order())));
        measure("an attribute of a thousandth", () -> page(where().attribute("city", city())));
        measure("an attribute of a quarter", () -> page(where().attribute("tier", "gold")));
        measure("a contact", () -> page(anywhere().contact(contact())));
        measure("an hour or longer", () -> page(where().duration(3_600_000L, null)));
        measure("a MOS of 2 or less", () -> page(where().mos(null, 2.0)));
        measure("a MOS of 1 to 1.2: none", () -> page(where().mos(1.0, 1.2)));
        measure("a rare reason", () -> page(where().reason("media-timeout")));
        measure("a reason that there is none of", () -> page(where().reason("nothing")));
        measure(
                "recording failed",
                () -> page(where().recording(new Recorded.In(RecordingState.FAILED))));
        measure(
                "recording delivered",
                () -> page(where().recording(new Recorded.In(RecordingState.DELIVERED))));
        measure(
                "recording open: none",
                () -> page(where().recording(new Recorded.In(RecordingState.OPEN))));
        measure("not recorded", () -> page(where().recording(new Recorded.No())));
        measure("an agent, MOS of 2 or less", () -> page(where().agent(agent()).mos(null, 2.0)));
        measure(
                "a queue and an attribute of a quarter",
                () -> page(where().queue(queue()).attribute("tier", "gold")));
        measure(
                "an attribute of a quarter, MOS of 2 or less",
                () -> page(where().attribute("tier", "gold").mos(null, 2.0)));
        measure(
                "an agent of a number",
                () -> page(where().agent(agent()).number(number(random.nextInt(200_000)))));
    }

    private void measure(String what, Query query) throws Exception {
        for (int i = 0; i < WARM; i++) {
            ask(query);
        }
        var micros = new long[runs];
        long found = 0;
        for (int i = 0; i < runs; i++) {
            long before = System.nanoTime();
            found += ask(query);
            micros[i] = (System.nanoTime() - before) / 1_000;
        }
        Arrays.sort(micros);
        System.out.printf(
                Locale.ROOT,
                "%-45s p50 %7.2f  p95 %7.2f  most %7.2f ms  %5.1f found%n",
                what,
                micros[runs / 2] / 1e3,
                micros[runs * 95 / 100] / 1e3,
                micros[runs - 1] / 1e3,
                (double) found / runs);
    }

    private int ask(Query query) throws Exception {
        var asked = query.next();
        return Awaited.of(store.search(TENANT, asked.filter(), asked.after(), PAGE))
                .contacts()
                .size();
    }

    // ---- what is asked

    private static Asked page(Where where) {
        return new Asked(where.filter(), null);
    }

    private Where where() {
        return anywhere().from(now.minus(EIGHT_WEEKS));
    }

    private Where anywhere() {
        return new Where();
    }

    private PageKey somewhere() {
        var back = Duration.ofSeconds(random.nextInt((int) EIGHT_WEEKS.toSeconds()));
        return new PageKey(now.minus(back), "c-0");
    }

    private String agent() {
        return ContactFill.agent(random.nextInt(ContactFill.AGENTS));
    }

    private String queue() {
        return ContactFill.queue(random.nextInt(ContactFill.QUEUES));
    }

    private static String number(int of) {
        return ContactFill.number(of);
    }

    private String order() {
        return ContactFill.order(some());
    }

    private String city() {
        return ContactFill.city(random.nextInt(ContactFill.CITIES));
    }

    private String contact() {
        return ContactFill.contact(some());
    }

    private long some() {
        return random.nextLong(contacts);
    }

    /** A filter, bit by bit. */
    private final class Where {
        private @Nullable Instant from;
        private @Nullable String contact;
        private List<String> agents = List.of();
        private @Nullable String queue;
        private @Nullable List<byte[]> numbers;
        private @Nullable List<byte[]> attributes;
        private Range duration = Range.ANY;
        private Range mos = Range.ANY;
        private @Nullable String reason;
        private @Nullable Recorded recording;

        Where from(Instant time) {
            from = time;
            return this;
        }

        Where contact(String id) {
            contact = id;
            return this;
        }

        Where agent(String id) {
            agents = List.of(id);
            return this;
        }

        Where queue(String name) {
            queue = name;
            return this;
        }

        Where number(String e164) throws Exception {
            numbers = search.all(ContactFill.media(TENANT), new PhoneNumber(e164));
            return this;
        }

        Where attribute(String name, String value) throws Exception {
            attributes = search.all(ContactFill.media(TENANT), name, value);
            return this;
        }

        Where duration(@Nullable Long least, @Nullable Long most) {
            duration = new Range(least, most);
            return this;
        }

        Where mos(@Nullable Double least, @Nullable Double most) {
            mos = new Range(least, most);
            return this;
        }

        Where reason(String word) {
            reason = word;
            return this;
        }

        Where recording(Recorded state) {
            recording = state;
            return this;
        }

        ContactFilter filter() {
            return new ContactFilter(
                    from,
                    null,
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
    }
}
