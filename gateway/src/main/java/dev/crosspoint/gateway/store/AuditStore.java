package dev.crosspoint.gateway.store;

import static dev.crosspoint.gateway.store.Rows.instant;
import static dev.crosspoint.gateway.store.Rows.time;
import static java.util.Objects.requireNonNull;

import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The audit trail of each tenant: a chain of events that is only added to, its key and its digests.
 * On any thread, in the same terms as {@link RecordingStore}.
 */
public final class AuditStore {
    /** Most events that are added or read at once. */
    public static final int MOST_ROWS = 1_000;

    private static final String HEAD = "SELECT seq, hash FROM crosspoint.audit_head";

    private final Transactions transactions;

    AuditStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /** How an event hangs on the one before. */
    @FunctionalInterface
    public interface Link {
        /** The hash of an event. */
        byte[] hash(byte[] previous, byte[] body);
    }

    // ---- the chain

    /**
     * Adds events at the end of the chain, in this order; those that are in it already, by their
     * ids, are left out. One at a time adds to a chain: its head is locked meanwhile.
     *
     * @param entries up to {@link #MOST_ROWS}
     * @return how many were not in it yet
     */
    public Future<Integer> append(Tenant tenant, List<AuditEntry> entries, Link link) {
        if (entries.size() > MOST_ROWS) {
            throw new IllegalArgumentException("more than " + MOST_ROWS + " events at once");
        }
        return transactions.run(
                tenant,
                connection ->
                        locked(connection)
                                .compose(head ->
                                        known(connection, entries)
                                                .compose(known ->
                                                        add(
                                                                connection,
                                                                head,
                                                                entries,
                                                                known,
                                                                link))));
    }

    private static Future<AuditHead> locked(SqlConnection connection) {
        var begin =
                """
                INSERT INTO crosspoint.audit_head (seq, hash) VALUES (0, $1) ON CONFLICT DO NOTHING
                """;
        var lock = HEAD + " FOR UPDATE";
        return connection
                .preparedQuery(lock)
                .execute()
                .compose(rows ->
                        rows.size() > 0
                                ? Future.succeededFuture(rows)
                                : connection
                                        .preparedQuery(begin)
                                        .execute(Tuple.of(Buffer.buffer(AuditHead.none().hash())))
                                        .compose(_ -> connection.preparedQuery(lock).execute()))
                .map(rows -> head(rows.iterator().next()));
    }

    private static Future<Set<UUID>> known(SqlConnection connection, List<AuditEntry> entries) {
        var ids = entries.stream().map(AuditEntry::eventId).toArray(UUID[]::new);
        return connection
                .preparedQuery(
                        "SELECT event_id FROM crosspoint.audit_event WHERE event_id = ANY($1)")
                .execute(Tuple.of(ids))
                .map(rows -> {
                    var known = new HashSet<UUID>();
                    rows.forEach(row -> known.add(row.getUUID(0)));
                    return known;
                });
    }

    private static Future<Integer> add(
            SqlConnection connection,
            AuditHead head,
            List<AuditEntry> entries,
            Set<UUID> known,
            Link link) {
        // An event that is there twice among these is added once.
        var fresh = entries.stream().filter(entry -> known.add(entry.eventId())).toList();
        if (fresh.isEmpty()) {
            return Future.succeededFuture(0);
        }
        int count = fresh.size();
        var seqs = new Long[count];
        var hashes = new Buffer[count];
        var hash = head.hash();
        for (int i = 0; i < count; i++) {
            hash = link.hash(hash, fresh.get(i).body());
            seqs[i] = head.seq() + 1 + i;
            hashes[i] = Buffer.buffer(hash);
        }
        var insert =
                """
                INSERT INTO crosspoint.audit_event (seq, body, hash, event_id, event_time, event_name,
                    user_id, recording_id, contact_id)
                SELECT * FROM unnest($1::bigint[], $2::bytea[], $3::bytea[], $4::uuid[],
                    $5::timestamptz[], $6::text[], $7::text[], $8::text[], $9::text[])
                """;
        var values = Tuple.tuple();
        values.addValue(seqs);
        values.addValue(
                fresh.stream().map(entry -> Buffer.buffer(entry.body())).toArray(Buffer[]::new));
        values.addValue(hashes);
        values.addValue(fresh.stream().map(AuditEntry::eventId).toArray(UUID[]::new));
        values.addValue(
                fresh.stream().map(entry -> time(entry.time())).toArray(OffsetDateTime[]::new));
        values.addValue(fresh.stream().map(AuditEntry::name).toArray(String[]::new));
        values.addValue(fresh.stream().map(AuditEntry::user).toArray(String[]::new));
        values.addValue(fresh.stream().map(AuditEntry::recording).toArray(String[]::new));
        values.addValue(fresh.stream().map(AuditEntry::contact).toArray(String[]::new));
        var move = "UPDATE crosspoint.audit_head SET seq = $1, hash = $2";
        return connection
                .preparedQuery(insert)
                .execute(values)
                .compose(_ ->
                        connection
                                .preparedQuery(move)
                                .execute(Tuple.of(head.seq() + count, hashes[count - 1])))
                .map(_ -> count);
    }

