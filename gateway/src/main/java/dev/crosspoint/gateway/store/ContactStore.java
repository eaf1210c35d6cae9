package dev.crosspoint.gateway.store;

import static dev.crosspoint.gateway.store.Rows.time;
import static java.util.Objects.requireNonNull;

import dev.crosspoint.gateway.contact.ContactTimes;
import dev.crosspoint.gateway.store.ContactPage.Found;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The contacts of each tenant, as sealed as they come. On any thread, in the same terms as {@link
 * RecordingStore}.
 */
public final class ContactStore {
    /** Most contacts that are kept, found or deleted at once. */
    public static final int MOST_ROWS = 1_000;

    /** A plan made for any values takes a rare one for a common one, and the other way round. */
    private static final String PLANNED =
            "SELECT set_config('plan_cache_mode', 'force_custom_plan', true)";

    private static final String UPSERT = ContactRows.upsert();

    private final Transactions transactions;

    ContactStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A contact, and what finds it. */
    public record Kept(ContactRow row, ContactHashes hashes) {}

    /**
     * Keeps these, each unless a version that is not lower is there; all of them, or none.
     *
     * @param contacts up to {@link #MOST_ROWS}
     * @return how many were kept
     */
    public Future<Integer> keep(Tenant tenant, List<Kept> contacts) {
        if (contacts.size() > MOST_ROWS) {
            throw new IllegalArgumentException("more than " + MOST_ROWS + " contacts at once");
        }
        var newest = newestOfEach(contacts);
        if (newest.isEmpty()) {
            return Future.succeededFuture(0);
        }
        var tuples = newest.values().stream().map(ContactRows::values).toList();
        return transactions.run(
                tenant,
                connection ->
                        connection
                                .preparedQuery(UPSERT)
                                .executeBatch(tuples)
                                .map(ContactStore::ids)
                                .compose(kept -> attributes(connection, newest, kept)));
    }

    /** In the order of their ids, so that two who keep the same do not wait for each other. */
    private static Map<String, Kept> newestOfEach(List<Kept> contacts) {
        var newest = new TreeMap<String, Kept>();
        for (var each : contacts) {
            newest.merge(
                    each.row().contact().id(),
                    each,
                    (a, b) -> a.row().version() >= b.row().version() ? a : b);
        }
        return newest;
    }

    private static Set<String> ids(@Nullable RowSet<Row> results) {
        var ids = new HashSet<String>();
        for (var rows = results; rows != null; rows = rows.next()) {
            rows.forEach(row -> ids.add(row.getString(0)));
        }
        return ids;
    }

    private static Future<Integer> attributes(
            SqlConnection connection, Map<String, Kept> contacts, Set<String> kept) {
        var ids = new ArrayList<String>();
        var hashes = new ArrayList<Buffer>();
        var times = new ArrayList<OffsetDateTime>();
        for (var each : contacts.values()) {
            if (kept.contains(each.row().contact().id())) {
                for (var hash : each.hashes().attributes()) {
                    ids.add(each.row().contact().id());
                    hashes.add(Buffer.buffer(hash));
                    times.add(ContactRows.time(each.row().times().initiatedMs()));
                }
            }
        }
        var forget = "DELETE FROM crosspoint.contact_attribute WHERE contact_id = ANY($1)";
        var add =
                """
                INSERT INTO crosspoint.contact_attribute (contact_id, hash, initiated_at)
                SELECT * FROM unnest($1::text[], $2::bytea[], $3::timestamptz[]) ON CONFLICT DO NOTHING
                """;
        var values = Tuple.tuple();
        values.addValue(ids.toArray(String[]::new));
        values.addValue(hashes.toArray(Buffer[]::new));
        values.addValue(times.toArray(OffsetDateTime[]::new));
        Tuple all = Tuple.tuple();
        all.addValue(kept.toArray(String[]::new));
        return connection
                .preparedQuery(forget)
                .execute(all)
                .compose(_ -> connection.preparedQuery(add).execute(values))
                .map(_ -> kept.size());
    }

    /**
     * Some, the newest first.
     *
     * @param after where a page ended; null for the first
     * @param limit 1 to {@link #MOST_ROWS}
     */
    public Future<ContactPage> search(
            Tenant tenant, ContactFilter filter, @Nullable PageKey after, int limit) {
        var statement = ContactSelect.of(filter, after, RecordingStore.checked(limit));
        return transactions
                .run(
                        tenant,
                        connection ->
                                connection
                                        .preparedQuery(PLANNED)
                                        .execute()
                                        .compose(_ ->
                                                connection
                                                        .preparedQuery(statement.sql())
                                                        .execute(statement.values())))
                .map(rows -> {
                    var found = Rows.all(rows, ContactStore::found);
                    return new ContactPage(found, next(found, limit));
                });
    }

    private static @Nullable PageKey next(List<Found> page, int limit) {
        if (page.size() < limit) {
            return null;
        }
        var last = page.getLast().row();
        return new PageKey(Instant.ofEpochMilli(last.times().initiatedMs()), last.contact().id());
    }

    private static Found found(Row row) {
        var states = new ArrayList<RecordingState>();
        var words = row.getArrayOfStrings("states");
        for (var word : words == null ? new String[0] : words) {
            states.add(RecordingState.valueOf(word));
        }
        return new Found(ContactRows.row(row), states);
    }

