package dev.crosspoint.gateway.store;

import dev.crosspoint.gateway.store.PersonRow.Source;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may sign in and what they may do. On any thread, in the same terms as {@link RecordingStore}.
 */
public final class PeopleStore {
    /** The profile that the last one of a tenant keeps. */
    private static final String ADMIN = "Admin";

    private static final String ADMINS =
            """
            SELECT count(*) FROM crosspoint.person WHERE $1 = ANY(profiles)
                AND disabled_at IS NULL AND source <> 'REMOVED'
            """;

    private final Transactions transactions;

    PeopleStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /** What came of a change. */
    public enum Outcome {
        DONE,
        /** There is nobody, or nothing, of that name. */
        MISSING,
        /** It would have taken the last Admin away. */
        LAST_ADMIN
    }

    // ---- what there is

    /** Goes up with every change; 0 before the first. */
    public Future<Long> version(Tenant tenant) {
        return transactions
                .run(tenant, "SELECT version FROM crosspoint.people_change", Tuple.tuple())
                .map(rows -> Rows.first(rows, row -> row.getLong(0)).orElse(0L));
    }

    /** Everybody, in the order of ids. */
    public Future<List<PersonRow>> people(Tenant tenant) {
        var sql = "SELECT * FROM crosspoint.person ORDER BY user_id";
        return transactions
                .run(tenant, sql, Tuple.tuple())
                .map(rows -> Rows.all(rows, Rows::person));
    }

    /** Every profile of the tenant's own, in the order of names. */
    public Future<List<ProfileRow>> profiles(Tenant tenant) {
        var sql = "SELECT * FROM crosspoint.profile WHERE source <> 'REMOVED' ORDER BY name";
        return transactions
                .run(tenant, sql, Tuple.tuple())
                .map(rows ->
                        Rows.all(
                                rows,
                                row ->
                                        new ProfileRow(
                                                row.getString("name"),
                                                Source.valueOf(row.getString("source")),
                                                Rows.texts(row, "permissions"))));
    }

    // ---- the configuration

    /** What the configuration states now; see {@link StatedPeople}. */
    public Future<Void> configured(
            Tenant tenant, List<PersonRow> people, List<ProfileRow> profiles) {
        return new StatedPeople(transactions).write(tenant, people, profiles);
    }

    // ---- changes

    /** Somebody new; false when the id is taken, also by somebody who was removed. */
    public Future<Boolean> create(Tenant tenant, PersonRow person) {
        var sql =
                """
                INSERT INTO crosspoint.person
                    (user_id, source, display_name, password, must_change, profiles)
                VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
                """;
        var values =
                Tuple.tuple()
                        .addString(person.id())
                        .addString(person.source().name())
                        .addBuffer(buffer(person.name()))
                        .addString(text(person.password()))
                        .addBoolean(person.mustChange())
                        .addArrayOfString(array(person.profiles()));
        return transactions.run(tenant, sql, values).map(rows -> rows.rowCount() == 1);
    }

    /** Whether somebody may sign in. */
    public Future<Outcome> disabled(Tenant tenant, String id, boolean disabled) {
        var sql =
                """
                UPDATE crosspoint.person
                SET disabled_at = CASE WHEN $2 THEN coalesce(disabled_at, now()) END,
                    epoch = epoch + $2::boolean::integer
                WHERE user_id = $1 AND source <> 'REMOVED'
                """;
        return keepingAnAdmin(tenant, sql, Tuple.of(id, disabled));
    }

    /** Which profiles somebody has. */
    public Future<Outcome> profilesOf(Tenant tenant, String id, List<String> profiles) {
        var sql =
                """
                UPDATE crosspoint.person SET profiles = $2
                WHERE user_id = $1 AND source <> 'REMOVED'
                """;
        return keepingAnAdmin(tenant, sql, texts(id, profiles));
    }

    /** Another name to be shown, sealed. */
    public Future<Outcome> renamed(Tenant tenant, String id, byte[] name) {
        var sql = "UPDATE crosspoint.person SET display_name = $2 WHERE user_id = $1";
        return one(tenant, sql, Tuple.of(id, buffer(name)));
    }

