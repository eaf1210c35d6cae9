package dev.crosspoint.gateway.archive;

import dev.crosspoint.gateway.contact.Contact;
import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.contact.ContactRecord.Dialled;
import dev.crosspoint.gateway.contact.ContactRecord.Dialled.By;
import dev.crosspoint.gateway.contact.ContactRecord.Method;
import dev.crosspoint.gateway.contact.ContactTimes;
import dev.crosspoint.gateway.contact.LegQuality;
import dev.crosspoint.gateway.contact.LegQuality.Who;
import dev.crosspoint.gateway.contact.Reference;
import dev.crosspoint.gateway.keys.FieldKeys;
import dev.crosspoint.gateway.keys.FieldPeriod;
import dev.crosspoint.gateway.keys.KeyCabinet;
import dev.crosspoint.gateway.keys.SearchKeys;
import dev.crosspoint.gateway.store.AgentHistoryStore;
import dev.crosspoint.gateway.store.ContactStore;
import dev.crosspoint.gateway.store.Database;
import dev.crosspoint.gateway.store.DatabaseSettings;
import dev.crosspoint.media.spool.OpenedKeys;
import dev.crosspoint.media.vault.MemoryKeys;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Contacts that are kept on a real database, with a key service and a clock of the tests. */
public final class ContactRig implements AutoCloseable {
    /** Two instances that a domain serves, one that it does not, and one of another account. */
    public static final Tenant MAIN = new Tenant("acme", "main");

    public static final Tenant SISTER = new Tenant("acme", "sister");
    public static final Tenant APART = new Tenant("acme", "apart");
    public static final Tenant OTHER = new Tenant("other", "main");

    public static final String NUMBER = "+4930555001";
    public static final FieldPeriod PERIOD =
            new FieldPeriod(Duration.ofDays(1), Duration.ofDays(30));

    private static final ReferenceScopes SCOPES =
            new ReferenceScopes(Map.of(MAIN, "retail", SISTER, "retail", OTHER, "retail"));

    public final MemoryKeys service = new MemoryKeys();
    public final Database database;
    public final KeyCabinet cabinet;
    public final SearchKeys search;
    public final SealedContacts contacts;
    public final ContactReader reader;
    private final Vertx vertx;
    private Instant now = Instant.parse("2026-11-28T09:00:00Z");

    public ContactRig(DatabaseSettings settings, Path folder) throws Exception {
        this(Vertx.vertx(), settings, folder);
    }

    private ContactRig(Vertx vertx, DatabaseSettings settings, Path folder) throws Exception {
        this(
                vertx,
                Database.open(
                        vertx, settings, folder, new SimpleMeterRegistry(), new SecureRandom()));
    }

    /** One that works on what is open already, and closes it in the end. */
    public ContactRig(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.database = database;
        var opened = new OpenedKeys(service, () -> TimeUnit.SECONDS.toNanos(now.getEpochSecond()));
        cabinet = new KeyCabinet(service, opened, database.instanceKeys(), this::now);
        search = new SearchKeys(cabinet);
        var fields = new FieldKeys(cabinet, _ -> PERIOD, new SecureRandom());
        contacts = new SealedContacts(store(), fields, search, SCOPES);
        reader = new ContactReader(store(), fields, SCOPES);
    }

    public ContactStore store() {
        return database.contacts();
    }

    AgentHistoryStore deeds() {
        return database.agentHistory();
    }

    public Instant now() {
        return now;
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    /** A contact of this moment that says something of everything. */
    public ContactRecord full(Tenant tenant, String id, long version) {
        long began = now.toEpochMilli();
        return new ContactRecord(
                tenant,
                Contact.first(id),
                version,
                Method.INBOUND,
                new ContactTimes(began, began + 10, began + 20, began + 60_000, 2, 500, 400, 9_000),
                "Sales",
                "ann",
                new Private(NUMBER),
                new Private("+4930900"),
                List.of(
                        new Dialled(By.FLOW, new Private("+4940777001")),
                        new Dialled(By.AGENT, new Private("+4940777002")),
                        new Dialled(By.FLOW, new Private("+4940777003"))),
                new Private("Order of Zebediah"),
                new Private("Wants it yesterday"),
                Map.of("tier", new Private("platinum-zz"), "street", new Private("Elm Row 7")),
                List.of(
                        new Reference(Reference.Kind.CASE, "case", new Private("case-value-1")),
                        new Reference(
                                Reference.Kind.OUTBOUND_CAMPAIGN, "camp", new Private("camp-2")),
                        new Reference(Reference.Kind.TASK, "task", new Private("task-value-5")),
                        new Reference(
                                Reference.Kind.SPEAKER_ID, "voice", new Private("speaker-value-6")),
                        new Reference(
                                Reference.Kind.CUSTOMER_PROFILE, "prof", new Private("profile-3")),
                        new Reference(
                                Reference.Kind.EXTERNAL_APPLICATION,
                                "app",
                                new Private("application-4"))),
                "customer",
                List.of(
                        new LegQuality("l1", Who.CUSTOMER, "PCMA", 5_000, 0.5, 3, 40.5, 3.9),
                        new LegQuality("l2", Who.AGENT, "opus", 5_000, 0, 1, null, 4.4)),
                List.of("r-1"));
    }

    /** Everything in {@link #full} that nobody may find on a disk. */
    static List<String> secrets() {
        return List.of(
                "4930555001",
                "4930900",
                "4940777001",
                "4940777002",
                "Zebediah",
                "yesterday",
                "platinum-zz",
                "tier",
                "Elm Row 7",
                "case-value-1",
                "camp-2",
                "profile-3",
                "application-4",
                "task-value-5",
                "speaker-value-6");
    }

    /** One that goes on, of somebody, with an attribute. */
    public ContactRecord ongoing(Tenant tenant, String id, String number) {
        return new ContactRecord(
                tenant,
                Contact.first(id),
                1,
                Method.INBOUND,
                new ContactTimes(now.toEpochMilli(), null, null, null, 0, 0, 0, 0),
                "",
                null,
                new Private(number),
                new Private("+4930900"),
                List.of(),
                null,
                null,
                Map.of(),
                List.of(),
                null,
                List.of(),
                List.of());
    }

    @Override
    public void close() throws IOException {
        database.close();
        vertx.close().await();
    }
}
