package dev.crosspoint.gateway.store;

import static dev.crosspoint.gateway.store.Rows.time;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The changes of keys of each tenant, of which one at a time runs. On any thread, in the same terms
 * as {@link RecordingStore}.
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
     * @return whether it runs
     */
    public Future<Boolean> advanced(Tenant tenant, String id, long done, RecordingId cursor) {
        var sql =
                """
                UPDATE crosspoint.key_change SET done = $2, cursor = $3
                WHERE job_id = $1 AND state = 'RUNNING'
                """;
        return transactions
                .run(tenant, sql, Tuple.of(id, done, cursor.value()))
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
}
