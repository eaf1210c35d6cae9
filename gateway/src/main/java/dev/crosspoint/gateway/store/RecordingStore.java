package dev.crosspoint.gateway.store;

import static dev.crosspoint.gateway.store.Rows.time;

import dev.crosspoint.gateway.store.Recording.Audio;
import dev.crosspoint.gateway.store.Recording.Delivered;
import dev.crosspoint.gateway.store.Recording.Facts;
import dev.crosspoint.gateway.store.Recording.Tracks;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the recordings of each tenant. On any thread; every future ends within the
 * configured time. It fails with a {@link StoreUnavailable} when the database does not answer, and
 * everything may then be asked again: what happened is told as often as one likes and in any order.
 *
 * <p>Only {@link #move} tells its own doing from another's: after a failure it may answer no
 * because the first try had come through.
 */
public final class RecordingStore {
    /** Most rows that one question is answered with. */
    public static final int MOST_ROWS = 1_000;

    private final Transactions transactions;

    RecordingStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A recording has begun. Told later, it adds what is not known of it yet.
     *
     * @param keyId the key that wraps its data key
     */
    public Future<Void> opened(Tenant tenant, RecordingId id, Facts facts, String keyId) {
        var sql =
                """
                INSERT INTO crosspoint.recording AS r (recording_id, contact_id, initial_contact_id,
                    agent_id, queue, segment, sides, started_at, key_id, state, state_since)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'OPEN', $8)
                ON CONFLICT (account_id, instance_id, recording_id) DO UPDATE SET
                    contact_id = coalesce(r.contact_id, excluded.contact_id),
                    initial_contact_id = coalesce(r.initial_contact_id, excluded.initial_contact_id),
                    agent_id = coalesce(r.agent_id, excluded.agent_id),
                    queue = coalesce(r.queue, excluded.queue),
                    segment = coalesce(r.segment, excluded.segment),
                    sides = coalesce(r.sides, excluded.sides),
                    started_at = excluded.started_at,
                    key_id = coalesce(nullif(r.key_id, $10), excluded.key_id)
                """;
        var values = Tuple.wrap(withFacts(id, facts, keyId)).addValue(Recording.UNKNOWN_KEY);
        return transactions.run(tenant, sql, values).mapEmpty();
    }

    /**
     * It is complete in the spool. Nobody need have told that it had begun.
     *
     * @param facts as far as they are known; counts only where {@link #opened} was never told
     * @param recovered whether a crash cut it off
     */
    public Future<Void> sealed(
            Tenant tenant,
            RecordingId id,
            Facts facts,
            String keyId,
            Tracks tracks,
            boolean recovered,
            Instant endedAt) {
        var sql =
                """
                INSERT INTO crosspoint.recording AS r (recording_id, contact_id, initial_contact_id,
                    agent_id, queue, segment, sides, started_at, key_id, state, state_since, ended_at,
                    recovered, tracks_frames, tracks_bytes, tracks_last_tag)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'SEALED', $10, $10, $11, $12, $13, $14)
                ON CONFLICT (account_id, instance_id, recording_id) DO UPDATE SET
                    state = excluded.state, state_since = excluded.state_since,
                    ended_at = excluded.ended_at, recovered = excluded.recovered,
                    tracks_frames = excluded.tracks_frames, tracks_bytes = excluded.tracks_bytes,
                    tracks_last_tag = excluded.tracks_last_tag
                WHERE r.state = 'OPEN'
                """;
        var values = Tuple.wrap(withFacts(id, facts, keyId));
        values.addValue(time(endedAt)).addValue(recovered);
        values.addValue(tracks.frames()).addValue(tracks.bytes()).addValue(tracks.lastTag());
        return transactions.run(tenant, sql, values).mapEmpty();
    }

    /**
     * It could not begin: there is no file of it, and no key. That is all that will be known of it.
     *
     * @param reason a code
     */
    public Future<Void> refused(
            Tenant tenant, RecordingId id, Facts facts, String reason, Instant at) {
        var sql =
                """
                INSERT INTO crosspoint.recording (recording_id, contact_id, initial_contact_id,
                    agent_id, queue, segment, sides, started_at, key_id, state, state_since, reason)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'FAILED', $10, $11)
                ON CONFLICT (account_id, instance_id, recording_id) DO NOTHING
                """;
        var values = Tuple.wrap(withFacts(id, facts, null));
        values.addValue(time(at)).addValue(reason);
        return transactions.run(tenant, sql, values).mapEmpty();
    }

    private static List<@Nullable Object> withFacts(
            RecordingId id, Facts facts, @Nullable String keyId) {
        var values = new ArrayList<@Nullable Object>();
        values.add(id.value());
        values.add(facts.contactId());
        values.add(facts.initialContactId());
        values.add(facts.agentId());
        values.add(facts.queue());
        values.add(facts.segment());
        values.add(facts.sides() == null ? null : facts.sides().name());
        values.add(time(facts.startedAt()));
        values.add(keyId);
        return values;
    }

    /** It is rendered; rendering it again replaces what was known. */
    public Future<Boolean> rendered(Tenant tenant, RecordingId id, Audio audio) {
        return changes(
                tenant,
                """
                UPDATE crosspoint.recording SET format = $2, audio_bytes = $3, audio_sha256 = $4,
                    duration_ms = $5, concealed_ms = $6, gaps = $7
                WHERE recording_id = $1 AND state IN ('SEALED', 'UPLOADING')
                """,
                id.value(),
                audio.format(),
                audio.bytes(),
                audio.sha256(),
                audio.durationMs(),
                audio.concealedMs(),
                audio.gaps());
    }

    /**
     * Moves it on, or back: SEALED to UPLOADING, UPLOADING to SEALED, FAILED to SEALED, which
     * forgets past attempts. The other ways have methods of their own.
     *
     * @return whether it was in the expected state
     */
    public Future<Boolean> move(
            Tenant tenant,
            RecordingId id,
            RecordingState expected,
            RecordingState next,
            Instant at) {
        if (!expected.mayMoveTo(next)) {
            throw new IllegalArgumentException(expected + " does not move to " + next);
        }
        return changes(
                tenant,
                """
                UPDATE crosspoint.recording SET state = $3, state_since = $4,
                    attempts = CASE state WHEN 'FAILED' THEN 0 ELSE attempts END,
                    reason = CASE state WHEN 'FAILED' THEN NULL ELSE reason END,
                    first_attempt_at = CASE state WHEN 'FAILED' THEN NULL ELSE first_attempt_at END,
                    next_attempt_at = CASE state WHEN 'FAILED' THEN NULL ELSE next_attempt_at END
                WHERE recording_id = $1 AND state = $2
                """,
                id.value(),
                expected.name(),
                next.name(),
                time(at));
    }

    /**
     * From now on it goes by names with this ordinal, because something else lies under the ones
     * before.
     *
     * @param ordinal from 1; a lower one than is known changes nothing
     * @return whether there is anything to name
     */
    public Future<Boolean> named(Tenant tenant, RecordingId id, int ordinal) {
        return changes(
                tenant,
                """
                UPDATE crosspoint.recording SET ordinal = greatest(ordinal, $2)
                WHERE recording_id = $1 AND state IN ('SEALED', 'UPLOADING')
                """,
                id.value(),
                ordinal);
    }

    /**
     * The next step did not succeed and will be tried again; its state stays.
     *
     * @param reason a code
     * @return whether there is a step to try
     */
    public Future<Boolean> postponed(
            Tenant tenant, RecordingId id, String reason, Instant at, Instant nextAt) {
        return changes(
                tenant,
                """
                UPDATE crosspoint.recording SET attempts = attempts + 1, reason = $2,
                    first_attempt_at = coalesce(first_attempt_at, $3), next_attempt_at = $4
                WHERE recording_id = $1 AND state IN ('OPEN', 'SEALED', 'UPLOADING')
                """,
                id.value(),
                reason,
                time(at),
                time(nextAt));
    }

    /**
     * It was given up. Nothing that is delivered can fail any more.
     *
     * @param reason a code
     * @return whether it has failed, now or before
     */
    public Future<Boolean> failed(Tenant tenant, RecordingId id, String reason, Instant at) {
        return changes(
                tenant,
                """
                UPDATE crosspoint.recording SET state = 'FAILED', reason = $2, next_attempt_at = NULL,
                    state_since = CASE state WHEN 'FAILED' THEN state_since ELSE $3 END
                WHERE recording_id = $1 AND state NOT IN ('DELIVERED', 'DELETED')
                """,
                id.value(),
                reason,
                time(at));
    }

    /**
     * Its target has confirmed it. The first word of that stands.
     *
     * @return whether it is delivered, now or before; otherwise it was not on its way
     */
    public Future<Boolean> delivered(Tenant tenant, RecordingId id, Delivered delivered) {
        return changes(
                tenant,
                """
                UPDATE crosspoint.recording SET state = 'DELIVERED', reason = NULL, next_attempt_at = NULL,
                    state_since = CASE state WHEN 'DELIVERED' THEN state_since ELSE $2 END,
                    delivered_at = coalesce(delivered_at, $2), location = coalesce(location, $3),
                    delivery = coalesce(delivery, $4)
                WHERE recording_id = $1 AND state IN ('UPLOADING', 'DELIVERED')
                """,
                id.value(),
                time(delivered.at()),
                delivered.location(),
                delivered.receipts());
    }

    /**
     * Our copy is gone.
     *
     * @return whether it had been delivered, or deleted: nothing else is ever erased
     */
    public Future<Boolean> erased(Tenant tenant, RecordingId id, Instant at) {
        return changes(
                tenant,
                """
                UPDATE crosspoint.recording SET erased_at = coalesce(erased_at, $2)
                WHERE recording_id = $1 AND state IN ('DELIVERED', 'DELETED')
                """,
                id.value(),
                time(at));
    }

    /** One recording. */
    public Future<Optional<Recording>> find(Tenant tenant, RecordingId id) {
        var sql = "SELECT * FROM crosspoint.recording WHERE recording_id = $1";
        return transactions
                .run(tenant, sql, Tuple.of(id.value()))
                .map(rows -> Rows.first(rows, Rows::recording));
    }

    /**
     * Some, the newest first.
     *
     * @param after where a page ended; null for the first
     * @param limit 1 to {@link #MOST_ROWS}
     */
    public Future<RecordingPage> list(
            Tenant tenant, RecordingFilter filter, @Nullable PageKey after, int limit) {
        var sql =
                """
                SELECT * FROM crosspoint.recording
                WHERE ($1::text IS NULL OR state = $1)
                    AND ($2::text IS NULL OR contact_id = $2 OR initial_contact_id = $2)
                    AND ($3::timestamptz IS NULL OR started_at >= $3)
                    AND ($4::timestamptz IS NULL OR started_at < $4)
                    AND ($5::timestamptz IS NULL OR (started_at, recording_id) < ($5, $6))
                ORDER BY started_at DESC, recording_id DESC LIMIT $7
                """;
        var values =
                Tuple.tuple()
                        .addValue(filter.state() == null ? null : filter.state().name())
                        .addValue(filter.contact())
                        .addValue(time(filter.from()))
                        .addValue(time(filter.to()))
                        .addValue(after == null ? null : time(after.at()))
                        .addValue(after == null ? null : after.id())
                        .addValue(checked(limit));
        return transactions
                .run(tenant, sql, values)
                .map(rows -> {
                    var recordings = Rows.all(rows, Rows::recording);
                    return new RecordingPage(recordings, nextKey(recordings, limit));
                });
    }

    private static @Nullable PageKey nextKey(List<Recording> page, int limit) {
        if (page.size() < limit) {
            return null;
        }
        var last = page.getLast();
        return new PageKey(last.facts().startedAt(), last.id().value());
    }

    /**
     * Those that somebody still has work with: open, sealed, on their way, or delivered or deleted
     * and not erased. In the order of their ids, so that one can go through all of them while they
     * change.
     *
     * @param after the last that was seen; null to begin
     */
    public Future<List<Recording>> unfinished(
            Tenant tenant, @Nullable RecordingId after, int limit) {
        var sql =
                """
                SELECT * FROM crosspoint.recording
                WHERE erased_at IS NULL AND state <> 'FAILED'
                    AND ($1::text IS NULL OR recording_id > $1)
                ORDER BY recording_id LIMIT $2
                """;
        var values =
                Tuple.tuple()
                        .addValue(after == null ? null : after.value())
                        .addValue(checked(limit));
        return transactions.run(tenant, sql, values).map(rows -> Rows.all(rows, Rows::recording));
    }

    /** What is still with us, by state; states without any are not in it. */
    public Future<List<Held>> held(Tenant tenant) {
        var sql =
                """
                SELECT state, count(*) AS recordings, min(state_since) AS oldest,
                    coalesce(sum(coalesce(tracks_bytes, 0) + coalesce(audio_bytes, 0)), 0)::bigint AS bytes
                FROM crosspoint.recording WHERE erased_at IS NULL AND key_id IS NOT NULL
                GROUP BY state
                """;
        return transactions.run(tenant, sql, Tuple.tuple()).map(rows -> Rows.all(rows, Rows::held));
    }

    private Future<Boolean> changes(Tenant tenant, String sql, @Nullable Object... values) {
        return transactions.run(tenant, sql, Tuple.wrap(values)).map(rows -> rows.rowCount() == 1);
    }

    static int checked(int limit) {
        if (limit < 1 || limit > MOST_ROWS) {
            throw new IllegalArgumentException("a limit is 1 to " + MOST_ROWS);
        }
        return limit;
    }
}
