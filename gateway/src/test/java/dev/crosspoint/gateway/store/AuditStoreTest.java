package dev.crosspoint.gateway.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.gateway.local.TestPostgres;
import dev.crosspoint.gateway.store.DatabaseSettings.Login;
import dev.crosspoint.gateway.store.DatabaseSettings.Server;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chain in the database: who may add to it, and that nobody may do anything else. */
@SuppressWarnings("NullAway.Init") // Set before the tests.
final class AuditStoreTest {
    private static final Tenant TENANT = new Tenant("account", "a");
    private static final Tenant OTHER = new Tenant("account", "b");
    private static final Instant NINE = Instant.parse("2026-11-27T09:00:00Z");

    private static Vertx vertx;
    private static Server server;
    private static Login app;
    private static Database database;
    private static AuditStore store;

    @BeforeAll
    static void open() throws Exception {
        vertx = Vertx.vertx();
        var made = TestDatabase.on(TestPostgres.shared());
        app = new Login(made.app().user(), new Private("of the application"));
        server =
                new Server(
                        made.host(),
                        made.port(),
                        made.database(),
                        made.owner(),
                        new DatabaseSettings.AppLogin(app.user(), app.password()),
                        made.tls(),
                        null);
        database =
                Database.open(
                        vertx,
                        new DatabaseSettings(server, 8, 10_000),
                        Path.of("unused"),
                        new SimpleMeterRegistry(),
                        new SecureRandom());
        store = database.audit();
        await(store.append(TENANT, entries(3), AuditStoreTest::hash));
        await(store.append(OTHER, entries(1), AuditStoreTest::hash));
    }

    @AfterAll
    static void close() throws Exception {
        database.close();
        await(vertx.close());
    }

    @Test
    void hangsEachEventOnTheOneBefore() throws Exception {
        var tenant = new Tenant("account", "chained");
        await(store.append(tenant, entries(3), AuditStoreTest::hash));
        await(store.append(tenant, entries(2), AuditStoreTest::hash));
        var rows = await(store.after(tenant, 0, 10));
        byte[] hash = AuditHead.none().hash();
        for (int i = 0; i < 5; i++) {
            hash = hash(hash, rows.get(i).entry().body());
            assertThat(rows.get(i).seq()).isEqualTo(i + 1);
            assertThat(rows.get(i).hash()).isEqualTo(hash);
        }
        assertThat(await(store.head(tenant)).orElseThrow().hash()).isEqualTo(hash);
    }

    @Test
    void takesAnEventOnceHoweverOftenItIsTold() throws Exception {
        var tenant = new Tenant("account", "once");
        var entries = new ArrayList<>(entries(4));
        assertThat(await(store.append(tenant, entries, AuditStoreTest::hash))).isEqualTo(4);
        entries.addAll(entries(2));
        entries.add(entries.getLast());
        assertThat(await(store.append(tenant, entries, AuditStoreTest::hash))).isEqualTo(2);
        assertThat(await(store.after(tenant, 0, 10))).hasSize(6);
    }

    @Test
    void makesOneChainOfManyWritersAtOnce() throws Exception {
        var tenant = new Tenant("account", "many");
        var all = new ArrayList<Future<Integer>>();
        for (int i = 0; i < 40; i++) {
            all.add(store.append(tenant, entries(5), AuditStoreTest::hash));
        }
        for (var each : all) {
            assertThat(await(each)).isEqualTo(5);
        }
        byte[] hash = AuditHead.none().hash();
        for (var row : await(store.after(tenant, 0, 1_000))) {
            hash = hash(hash, row.entry().body());
            assertThat(row.hash()).isEqualTo(hash);
        }
        assertThat(await(store.head(tenant)).orElseThrow().seq()).isEqualTo(200);
    }

    @Test
    void showsATenantOnlyItsOwn() throws Exception {
        assertThat(await(store.after(TENANT, 0, 10))).hasSize(3);
        assertThat(await(store.after(OTHER, 0, 10))).hasSize(1);
        assertThat(await(store.find(OTHER, AuditFilter.ALL, null, 10))).hasSize(1);
        assertThat(await(store.after(new Tenant("account", "c"), 0, 10))).isEmpty();
        assertThat(await(store.head(new Tenant("other", "a")))).isEmpty();
        try (var connection = as(app, TENANT)) {
            for (var table : List.of("audit_event", "audit_head")) {
                var rows =
                        connection
                                .createStatement()
                                .executeQuery(
                                        "SELECT DISTINCT instance_id FROM crosspoint." + table);
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("a");
                assertThat(rows.next()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE crosspoint.audit_event SET body = body",
                "DELETE FROM crosspoint.audit_event",
                "TRUNCATE crosspoint.audit_event",
                "DELETE FROM crosspoint.audit_head",
                "UPDATE crosspoint.audit_head SET instance_id = 'x'",
                "UPDATE crosspoint.audit_head SET seq = 1",
                "DELETE FROM crosspoint.audit_digest",
                "UPDATE crosspoint.audit_digest SET document = document",
                "DELETE FROM crosspoint.audit_key",
                "ALTER TABLE crosspoint.audit_event DISABLE TRIGGER ALL",
                "INSERT INTO crosspoint.audit_event (account_id, instance_id, seq, body, hash,"
                        + " event_id, event_time, event_name) VALUES ('account', 'b', 9, '', "
                        + "sha256(''), gen_random_uuid(), now(), 'x')",
            })
    void refusesTheRoleWhateverIsNotAdding(String sql) throws Exception {
        try (var connection = as(app, TENANT)) {
            assertThatThrownBy(() -> connection.createStatement().execute(sql))
                    .hasMessageMatching(
                            "(?s).*(permission denied|must be owner|does not go back|row-level"
                                    + " security).*");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE crosspoint.audit_event SET body = body",
                "DELETE FROM crosspoint.audit_event",
                "TRUNCATE crosspoint.audit_event",
                "TRUNCATE crosspoint.audit_head",
                "DELETE FROM crosspoint.audit_head",
                "UPDATE crosspoint.audit_head SET seq = 1",
            })
    void refusesTheOwnerToo(String sql) throws Exception {
        try (var connection = as(server.owner(), TENANT)) {
            assertThatThrownBy(() -> connection.createStatement().execute(sql))
                    .hasMessageContaining("audit trail");
        }
    }

    private static Connection as(Login login, Tenant tenant) throws Exception {
        var connection = TestDatabase.as(server, login);
        try (var statement = connection.createStatement()) {
            statement.execute("SET app.account = '" + tenant.account() + "'");
            statement.execute("SET app.instance = '" + tenant.instance() + "'");
        }
        return connection;
    }

    private static List<AuditEntry> entries(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    var id = UUID.randomUUID();
                    return new AuditEntry(
                            id, NINE, "Test", "alice", null, null, id.toString().getBytes(UTF_8));
                })
                .toList();
    }

    private static byte[] hash(byte[] previous, byte[] body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(previous);
            return digest.digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(20, TimeUnit.SECONDS);
    }
}