    /** Where the chain ends; empty when none was begun. */
    public Future<Optional<AuditHead>> head(Tenant tenant) {
        return transactions
                .run(tenant, HEAD, Tuple.tuple())
                .map(rows -> Rows.first(rows, AuditStore::head));
    }

    /** The events of the chain in its order, after one. */
    public Future<List<AuditRow>> after(Tenant tenant, long seq, int limit) {
        var sql = "SELECT * FROM crosspoint.audit_event WHERE seq > $1 ORDER BY seq LIMIT $2";
        return rows(tenant, sql, Tuple.of(seq, checked(limit)));
    }

    /**
     * Events, the newest in the chain first.
     *
     * @param before only those that are in the chain before this one; null to begin
     */
    public Future<List<AuditRow>> find(
            Tenant tenant, AuditFilter filter, @Nullable Long before, int limit) {
        // Conditions stand there only when they say something: a planner that does not know the
        // values would not take the index of any.
        var sql = new StringBuilder("SELECT * FROM crosspoint.audit_event WHERE true");
        var values = Tuple.tuple();
        condition(sql, values, " AND user_id = $", filter.user());
        condition(sql, values, " AND recording_id = $", filter.recording());
        condition(sql, values, " AND contact_id = $", filter.contact());
        condition(sql, values, " AND event_time >= $", time(filter.from()));
        condition(sql, values, " AND event_time < $", time(filter.to()));
        condition(sql, values, " AND seq < $", before);
        condition(sql, values, " ORDER BY seq DESC LIMIT $", checked(limit));
        return rows(tenant, sql.toString(), values);
    }

    private static void condition(
            StringBuilder sql, Tuple values, String text, @Nullable Object value) {
        if (value != null) {
            values.addValue(value);
            sql.append(text).append(values.size());
        }
    }

    // ---- its key

    /** The key that the chain is made with. */
    public Future<Optional<AuditKeyRow>> key(Tenant tenant) {
        var sql = "SELECT * FROM crosspoint.audit_key ORDER BY key_no DESC LIMIT 1";
        return transactions
                .run(tenant, sql, Tuple.tuple())
                .map(rows -> Rows.first(rows, AuditStore::key));
    }

    /** All keys of the chain, the first one first. */
    public Future<List<AuditKeyRow>> keys(Tenant tenant) {
        var sql = "SELECT * FROM crosspoint.audit_key ORDER BY key_no";
        return transactions
                .run(tenant, sql, Tuple.tuple())
                .map(rows -> Rows.all(rows, AuditStore::key));
    }

    /** A key was made; unless there is one, which stays. */
    public Future<Void> keyMade(Tenant tenant, AuditKeyRow key) {
        var sql =
                """
                INSERT INTO crosspoint.audit_key (key_no, key_id, wrapped, made_at)
                VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
                """;
        return transactions
                .run(
                        tenant,
                        sql,
                        Tuple.of(
                                key.keyNo(),
                                key.keyId(),
                                Buffer.buffer(key.wrapped()),
                                time(key.madeAt())))
                .mapEmpty();
    }

