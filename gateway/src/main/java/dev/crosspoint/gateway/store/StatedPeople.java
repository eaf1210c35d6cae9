package dev.crosspoint.gateway.store;

import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** People and profiles that the configuration states, on their way into the database. */
final class StatedPeople {
    /**
     * People of the configuration in one transaction. Each moves the tenant's version on, whose row
     * grows slower with each: 10,000 at once are beyond any timeout, and so many futures in a chain
     * beyond the stack.
     */
    private static final int AT_ONCE = 250;

    private final Transactions transactions;

    StatedPeople(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * What the configuration states now. Whom it no longer names is removed; what it says nothing
     * of stays. Some hundred people are a transaction: when one fails, what those before it did
     * stays done, and the same once more does the rest.
     */
    Future<Void> write(Tenant tenant, List<PersonRow> people, List<ProfileRow> profiles) {
        var person =
                """
                INSERT INTO crosspoint.person AS p
                    (user_id, source, display_name, password, profiles, permissions)
                VALUES ($1, 'CONFIGURED', $2, $3, $4, $5)
                ON CONFLICT (account_id, instance_id, user_id) DO UPDATE SET source = 'CONFIGURED',
                    display_name = coalesce($2, p.display_name), password = $3, must_change = false,
                    profiles = $4, permissions = $5,
                    epoch = p.epoch + (p.password IS DISTINCT FROM $3)::integer
                """;
        var profile =
                """
                INSERT INTO crosspoint.profile (name, source, permissions)
                VALUES ($1, 'CONFIGURED', $2)
                ON CONFLICT (account_id, instance_id, name)
                    DO UPDATE SET source = 'CONFIGURED', permissions = $2
                """;
        var ids = people.stream().map(PersonRow::id).toArray(String[]::new);
        var names = profiles.stream().map(ProfileRow::name).toArray(String[]::new);
        var known =
                profiles.stream()
                        .map(it -> PeopleStore.texts(it.name(), it.permissions()))
                        .toList();
        Future<Void> done =
                transactions.run(
                        tenant,
                        connection ->
                                remove(connection, "person", "user_id", ids)
                                        .compose(_ -> remove(connection, "profile", "name", names))
                                        .compose(_ -> all(connection, profile, known)));
        for (int from = 0; from < people.size(); from += AT_ONCE) {
            var some =
                    people.subList(from, Math.min(from + AT_ONCE, people.size())).stream()
                            .map(StatedPeople::values)
                            .toList();
            done =
                    done.compose(_ ->
                            transactions.run(tenant, connection -> all(connection, person, some)));
        }
        return done;
    }

    /** One statement for each row. */
    private static Future<Void> all(SqlConnection connection, String sql, List<Tuple> rows) {
        return rows.isEmpty()
                ? Future.succeededFuture()
                : connection.preparedQuery(sql).executeBatch(rows).mapEmpty();
    }

    private static Tuple values(PersonRow person) {
        return Tuple.tuple()
                .addString(person.id())
                .addBuffer(PeopleStore.buffer(person.name()))
                .addString(PeopleStore.text(person.password()))
                .addArrayOfString(PeopleStore.array(person.profiles()))
                .addArrayOfString(PeopleStore.array(person.permissions()));
    }

    private static Future<Void> remove(
            SqlConnection connection, String table, String name, String[] stated) {
        var sql =
                """
                UPDATE crosspoint.%s SET source = 'REMOVED'
                WHERE source = 'CONFIGURED' AND NOT %s = ANY($1)
                """
                        .formatted(table, name);
        return connection.preparedQuery(sql).execute(Tuple.of(stated)).mapEmpty();
    }
}
