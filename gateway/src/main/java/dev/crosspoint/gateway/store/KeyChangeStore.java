package dev.crosspoint.gateway.store;

import static dev.crosspoint.gateway.store.Rows.time;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The changes of keys of each tenant, of which one at a time runs, and what each key wraps. On any
 * thread, in the same terms as {@link RecordingStore}.
 */
public final class KeyChangeStore {
    /** Most that are listed. */
    private static final int MOST_ROWS = 100;

    private final Transactions transactions;

    KeyChangeStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * One begins, unless it has or another runs.
     *
     * @param total how many keys there are to wrap anew
     * @return the one that runs now: this one, or the other; empty when this one is over already
     */
    public Future<Optional<KeyChange>> started(
            Tenant tenant, String id, String fromKey, String toKey, long total, Instant at) {
        var sql =
                """
                INSERT INTO crosspoint.key_change (job_id, from_key, to_key, state, started_at, total)
                VALUES ($1, $2, $3, 'RUNNING', $4, $5) ON CONFLICT DO NOTHING
                """;
        return transactions
                .run(tenant, sql, Tuple.of(id, fromKey, toKey, time(at), total))
                .compose(_ -> running(tenant));
    }

    /**
     * It has come so far.
     *
     * @param cursor the recording that was done last; null when it was none
     * @return whether it runs
     */
    public Future<Boolean> advanced(
            Tenant tenant, String id, long done, @Nullable RecordingId cursor) {
        var sql =
                """
                UPDATE crosspoint.key_change SET done = $2, cursor = coalesce($3, cursor)
                WHERE job_id = $1 AND state = 'RUNNING'
                """;
        return transactions
                .run(tenant, sql, Tuple.of(id, done, cursor == null ? null : cursor.value()))
                .map(rows -> rows.rowCount() == 1);
    }

    /**
     * It is over.
     *
     * @param error code of what stopped it; null when all is done
     * @return whether it ran
     */
    public Future<Boolean> finished(Tenant tenant, String id, @Nullable String error, Instant at) {
        var sql =
                """
                UPDATE crosspoint.key_change SET state = $2, error = $3, finished_at = $4
                WHERE job_id = $1 AND state = 'RUNNING'
                """;
        var state = error == null ? KeyChange.State.DONE : KeyChange.State.FAILED;
        return transactions
                .run(tenant, sql, Tuple.of(id, state.name(), error, time(at)))
                .map(rows -> rows.rowCount() == 1);
    }

    /** The one that runs. */
    public Future<Optional<KeyChange>> running(Tenant tenant) {
        var sql = "SELECT * FROM crosspoint.key_change WHERE state = 'RUNNING'";
        return transactions
                .run(tenant, sql, Tuple.tuple())
                .map(rows -> Rows.first(rows, Rows::keyChange));
    }

    /** All, the newest first, as far as anybody wants to know. */
    public Future<List<KeyChange>> list(Tenant tenant) {
        var sql = "SELECT * FROM crosspoint.key_change ORDER BY started_at DESC, job_id LIMIT $1";
        return transactions
                .run(tenant, sql, Tuple.of(MOST_ROWS))
                .map(rows -> Rows.all(rows, Rows::keyChange));
    }

    // ---- what the keys wrap

    /**
     * How many data keys that we have each key wraps: of recordings that are still here or lie
     * sealed in folders of ours, and of the instance itself.
     */
    public Future<Map<String, Long>> keysInUse(Tenant tenant) {
        var sql =
                """
                SELECT key_id, count(*) AS keys FROM (
                    SELECT key_id FROM crosspoint.recording
                    WHERE key_id IS NOT NULL
                        AND (erased_at IS NULL OR delivery @> '{"objects": [{"sealed": true}]}')
                    UNION ALL
                    SELECT wrapped_by FROM crosspoint.instance_key WHERE wrapped_by IS NOT NULL
                ) AS wrapped
                GROUP BY key_id ORDER BY key_id
                """;
        return transactions
                .run(tenant, sql, Tuple.tuple())
                .map(rows -> {
                    var keys = new LinkedHashMap<String, Long>();
                    rows.forEach(row -> keys.put(row.getString("key_id"), row.getLong("keys")));
                    return keys;
                });
    }

    /** Recordings whose data key we have and a key wraps, in the order of their ids. */
    public Future<List<Recording>> wrappedBy(
            Tenant tenant, String keyId, @Nullable RecordingId after, int limit) {
        var sql =
                """
                SELECT * FROM crosspoint.recording
                WHERE key_id = $3 AND ($1::text IS NULL OR recording_id > $1)
                    AND (erased_at IS NULL OR delivery @> '{"objects": [{"sealed": true}]}')
                ORDER BY recording_id LIMIT $2
                """;
        var values =
                Tuple.tuple()
                        .addValue(after == null ? null : after.value())
                        .addValue(RecordingStore.checked(limit))
                        .addValue(keyId);
        return transactions.run(tenant, sql, values).map(rows -> Rows.all(rows, Rows::recording));
    }

    /**
     * The data key of a recording is wrapped by another key now.
     *
     * @return whether it is that key's, now or before
     */
    public Future<Boolean> rewrapped(Tenant tenant, RecordingId id, String fromKey, String toKey) {
        var sql =
                """
                UPDATE crosspoint.recording SET key_id = $3
                WHERE recording_id = $1 AND key_id IN ($2, $3)
                """;
        return transactions
                .run(tenant, sql, Tuple.of(id.value(), fromKey, toKey))
                .map(rows -> rows.rowCount() == 1);
    }
}
