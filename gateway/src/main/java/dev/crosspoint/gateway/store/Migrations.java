package dev.crosspoint.gateway.store;

import dev.crosspoint.gateway.store.DatabaseSettings.Login;
import dev.crosspoint.gateway.store.DatabaseSettings.Server;
import dev.crosspoint.gateway.store.DatabaseSettings.Tls;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Makes the tables what this version expects, and the role that works with them. As the owner, over
 * the blocking driver that Flyway needs.
 */
final class Migrations {
    private static final String SCHEMA = "crosspoint";
    private static final int CONNECT_SECONDS = 5;

    /** A migration of large tables takes a while; a server that hangs is told in the end. */
    private static final int ANSWER_SECONDS = 300;

    private static final String NO_RIGHT = "42501";

    private Migrations() {}

    /** The server is not there, at the moment. */
    static final class ServerAway extends IOException {
        private static final long serialVersionUID = 1;

        ServerAway(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Brings everything up to date. Blocks.
     *
     * @param app who will work with the tables
     * @throws ServerAway when it may succeed later
     * @throws IOException when somebody has to change something first
     */
    static void run(Server server, Login app) throws IOException {
        var source = source(server);
        try (var connection = source.getConnection()) {
            new Roles(connection).prepare(app, server.app().password() != null);
        } catch (SQLException e) {
            throw told(e);
        }
        try {
            Flyway.configure()
                    .dataSource(source)
                    .schemas(SCHEMA)
                    .locations("classpath:db")
                    .placeholders(Map.of("app", app.user()))
                    .cleanDisabled(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw told(e);
        }
    }

    private static PGSimpleDataSource source(Server server) {
        var source = new PGSimpleDataSource();
        source.setServerNames(new String[] {server.host()});
        source.setPortNumbers(new int[] {server.port()});
        source.setDatabaseName(server.database());
        source.setUser(server.owner().user());
        source.setPassword(server.owner().password().value());
        source.setApplicationName("crosspoint");
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setLoginTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(ANSWER_SECONDS);
        source.setSslMode(
                switch (server.tls()) {
                    case DISABLE -> "disable";
                    case REQUIRE -> "require";
                    case VERIFY -> "verify-full";
                });
        if (server.tls() == Tls.VERIFY) {
            if (server.trustedCaFile() == null) {
                source.setSslfactory("org.postgresql.ssl.DefaultJavaSSLFactory");
            } else {
                source.setSslRootCert(server.trustedCaFile().toString());
            }
        }
        return source;
    }

    private static IOException told(Exception failure) {
        var message = "the database cannot be prepared: " + failure.getMessage();
        var sql = causeOf(failure, SQLException.class);
        boolean away =
                sql != null
                        && String.valueOf(sql.getSQLState()).matches("(08|53|57).*")
                        // A certificate does not get better by itself.
                        && causeOf(failure, SSLException.class) == null;
        return away ? new ServerAway(message, failure) : new IOException(message, failure);
    }

    private static <T> @Nullable T causeOf(Throwable failure, Class<T> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return kind.cast(cause);
            }
        }
        return null;
    }

    /** The role that works with the tables; its name is checked, so it may stand in statements. */
    private record Roles(Connection connection) {

        void prepare(Login app, boolean configured) throws SQLException, IOException {
            if (!exists(app.user())) {
                create(app.user());
            }
            setPassword(app, configured);
            if (isAboveTheRules(app.user())) {
                throw new IOException(
                        "row-level security would not hold "
                                + app.user()
                                + ", which is a superuser, has BYPASSRLS or is a member of the"
                                + " owner: set database.appUser to a role of its own");
            }
        }

        private boolean exists(String role) throws SQLException {
            return isTrue("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = ?)", role);
        }

        private void create(String role) throws SQLException, IOException {
            try (var statement = connection.createStatement()) {
                statement.execute("CREATE ROLE " + role + " LOGIN NOINHERIT");
            } catch (SQLException e) {
                if (!NO_RIGHT.equals(e.getSQLState())) {
                    throw e;
                }
                throw new IOException(
                        "the owner may not create roles. Let an administrator run: CREATE ROLE "
                                + role
                                + " LOGIN NOINHERIT PASSWORD '...'; and set database.appPassword",
                        e);
            }
        }

        /** By its verifier: a password itself would be in the server's log of statements. */
        private void setPassword(Login app, boolean configured) throws SQLException {
            try {
                connection
                        .unwrap(PGConnection.class)
                        .alterUserPassword(
                                app.user(), app.password().value().toCharArray(), "scram-sha-256");
            } catch (SQLException e) {
                // An administrator's role has the password that the administrator gave it.
                if (!configured || !NO_RIGHT.equals(e.getSQLState())) {
                    throw e;
                }
            }
        }

        private boolean isAboveTheRules(String role) throws SQLException {
            return isTrue(
                    "SELECT rolsuper OR rolbypassrls OR pg_has_role(rolname, current_user, 'MEMBER')"
                            + " FROM pg_roles WHERE rolname = ?",
                    role);
        }

        private boolean isTrue(String sql, String role) throws SQLException {
            try (var statement = connection.prepareStatement(sql)) {
                statement.setString(1, role);
                try (var rows = statement.executeQuery()) {
                    return rows.next() && rows.getBoolean(1);
                }
            }
        }
    }
}
