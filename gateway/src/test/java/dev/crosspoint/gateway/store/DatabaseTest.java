package dev.crosspoint.gateway.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.gateway.Soon;
import dev.crosspoint.gateway.local.OwnPostgres;
import dev.crosspoint.gateway.local.TestPostgres;
import dev.crosspoint.gateway.store.DatabaseSettings.AppLogin;
import dev.crosspoint.gateway.store.DatabaseSettings.Login;
import dev.crosspoint.gateway.store.DatabaseSettings.Server;
import dev.crosspoint.gateway.store.DatabaseSettings.Tls;
import dev.crosspoint.gateway.store.Recording.Facts;
import dev.crosspoint.gateway.tls.TlsIdentity;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // Set before each test.
final class DatabaseTest {
    private static final Tenant TENANT = new Tenant("account", "instance");
    private static final RecordingId ID = new RecordingId("r-1");
    private static final Facts FACTS = Facts.only(Instant.parse("2026-11-27T09:00:00Z"));

    @TempDir Path folder;

    private Vertx vertx;
    private SimpleMeterRegistry registry;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        registry = new SimpleMeterRegistry();
    }

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void startsAServerOfItsOwnAndStartsItAgainWhenItEnds() throws Exception {
        try (var database = open(DatabaseSettings.EMBEDDED)) {
            await(database.recordings().opened(TENANT, ID, FACTS, "key"));
            assertThat(database.isUp()).isTrue();
        }
        try (var database = open(DatabaseSettings.EMBEDDED)) {
            assertThat(await(database.recordings().find(TENANT, ID))).isPresent();
            kill(folder.resolve("own"));
            Soon.until("the database is away", () -> !database.isUp());
            Soon.until("the database is back", database::isUp);
            assertThat(await(database.recordings().find(TENANT, ID))).isPresent();
        }
    }

    @Test
    void migratesAsOftenAsItIsAsked() throws Exception {
        var settings = TestDatabase.fresh();
        for (int start = 0; start < 3; start++) {
            try (var database = open(settings)) {
                assertThat(await(database.recordings().find(TENANT, ID)).isPresent())
                        .isEqualTo(start > 0);
                await(database.recordings().opened(TENANT, ID, FACTS, "key"));
            }
        }
        try (var owner = TestDatabase.owner(server(settings));
                var rows =
                        owner.createStatement()
                                .executeQuery(
                                        "SELECT count(*), bool_and(success)"
                                                + " FROM crosspoint.flyway_schema_history"
                                                + " WHERE version IS NOT NULL")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(migrations());
            assertThat(rows.getBoolean(2)).isTrue();
        }
    }

    private static int migrations() throws Exception {
        var folder = Path.of(requireNonNull(Database.class.getResource("/db")).toURI());
        try (var files = Files.list(folder)) {
            return (int) files.filter(it -> it.getFileName().toString().startsWith("V")).count();
        }
    }

    @Test
    void givesAnotherRoleItsRightsWhenItsNameChanges() throws Exception {
        var settings = TestDatabase.fresh();
        open(settings).close();
        var other = new AppLogin(server(settings).app().user() + "2", new Private("configured"));
        try (var database = open(with(settings, other))) {
            await(database.recordings().opened(TENANT, ID, FACTS, "key"));
            assertThat(await(database.recordings().find(TENANT, ID))).isPresent();
        }
    }

    @Test
    void refusesARoleThatRowLevelSecurityDoesNotHold() throws Exception {
        var settings = TestDatabase.fresh();
        var owner = server(settings).owner();
        assertThatThrownBy(() -> open(with(settings, new AppLogin(owner.user(), owner.password()))))
                .hasMessageContaining("row-level security would not hold")
                .hasMessageContaining("database.appUser");

        var above = new AppLogin(owner.user() + "_above", new Private("x"));
        admin("CREATE ROLE " + above.user() + " LOGIN BYPASSRLS");
        assertThatThrownBy(() -> open(with(settings, above)))
                .hasMessageContaining("row-level security would not hold");
    }

    @Test
    void saysWhatAnAdministratorHasToDoForAnOwnerWithFewRights() throws Exception {
        var settings = TestDatabase.fresh();
        var server = server(settings);
        admin("ALTER ROLE " + server.owner().user() + " NOCREATEROLE");
        assertThatThrownBy(() -> open(settings))
                .hasMessageContaining("CREATE ROLE " + server.app().user())
                .hasMessageContaining("database.appPassword");

        var given = new AppLogin(server.app().user(), new Private("given"));
        admin("CREATE ROLE " + given.user() + " LOGIN NOINHERIT PASSWORD 'given'");
        try (var database = open(with(settings, given))) {
            assertThat(await(database.recordings().find(TENANT, ID))).isEmpty();
        }
    }

    @Test
    void doesNotStartWithAWrongPassword() throws Exception {
        var settings = TestDatabase.fresh();
        var server = server(settings);
        var wrong =
                new Server(
                        server.host(),
                        server.port(),
                        server.database(),
                        new Login(server.owner().user(), new Private("wrong-wrong")),
                        server.app(),
                        Tls.DISABLE,
                        null);
        assertThatThrownBy(() -> open(new DatabaseSettings(wrong, 4, 5_000)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be prepared")
                .hasMessageNotContaining("wrong-wrong");
    }

    @Test
    void saysThatItIsAwayAndWorksAgainWhenItIsBack() throws Exception {
        var own = TestPostgres.start(folder.resolve("other"));
        var settings = new DatabaseSettings(TestDatabase.on(own), 4, 10_000);
        try (own;
                var database = open(settings)) {
            var store = database.recordings();
            await(store.opened(TENANT, ID, FACTS, "key"));
            kill(folder.resolve("other"));

            assertThatThrownBy(() -> await(store.find(TENANT, ID)))
                    .satisfiesAnyOf(
                            e -> assertThat(e).isInstanceOf(StoreUnavailable.class),
                            e ->
                                    assertThat(e)
                                            .isInstanceOf(CompletionException.class)
                                            .hasCauseInstanceOf(StoreUnavailable.class));
            assertThat(database.isUp()).isFalse();
            assertThat(gauge("crosspoint.database.up")).isZero();
            assertThat(
                            registry.counter("crosspoint.database.failures", "kind", "unavailable")
                                    .count())
                    .isPositive();

            own.revive();
            assertThat(await(store.find(TENANT, ID))).isPresent();
            Soon.until("the database is back", database::isUp);
            Soon.until("nothing is open", () -> gauge("crosspoint.database.operations.open") == 0);
        }
    }

    @Test
    void startsWithoutAConfiguredServerAndMigratesWhenItComes() throws Exception {
        var own = TestPostgres.start(folder.resolve("other"));
        var settings = new DatabaseSettings(TestDatabase.on(own), 4, 10_000);
        kill(folder.resolve("other"));
        try (own;
                var database = open(settings)) {
            assertThat(database.isUp()).isFalse();
            assertThatThrownBy(() -> await(database.recordings().find(TENANT, ID)))
                    .isInstanceOf(StoreUnavailable.class);
            own.revive();
            Soon.until("the database is back", database::isUp);
            await(database.recordings().opened(TENANT, ID, FACTS, "key"));
        }
    }

    /** Nobody waits longer than they were told, and nothing is left over. */
    @Test
    void givesUpOnAServerThatHangs() throws Exception {
        var settings = new DatabaseSettings(server(TestDatabase.fresh()), 2, 500);
        try (var database = open(settings);
                var owner = TestDatabase.owner(server(settings))) {
            owner.setAutoCommit(false);
            owner.createStatement().execute("LOCK TABLE crosspoint.recording");
            var asked =
                    java.util.stream.IntStream.range(0, 6)
                            .mapToObj(_ -> database.recordings().find(TENANT, ID))
                            .toList();
            for (var one : asked) {
                assertThatThrownBy(() -> await(one)).isInstanceOf(StoreUnavailable.class);
            }
            owner.rollback();
            Soon.until("the database works", () -> works(database));
            Soon.until("nothing is open", () -> gauge("crosspoint.database.operations.open") == 0);
        }
    }

    @Test
    void tellsABugFromAFault() throws Exception {
        try (var database = open(TestDatabase.fresh())) {
            assertThatThrownBy(() ->
                            await(
                                    database.keyChanges()
                                            .started(
                                                    TENANT, "j", "same", "same", 1, Instant.EPOCH)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("23514");
            assertThat(database.isUp()).isTrue();
        }
    }

    @Test
    void provesTheServerByItsCertificate() throws Exception {
        var identity =
                TlsIdentity.selfSigned(List.of("127.0.0.1"), Instant.now(), new SecureRandom());
        var certificate =
                Files.writeString(folder.resolve("server.pem"), identity.certificatePem());
        var key =
                Files.createFile(
                        folder.resolve("server.key"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, identity.keyPem());
        var tls =
                Map.of(
                        "ssl", "on",
                        "ssl_cert_file", certificate.toString(),
                        "ssl_key_file", key.toString());
        try (var own = TestPostgres.start(folder.resolve("tls"), tls)) {
            var plain = TestDatabase.on(own);
            for (var way :
                    List.of(with(plain, Tls.VERIFY, certificate), with(plain, Tls.REQUIRE, null))) {
                try (var database = open(new DatabaseSettings(way, 2, 5_000))) {
                    assertThat(await(database.recordings().find(TENANT, ID))).isEmpty();
                }
            }
            assertThatThrownBy(() ->
                            open(new DatabaseSettings(with(plain, Tls.VERIFY, null), 2, 5_000)))
                    .isInstanceOf(IOException.class);
        }
    }

    private static Server with(Server server, Tls tls, @org.jspecify.annotations.Nullable Path ca) {
        return new Server(
                server.host(),
                server.port(),
                server.database(),
                server.owner(),
                server.app(),
                tls,
                ca);
    }

    private static DatabaseSettings with(DatabaseSettings settings, AppLogin app) {
        var server = server(settings);
        return new DatabaseSettings(
                new Server(
                        server.host(),
                        server.port(),
                        server.database(),
                        server.owner(),
                        app,
                        server.tls(),
                        null),
                settings.connections(),
                settings.timeoutMs());
    }

    private Database open(DatabaseSettings settings) throws IOException {
        return Database.open(vertx, settings, folder.resolve("own"), registry, new SecureRandom());
    }

    private static Server server(DatabaseSettings settings) {
        return java.util.Objects.requireNonNull(settings.server());
    }

    private static void admin(String sql) throws SQLException {
        OwnPostgres shared = TestPostgres.shared();
        try (var connection = TestDatabase.admin(shared);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    private static boolean works(Database database) {
        try {
            return await(database.recordings().find(TENANT, ID)).isEmpty();
        } catch (Exception e) {
            return false;
        }
    }

    private static void kill(Path serverFolder) throws Exception {
        var pid = Files.readAllLines(serverFolder.resolve("data/postmaster.pid")).getFirst();
        var process = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        // Those whom it leaves behind hold its memory, and it does not start before they are gone.
        var all = Stream.concat(Stream.of(process), process.descendants()).toList();
        process.destroyForcibly();
        for (var each : all) {
            each.onExit().get(30, TimeUnit.SECONDS);
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(20, TimeUnit.SECONDS);
    }
}
