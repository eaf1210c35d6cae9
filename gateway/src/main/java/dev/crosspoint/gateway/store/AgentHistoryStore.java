package dev.crosspoint.gateway.store;

import static dev.crosspoint.gateway.store.Rows.time;
import static java.util.Objects.requireNonNull;

import dev.crosspoint.gateway.store.AgentDeed.What;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What agents did. On any thread, in the same terms as {@link RecordingStore}. */
public final class AgentHistoryStore {
    /** Most rows that are kept or read at once. */
    public static final int MOST_ROWS = 1_000;

    private final Transactions transactions;

    AgentHistoryStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Keeps these, each once by its id; up to {@link #MOST_ROWS}. */
    public Future<Void> keep(Tenant tenant, List<AgentDeed> deeds) {
        if (deeds.isEmpty()) {
            return Future.succeededFuture();
        }
        if (deeds.size() > MOST_ROWS) {
            throw new IllegalArgumentException("more than " + MOST_ROWS + " deeds at once");
        }
        var sql =
                """
                INSERT INTO crosspoint.agent_activity
                    (activity_id, agent_id, at, kind, lasted_ms, from_state, to_state, contact_id, outcome)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING
                """;
        var rows = deeds.stream().map(AgentHistoryStore::values).toList();
        return transactions.run(
                tenant, connection -> connection.preparedQuery(sql).executeBatch(rows).mapEmpty());
    }

    private static Tuple values(AgentDeed deed) {
        var values =
                Tuple.tuple()
                        .addUUID(deed.id())
                        .addString(deed.agentId())
                        .addOffsetDateTime(time(deed.at()))
                        .addString(deed.kind())
                        .addLong(deed.lastedMs());
        return switch (deed.what()) {
            case What.SignedIn _, What.SignedOut _ ->
                    values.addString(null).addString(null).addString(null).addString(null);
            case What.ChangedState(var from, var to) ->
                    values.addString(from).addString(to).addString(null).addString(null);
            case What.HadContact(var contact, var outcome) ->
                    values.addString(null).addString(null).addString(contact).addString(outcome);
        };
    }

    /**
     * What an agent did, the newest first.
     *
     * @param from of this time or later; null for any
     * @param to before this time; null for any
     * @param after where a page ended; null for the first
     * @param limit 1 to {@link #MOST_ROWS}
     */
    public Future<List<AgentDeed>> list(
            Tenant tenant,
            String agentId,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable PageKey after,
            int limit) {
        if (limit < 1 || limit > MOST_ROWS) {
            throw new IllegalArgumentException("a limit is 1 to " + MOST_ROWS);
        }
        var sql =
                """
                SELECT * FROM crosspoint.agent_activity
                WHERE agent_id = $1 AND ($2::timestamptz IS NULL OR at >= $2)
                    AND ($3::timestamptz IS NULL OR at < $3)
                    AND ($4::timestamptz IS NULL OR (at, activity_id) < ($4, $5))
                ORDER BY at DESC, activity_id DESC LIMIT $6
                """;
        var values =
                Tuple.tuple()
                        .addString(agentId)
                        .addOffsetDateTime(time(from))
                        .addOffsetDateTime(time(to))
                        .addOffsetDateTime(after == null ? null : time(after.at()))
                        .addUUID(after == null ? null : UUID.fromString(after.id()))
                        .addInteger(limit);
        return transactions
                .run(tenant, sql, values)
                .map(rows -> {
                    var deeds = new ArrayList<AgentDeed>();
                    rows.forEach(row -> deeds.add(deed(row)));
                    return deeds;
                });
    }

    /**
     * Deletes what was done before, the oldest first.
     *
     * @return how much; as much as {@code limit} when there may be more
     */
    public Future<Integer> deleteBefore(Tenant tenant, Instant time, int limit) {
        var sql =
                """
                DELETE FROM crosspoint.agent_activity WHERE activity_id IN (
                    SELECT activity_id FROM crosspoint.agent_activity WHERE at < $1
                    ORDER BY at LIMIT $2)
                """;
        return transactions
                .run(tenant, sql, Tuple.of(time(time), RecordingStore.checked(limit)))
                .map(rows -> rows.rowCount());
    }

    private static AgentDeed deed(Row row) {
        return new AgentDeed(
                row.getUUID("activity_id"),
                row.getString("agent_id"),
                requireNonNull(Rows.instant(row, "at")),
                AgentDeed.what(
                        row.getString("kind"),
                        row.getString("from_state"),
                        row.getString("to_state"),
                        row.getString("contact_id"),
                        row.getString("outcome")),
                row.getLong("lasted_ms"));
    }
}