    /** One contact. */
    public Future<Optional<ContactRow>> find(Tenant tenant, String id) {
        var sql = "SELECT * FROM crosspoint.contact WHERE contact_id = $1";
        return transactions
                .run(tenant, sql, Tuple.of(id))
                .map(rows -> Rows.first(rows, ContactRows::row));
    }

    /** All of a chain, the first one first, as far as anybody wants to know. */
    public Future<List<ContactRow>> chain(Tenant tenant, String initialId) {
        var sql =
                """
                SELECT * FROM crosspoint.contact WHERE initial_contact_id = $1
                ORDER BY initiated_at, contact_id LIMIT $2
                """;
        return rows(tenant, sql, Tuple.of(initialId, MOST_ROWS));
    }

    /** The recordings of one contact, the first one first. */
    public Future<List<Recording>> recordings(Tenant tenant, String contact) {
        var sql =
                """
                SELECT * FROM crosspoint.recording WHERE contact_id = $1
                ORDER BY started_at, recording_id LIMIT $2
                """;
        return transactions
                .run(tenant, sql, Tuple.of(contact, MOST_ROWS))
                .map(rows -> Rows.all(rows, Rows::recording));
    }

    /**
     * The end of a contact that has none.
     *
     * @param version of its row then
     * @param reason why it ended; null where nobody knows
     */
    public Future<Void> end(
            Tenant tenant, String id, long version, ContactTimes times, @Nullable String reason) {
        var sql =
                """
                UPDATE crosspoint.contact
                SET version = $2, ended_at = $3, duration_ms = $4, disconnect_reason = $5
                WHERE contact_id = $1 AND ended_at IS NULL AND version < $2
                """;
        long endedMs = requireNonNull(times.endedMs(), "it has ended");
        var values =
                Tuple.tuple()
                        .addValue(id)
                        .addValue(version)
                        .addValue(ContactRows.time(endedMs))
                        .addValue(endedMs - times.initiatedMs())
                        .addValue(reason);
        return transactions.run(tenant, sql, values).mapEmpty();
    }

    /**
     * Contacts without an end, in their order.
     *
     * @param after the last that was seen; null to begin
     */
    public Future<List<ContactRow>> unfinished(Tenant tenant, @Nullable PageKey after, int limit) {
        var sql =
                """
                SELECT * FROM crosspoint.contact WHERE ended_at IS NULL
                    AND ($1::timestamptz IS NULL OR (initiated_at, contact_id) > ($1, $2))
                ORDER BY initiated_at, contact_id LIMIT $3
                """;
        var values =
                Tuple.tuple()
                        .addValue(after == null ? null : time(after.at()))
                        .addValue(after == null ? null : after.id())
                        .addValue(RecordingStore.checked(limit));
        return rows(tenant, sql, values);
    }

    /**
     * Deletes contacts that began before, with all that finds them, the oldest first.
     *
     * @return how many; as many as {@code limit} when there may be more
     */
    public Future<Integer> deleteBefore(Tenant tenant, Instant time, int limit) {
        return deleteBefore(tenant, "contact", time, limit);
    }

    private Future<Integer> deleteBefore(Tenant tenant, String table, Instant time, int limit) {
        var sql =
                """
                DELETE FROM crosspoint.%1$s WHERE contact_id IN (
                    SELECT contact_id FROM crosspoint.%1$s WHERE initiated_at < $1
                    ORDER BY initiated_at LIMIT $2)
                """
                        .formatted(table);
        return transactions
                .run(tenant, sql, Tuple.of(time(time), RecordingStore.checked(limit)))
                .map(rows -> rows.rowCount());
    }

    // ---- references that are a domain's or an account's

    /**
     * The references of a contact that belong to more than its instance.
     *
     * @param version of the contact
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    public record Shared(String contact, long version, long initiatedMs, byte[] sealed) {}

    /**
     * Keeps one, unless a version that is not lower is there.
     *
     * @param scope the account, and what stands there instead of an instance
     */
    public Future<Void> keepShared(Tenant scope, Shared shared) {
        var sql =
                """
                INSERT INTO crosspoint.shared_reference AS held (contact_id, version, initiated_at, sealed)
                VALUES ($1, $2, $3, $4)
                ON CONFLICT (account_id, instance_id, contact_id) DO UPDATE
                SET version = excluded.version, sealed = excluded.sealed
                WHERE held.version < excluded.version
                """;
        return transactions
                .run(
                        scope,
                        sql,
                        Tuple.of(
                                shared.contact(),
                                shared.version(),
                                ContactRows.time(shared.initiatedMs()),
                                Buffer.buffer(shared.sealed())))
                .mapEmpty();
    }

    /** What is kept in a scope of a contact. */
    public Future<Optional<byte[]>> findShared(Tenant scope, String contact) {
        var sql = "SELECT sealed FROM crosspoint.shared_reference WHERE contact_id = $1";
        return transactions
                .run(scope, sql, Tuple.of(contact))
                .map(rows -> Rows.first(rows, row -> row.getBuffer(0).getBytes()));
    }

    /** Likewise as {@link #deleteBefore}. */
    public Future<Integer> deleteSharedBefore(Tenant scope, Instant time, int limit) {
        return deleteBefore(scope, "shared_reference", time, limit);
    }

    private Future<List<ContactRow>> rows(Tenant tenant, String sql, Tuple values) {
        return transactions
                .run(tenant, sql, values)
                .map((RowSet<Row> rows) -> Rows.all(rows, ContactRows::row));
    }
}