    /** Another password, which ends every sign-in of before. */
    public Future<Outcome> password(Tenant tenant, String id, Private hash, boolean mustChange) {
        var sql =
                """
                UPDATE crosspoint.person SET password = $2, must_change = $3, epoch = epoch + 1
                WHERE user_id = $1 AND source = 'LOCAL'
                """;
        return one(tenant, sql, Tuple.of(id, hash.value(), mustChange));
    }

    /**
     * Another secret of codes, and other recovery codes; or none of them, which ends every sign-in
     * of before.
     *
     * @param totp sealed
     * @param recoveryCodes sums
     */
    public Future<Outcome> secondFactor(
            Tenant tenant, String id, byte @Nullable [] totp, List<String> recoveryCodes) {
        var sql =
                """
                UPDATE crosspoint.person SET totp = $2, totp_step = NULL, recovery_codes = $3,
                    epoch = epoch + ($2::bytea IS NULL)::integer
                WHERE user_id = $1
                """;
        var values = Tuple.tuple().addString(id).addBuffer(buffer(totp));
        return one(tenant, sql, values.addArrayOfString(array(recoveryCodes)));
    }

    /**
     * Another secret of somebody's own phones, or none.
     *
     * @param secret sealed
     */
    public Future<Outcome> sipSecret(Tenant tenant, String id, byte @Nullable [] secret) {
        var sql = "UPDATE crosspoint.person SET sip_secret = $2 WHERE user_id = $1";
        return one(tenant, sql, Tuple.tuple().addString(id).addBuffer(buffer(secret)));
    }

    /** Other recovery codes. */
    public Future<Outcome> recoveryCodes(Tenant tenant, String id, List<String> sums) {
        var sql = "UPDATE crosspoint.person SET recovery_codes = $2 WHERE user_id = $1";
        return one(tenant, sql, texts(id, sums));
    }

    /** A profile as it is from now on. */
    public Future<Void> profile(Tenant tenant, String name, List<String> permissions) {
        var sql =
                """
                INSERT INTO crosspoint.profile (name, source, permissions) VALUES ($1, 'LOCAL', $2)
                ON CONFLICT (account_id, instance_id, name)
                    DO UPDATE SET source = 'LOCAL', permissions = $2
                """;
        return transactions.run(tenant, sql, texts(name, permissions)).mapEmpty();
    }

    /** There is no such profile any more; who had it has it no more. */
    public Future<Outcome> profileRemoved(Tenant tenant, String name) {
        var taken =
                """
                UPDATE crosspoint.person SET profiles = array_remove(profiles, $1)
                WHERE $1 = ANY(profiles)
                """;
        var removed =
                """
                UPDATE crosspoint.profile SET source = 'REMOVED'
                WHERE name = $1 AND source = 'LOCAL'
                """;
        return transactions.run(
                tenant,
                connection ->
                        connection
                                .preparedQuery(taken)
                                .execute(Tuple.of(name))
                                .compose(_ ->
                                        connection.preparedQuery(removed).execute(Tuple.of(name)))
                                .map(PeopleStore::outcome));
    }

    // ---- what may be used once

    /** The code of a step of time is used; false when that step, or a later one, was before. */
    public Future<Boolean> spendStep(Tenant tenant, String id, long step) {
        var sql =
                """
                UPDATE crosspoint.person SET totp_step = $2
                WHERE user_id = $1 AND (totp_step IS NULL OR totp_step < $2)
                """;
        return transactions.run(tenant, sql, Tuple.of(id, step)).map(rows -> rows.rowCount() == 1);
    }

    /** A recovery code is used; false when it is none of those that are left. */
    public Future<Boolean> spendRecoveryCode(Tenant tenant, String id, String sum) {
        var sql =
                """
                UPDATE crosspoint.person SET recovery_codes = array_remove(recovery_codes, $2)
                WHERE user_id = $1 AND $2 = ANY(recovery_codes)
                """;
        return transactions.run(tenant, sql, Tuple.of(id, sum)).map(rows -> rows.rowCount() == 1);
    }

