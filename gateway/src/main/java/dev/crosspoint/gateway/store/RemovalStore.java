package dev.crosspoint.gateway.store;

import static dev.crosspoint.gateway.store.Rows.time;

import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Legal hold and deletion of recordings. Of a hold and a deletion that are asked for at once one
 * comes first, and the other is refused. Threads and failures as in {@link RecordingStore}.
 */
public final class RemovalStore {
    private final Transactions transactions;

    RemovalStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Keeps it from being deleted; the first word of that stands.
     *
     * @param by id of whoever wants that
     * @return whether it is held now: not when it is deleted, or was never there
     */
    public Future<Boolean> hold(Tenant tenant, RecordingId id, String by, Instant at) {
        return changes(
                tenant,
                """
                UPDATE crosspoint.recording
                SET held_at = coalesce(held_at, $2), held_by = coalesce(held_by, $3)
                WHERE recording_id = $1 AND state <> 'DELETED'
                """,
                id.value(),
                time(at),
                by);
    }

    /** It may be deleted again; whether it is there. */
    public Future<Boolean> release(Tenant tenant, RecordingId id) {
        return changes(
                tenant,
                """
                UPDATE crosspoint.recording SET held_at = NULL, held_by = NULL WHERE recording_id = $1
                """,
                id.value());
    }

    /**
     * It counts as deleted from now on, whatever is left of it. The first word of that stands.
     *
     * @param reason a word of a list
     * @return whether it is deleted, now or before: not when it is held or still being recorded
     */
    public Future<Boolean> deleted(
            Tenant tenant, RecordingId id, String by, String reason, Instant at) {
        return changes(
                tenant,
                """
                UPDATE crosspoint.recording SET state = 'DELETED', reason = NULL, next_attempt_at = NULL,
                    state_since = CASE state WHEN 'DELETED' THEN state_since ELSE $2 END,
                    deleted_at = coalesce(deleted_at, $2), deleted_by = coalesce(deleted_by, $3),
                    delete_reason = coalesce(delete_reason, $4)
                WHERE recording_id = $1 AND state <> 'OPEN' AND held_at IS NULL
                """,
                id.value(),
                time(at),
                by,
                reason);
    }

    /**
     * What had been delivered is gone from its place: nobody looks for it there any more.
     *
     * @return whether it had been deleted
     */
    public Future<Boolean> removed(Tenant tenant, RecordingId id) {
        return changes(
                tenant,
                """
                UPDATE crosspoint.recording SET removed = true,
                    delivery = CASE WHEN delivery IS NULL THEN NULL ELSE '{"objects": []}'::jsonb END
                WHERE recording_id = $1 AND state = 'DELETED'
                """,
                id.value());
    }

    private Future<Boolean> changes(Tenant tenant, String sql, @Nullable Object... values) {
        return transactions.run(tenant, sql, Tuple.wrap(values)).map(rows -> rows.rowCount() == 1);
    }
}
