package dev.crosspoint.gateway.store;

import dev.crosspoint.gateway.local.OwnPostgres;
import dev.crosspoint.gateway.local.TestPostgres;
import dev.crosspoint.gateway.store.DatabaseSettings.AppLogin;
import dev.crosspoint.gateway.store.DatabaseSettings.Login;
import dev.crosspoint.gateway.store.DatabaseSettings.Server;
import dev.crosspoint.gateway.store.DatabaseSettings.Tls;
import dev.crosspoint.signaling.api.Private;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fresh database on the shared server, as an operator would set one up: its owner is no superuser
 * but may create roles.
 */
public final class TestDatabase {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Private PASSWORD = new Private("of a test");

    private TestDatabase() {}

    /** A new one, empty as an operator hands it over. */
    public static DatabaseSettings fresh() throws SQLException {
        return settings(on(TestPostgres.shared()));
    }

    /** A new one with all tables, as from a gateway's second start on; both roles are shared. */
    public static DatabaseSettings migrated() throws SQLException {
        var first = Migrated.FIRST;
        var name = "t" + COUNT.incrementAndGet();
        try (var connection = admin(TestPostgres.shared());
                var statement = connection.createStatement()) {
            statement.execute(
                    "CREATE DATABASE %s OWNER %s TEMPLATE %s"
                            .formatted(name, first.owner().user(), first.database()));
        }
        return settings(named(first, name, first.app()));
    }

    /** What all of those are copies of: nobody works in it. */
    private static final class Migrated {
        static final Server FIRST = make();

        private static Server make() {
            try {
                var fresh = on(TestPostgres.shared());
                // A configured password: a made one would change with every copy that is opened.
                var app = new AppLogin(fresh.app().user(), PASSWORD);
                var server = named(fresh, fresh.database(), app);
                Migrations.run(server, new Login(app.user(), PASSWORD));
                return server;
            } catch (IOException | SQLException e) {
                throw new IllegalStateException("the tables of the tests cannot be made", e);
            }
        }
    }

    private static DatabaseSettings settings(Server server) {
        return new DatabaseSettings(server, 4, 5_000);
    }

    private static Server named(Server other, String name, AppLogin app) {
        return new Server(other.host(), other.port(), name, other.owner(), app, other.tls(), null);
    }

    /** Cuts everybody off, and lets nobody in until {@link #back}. */
    public static void away(DatabaseSettings settings) throws SQLException {
        var name = Objects.requireNonNull(settings.server()).database();
        try (var connection = admin(TestPostgres.shared());
                var statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(name));
            statement.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'"
                            .formatted(name));
        }
    }

    /** After {@link #away}. */
    public static void back(DatabaseSettings settings) throws SQLException {
        var name = Objects.requireNonNull(settings.server()).database();
        try (var connection = admin(TestPostgres.shared());
                var statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE %s ALLOW_CONNECTIONS true".formatted(name));
        }
    }

    /** What somebody does who has seized the server: no row-level security, no trigger. */
    public static void tamper(DatabaseSettings settings, String... statements) throws SQLException {
        as(settings, "SET session_replication_role = replica", statements);
    }

    /** What somebody does by hand whom row-level security does not hold; triggers are kept. */
    public static void asSuperuser(DatabaseSettings settings, String... statements)
            throws SQLException {
        as(settings, "SELECT 1", statements);
    }

    private static void as(DatabaseSettings settings, String first, String... statements)
            throws SQLException {
        var own = TestPostgres.shared();
        var name = Objects.requireNonNull(settings.server()).database();
        try (var connection =
                        DriverManager.getConnection(
                                "jdbc:postgresql://127.0.0.1:%d/%s".formatted(own.port(), name),
                                OwnPostgres.OWNER,
                                own.password().value());
                var statement = connection.createStatement()) {
            statement.execute(first);
            for (var each : statements) {
                statement.execute(each);
            }
        }
    }

    static Server on(OwnPostgres own) throws SQLException {
        var name = "t" + COUNT.incrementAndGet();
        try (var connection = admin(own);
                var statement = connection.createStatement()) {
            statement.execute(
                    "CREATE ROLE %s LOGIN CREATEROLE PASSWORD '%s'"
                            .formatted(name, PASSWORD.value()));
            statement.execute("CREATE DATABASE %s OWNER %s".formatted(name, name));
        }
        return new Server(
                "127.0.0.1",
                own.port(),
                name,
                new Login(name, PASSWORD),
                new AppLogin(name + "_app", null),
                Tls.DISABLE,
                null);
    }

    static Connection admin(OwnPostgres own) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/%s".formatted(own.port(), OwnPostgres.DATABASE),
                OwnPostgres.OWNER,
                own.password().value());
    }

    /** As the owner of the tables. */
    static Connection owner(Server server) throws SQLException {
        return as(server, server.owner());
    }

    static Connection as(Server server, Login login) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s"
                        .formatted(server.host(), server.port(), server.database()),
                login.user(),
                login.password().value());
    }
}
