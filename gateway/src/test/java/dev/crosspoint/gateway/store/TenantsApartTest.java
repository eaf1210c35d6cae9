package dev.crosspoint.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.gateway.local.TestPostgres;
import dev.crosspoint.gateway.store.DatabaseSettings.Login;
import dev.crosspoint.gateway.store.DatabaseSettings.Server;
import dev.crosspoint.signaling.api.Private;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row-level security by itself, under statements that forget whose rows they are about. */
@SuppressWarnings("NullAway.Init") // Set before the tests.
final class TenantsApartTest {
    /** What goes when its retention is over; the file of rights says so too. */
    private static final Set<String> DELETED_IN_TIME =
            Set.of("contact", "contact_attribute", "shared_reference", "agent_activity");

    private static Server server;
    private static Login app;

    private Connection connection;

    @BeforeAll
    static void migrate() throws Exception {
        server = TestDatabase.on(TestPostgres.shared());
        app = new Login(server.app().user(), new Private("of the application"));
        Migrations.run(server, app);
    }

    @BeforeEach
    void fill() throws Exception {
        connection = TestDatabase.as(server, app);
        connection.setAutoCommit(false);
        become("a");
        insert("of-a", "DEFAULT, DEFAULT");
        become("b");
        insert("of-b", "DEFAULT, DEFAULT");
    }

    @AfterEach
    void undo() throws Exception {
        connection.rollback();
        connection.close();
    }

    @Test
    void showsOnlyTheTenantsOwn() throws Exception {
        become("a");
        assertThat(all()).isEqualTo("of-a");
        become("b");
        assertThat(all()).isEqualTo("of-b");
        become("c");
        assertThat(all()).isEmpty();
    }

    @Test
    void changesOnlyTheTenantsOwn() throws Exception {
        become("a");
        assertThat(changed("UPDATE crosspoint.recording SET queue = 'q'")).isEqualTo(1);
        assertThat(
                        changed(
                                "UPDATE crosspoint.recording SET queue = 'q'"
                                        + " WHERE instance_id = 'b'"))
                .isZero();
        assertThat(changed("UPDATE crosspoint.key_change SET error = 'e'")).isEqualTo(1);
    }

    @Test
    void writesNothingForAnotherTenant() throws Exception {
        become("a");
        assertThatThrownBy(() -> insert("smuggled", "'account', 'b'"))
                .hasMessageContaining("row-level security");
    }

    @Test
    void givesNothingAwayToAnotherTenant() throws Exception {
        become("a");
        assertThatThrownBy(() -> changed("UPDATE crosspoint.recording SET instance_id = 'b'"))
                .hasMessageContaining("row-level security");
    }

    @Test
    void showsAndWritesNothingWithoutATenant() throws Exception {
        connection.commit(); // The settings end with their transaction, the connection goes on.
        try {
            assertThat(all()).isEmpty();
            assertThat(changed("UPDATE crosspoint.recording SET queue = 'q'")).isZero();
            assertThatThrownBy(() -> insert("nobodys", "DEFAULT, DEFAULT"))
                    .isInstanceOf(SQLException.class);
            connection.rollback();
            assertThatThrownBy(() -> insert("smuggled", "'account', 'b'"))
                    .hasMessageContaining("row-level security");
        } finally {
            connection.rollback();
            empty();
        }
    }

    @Test
    void showsNothingOnAConnectionThatNeverHadATenant() throws Exception {
        connection.commit();
        try (var fresh = TestDatabase.as(server, app);
                var rows =
                        fresh.createStatement()
                                .executeQuery("SELECT count(*) FROM crosspoint.recording")) {
            rows.next();
            assertThat(rows.getInt(1)).isZero();
        } finally {
            empty();
        }
    }

    /** FORCE: whoever works as the owner by mistake sees no more. */
    @Test
    void holdsTheOwnerToo() throws Exception {
        connection.commit();
        try (var owner = TestDatabase.owner(server);
                var rows =
                        owner.createStatement()
                                .executeQuery("SELECT count(*) FROM crosspoint.recording")) {
            rows.next();
            assertThat(rows.getInt(1)).isZero();
        } finally {
            empty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM crosspoint.recording",
                "TRUNCATE crosspoint.recording",
                "ALTER TABLE crosspoint.recording DISABLE ROW LEVEL SECURITY",
                "DROP TABLE crosspoint.recording",
                "CREATE TABLE crosspoint.mine (x int)",
                "SELECT * FROM crosspoint.flyway_schema_history",
                "CREATE ROLE another",
            })
    void mayNoMoreThanItNeeds(String sql) throws Exception {
        become("a");
        assertThatThrownBy(() -> changed(sql))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(e.getSQLState()).as(sql).isEqualTo("42501"));
    }

    /** Every table that there will be is like these. */
    @Test
    void beginsEveryKeyWithTheTenantAndForcesSecurityEverywhere() throws Exception {
        try (var owner = TestDatabase.owner(server);
                var rows =
                        owner.createStatement()
                                .executeQuery(
                                        """
                                        SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,
                                            pg_get_constraintdef(k.oid),
                                            has_table_privilege('%s', c.oid, 'DELETE')
                                        FROM pg_class c JOIN pg_constraint k
                                            ON k.conrelid = c.oid AND k.contype = 'p'
                                        WHERE c.relnamespace = 'crosspoint'::regnamespace
                                            AND c.relkind = 'r' AND c.relname NOT LIKE 'flyway%%'
                                        """
                                                .formatted(app.user()))) {
            int tables = 0;
            for (; rows.next(); tables++) {
                assertThat(rows.getBoolean(2)).as(rows.getString(1)).isTrue();
                assertThat(rows.getString(3))
                        .as(rows.getString(1))
                        .startsWith("PRIMARY KEY (account_id, instance_id");
                assertThat(rows.getBoolean(4))
                        .as(rows.getString(1))
                        .isEqualTo(DELETED_IN_TIME.contains(rows.getString(1)));
            }
            assertThat(tables).isGreaterThan(5);
        }
    }

    private void become(String instance) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "SELECT set_config('app.account', 'account', true),"
                                + " set_config('app.instance', ?, true)")) {
            statement.setString(1, instance);
            statement.execute();
        }
    }

    private void insert(String id, String tenant) throws SQLException {
        changed(
                """
                INSERT INTO crosspoint.recording (recording_id, account_id, instance_id, started_at,
                    state, state_since, key_id)
                VALUES ('%s', %s, now(), 'OPEN', now(), 'k')
                """
                        .formatted(id, tenant));
        changed(
                """
                INSERT INTO crosspoint.key_change (job_id, account_id, instance_id, from_key, to_key,
                    state, started_at, total)
                VALUES ('%s', %s, 'k', 'l', 'RUNNING', now(), 0)
                """
                        .formatted(id, tenant));
    }

    private int changed(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private String all() throws SQLException {
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "SELECT coalesce(string_agg(recording_id, ','), '')"
                                        + " FROM crosspoint.recording")) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** As the superuser, whom nothing holds. */
    private static void empty() throws SQLException {
        var admin = new Login("crosspoint_owner", TestPostgres.shared().password());
        try (var connection = TestDatabase.as(server, admin);
                var statement = connection.createStatement()) {
            statement.execute("TRUNCATE crosspoint.recording, crosspoint.key_change");
        }
    }
}