    /** The same key, wrapped with another. */
    public Future<Void> keyRewrapped(Tenant tenant, int keyNo, String keyId, byte[] wrapped) {
        var sql = "UPDATE crosspoint.audit_key SET key_id = $2, wrapped = $3 WHERE key_no = $1";
        return transactions
                .run(tenant, sql, Tuple.of(keyNo, keyId, Buffer.buffer(wrapped)))
                .mapEmpty();
    }

    // ---- its digests

    /** A digest was made; unless there is one of that number, which stays. */
    public Future<Void> digestMade(Tenant tenant, AuditDigestRow digest) {
        var sql =
                """
                INSERT INTO crosspoint.audit_digest (number, last_seq, made_at, document)
                VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
                """;
        return transactions
                .run(
                        tenant,
                        sql,
                        Tuple.of(
                                digest.number(),
                                digest.lastSeq(),
                                time(digest.madeAt()),
                                Buffer.buffer(digest.document())))
                .mapEmpty();
    }

    /** It lies where it has to. */
    public Future<Void> digestDelivered(Tenant tenant, long number, Instant at) {
        var sql =
                """
                UPDATE crosspoint.audit_digest SET delivered_at = $2
                WHERE number = $1 AND delivered_at IS NULL
                """;
        return transactions.run(tenant, sql, Tuple.of(number, time(at))).mapEmpty();
    }

    /** The newest one. */
    public Future<Optional<AuditDigestRow>> lastDigest(Tenant tenant) {
        var sql = "SELECT * FROM crosspoint.audit_digest ORDER BY number DESC LIMIT 1";
        return transactions
                .run(tenant, sql, Tuple.tuple())
                .map(rows -> Rows.first(rows, AuditStore::digest));
    }

    /** Those that are not delivered, the oldest first. */
    public Future<List<AuditDigestRow>> undelivered(Tenant tenant, int limit) {
        var sql =
                """
                SELECT * FROM crosspoint.audit_digest WHERE delivered_at IS NULL
                ORDER BY number LIMIT $1
                """;
        return digests(tenant, sql, Tuple.of(checked(limit)));
    }

    /** Those after one, in order. */
    public Future<List<AuditDigestRow>> digestsAfter(Tenant tenant, long number, int limit) {
        var sql =
                "SELECT * FROM crosspoint.audit_digest WHERE number > $1 ORDER BY number LIMIT $2";
        return digests(tenant, sql, Tuple.of(number, checked(limit)));
    }

    // ---- details

    private Future<List<AuditRow>> rows(Tenant tenant, String sql, Tuple values) {
        return transactions.run(tenant, sql, values).map(rows -> Rows.all(rows, AuditStore::row));
    }

    private Future<List<AuditDigestRow>> digests(Tenant tenant, String sql, Tuple values) {
        return transactions
                .run(tenant, sql, values)
                .map((RowSet<Row> rows) -> Rows.all(rows, AuditStore::digest));
    }

    private static AuditHead head(Row row) {
        return new AuditHead(row.getLong("seq"), row.getBuffer("hash").getBytes());
    }

    private static AuditRow row(Row row) {
        var entry =
                new AuditEntry(
                        row.getUUID("event_id"),
                        requireNonNull(instant(row, "event_time")),
                        row.getString("event_name"),
                        row.getString("user_id"),
                        row.getString("recording_id"),
                        row.getString("contact_id"),
                        row.getBuffer("body").getBytes());
        return new AuditRow(row.getLong("seq"), entry, row.getBuffer("hash").getBytes());
    }

    private static AuditKeyRow key(Row row) {
        return new AuditKeyRow(
                row.getInteger("key_no"),
                row.getString("key_id"),
                row.getBuffer("wrapped").getBytes(),
                requireNonNull(instant(row, "made_at")));
    }

    private static AuditDigestRow digest(Row row) {
        return new AuditDigestRow(
                row.getLong("number"),
                row.getLong("last_seq"),
                requireNonNull(instant(row, "made_at")),
                row.getBuffer("document").getBytes(),
                instant(row, "delivered_at"));
    }

    private static int checked(int limit) {
        if (limit < 1 || limit > MOST_ROWS) {
            throw new IllegalArgumentException("a limit is 1 to " + MOST_ROWS);
        }
        return limit;
    }
}