    // ---- the OpenID provider

    /**
     * Somebody is as the OpenID provider says now: is there from now on, or has other profiles.
     * What the configuration states of somebody stays.
     *
     * @param subject sum of who that is there
     * @param name sealed; null for the one that there is
     * @return false when the id is somebody else's: who has a password here, or is another one
     *     there
     */
    public Future<Boolean> vouched(
            Tenant tenant,
            String id,
            String subject,
            byte @Nullable [] name,
            List<String> profiles) {
        var sql =
                """
                INSERT INTO crosspoint.person AS p
                    (user_id, source, display_name, profiles, provider_subject)
                SELECT $1, 'PROVIDER', $2, $3, $4
                WHERE NOT EXISTS (SELECT 1 FROM crosspoint.person
                    WHERE provider_subject = $4 AND user_id <> $1)
                ON CONFLICT (account_id, instance_id, user_id) DO UPDATE SET
                    source = CASE p.source WHEN 'CONFIGURED' THEN p.source ELSE 'PROVIDER' END,
                    display_name = CASE p.source WHEN 'CONFIGURED' THEN p.display_name
                        ELSE coalesce($2, p.display_name) END,
                    profiles = CASE p.source WHEN 'CONFIGURED' THEN p.profiles ELSE $3 END,
                    permissions = CASE p.source WHEN 'CONFIGURED' THEN p.permissions ELSE '{}' END,
                    password = NULL, provider_subject = $4
                WHERE p.source IN ('CONFIGURED', 'PROVIDER') AND p.password IS NULL
                        AND coalesce(p.provider_subject, $4) = $4
                    OR p.source = 'REMOVED' AND p.provider_subject = $4
                """;
        var values = Tuple.tuple().addString(id).addBuffer(buffer(name));
        values.addArrayOfString(array(profiles)).addString(subject);
        return transactions.run(tenant, sql, values).map(rows -> rows.rowCount() == 1);
    }

    // ---- how

    /** One change, which is taken back when there was an Admin before it and is none after it. */
    private Future<Outcome> keepingAnAdmin(Tenant tenant, String sql, Tuple values) {
        return transactions.run(
                tenant,
                connection ->
                        // Two who remove each other wait for one another.
                        connection
                                .query("SELECT 1 FROM crosspoint.people_change FOR UPDATE")
                                .execute()
                                .compose(_ -> admins(connection))
                                .compose(before -> change(connection, sql, values, before)));
    }

    private static Future<Outcome> change(
            SqlConnection connection, String sql, Tuple values, long before) {
        return connection
                .query("SAVEPOINT before")
                .execute()
                .compose(_ -> connection.preparedQuery(sql).execute(values))
                .compose(rows ->
                        admins(connection)
                                .compose(after ->
                                        before > 0 && after == 0
                                                ? connection
                                                        .query("ROLLBACK TO SAVEPOINT before")
                                                        .execute()
                                                        .map(_ -> Outcome.LAST_ADMIN)
                                                : Future.succeededFuture(outcome(rows))));
    }

    private static Future<Long> admins(SqlConnection connection) {
        return connection
                .preparedQuery(ADMINS)
                .execute(Tuple.of(ADMIN))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private Future<Outcome> one(Tenant tenant, String sql, Tuple values) {
        return transactions.run(tenant, sql, values).map(PeopleStore::outcome);
    }

    private static Outcome outcome(RowSet<Row> rows) {
        return rows.rowCount() == 1 ? Outcome.DONE : Outcome.MISSING;
    }

    static @Nullable Buffer buffer(byte @Nullable [] bytes) {
        return bytes == null ? null : Buffer.buffer(bytes);
    }

    static @Nullable String text(@Nullable Private value) {
        return value == null ? null : value.value();
    }

    /** Not by {@code Tuple.of}, which takes an array apart. */
    static Tuple texts(String id, Collection<String> texts) {
        return Tuple.tuple().addString(id).addArrayOfString(array(texts));
    }

    static String[] array(Collection<String> texts) {
        return texts.toArray(String[]::new);
    }
}
