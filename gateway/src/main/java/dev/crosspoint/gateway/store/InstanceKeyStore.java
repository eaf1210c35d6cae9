package dev.crosspoint.gateway.store;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.gateway.store.InstanceKey.Life;
import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import dev.crosspoint.media.vault.WrappedKey;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The wrapped data keys of instances. On any thread, in the same terms as {@link RecordingStore}.
 */
public final class InstanceKeyStore {
    private final Transactions transactions;

    InstanceKeyStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A new generation, unless somebody else was quicker.
     *
     * @return the one of this purpose and generation that there is now
     */
    public Future<InstanceKey> added(Tenant tenant, InstanceKey key) {
        var sql =
                """
                INSERT INTO crosspoint.instance_key
                    (key_id, purpose, generation, not_before, not_after, destroy_after, wrapped_by, wrapped)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING
                """;
        var life = key.life();
        var wrapped = requireNonNull(key.wrapped(), "a new key is wrapped");
        var values =
                Tuple.tuple()
                        .addUUID(key.id())
                        .addString(key.purpose().text())
                        .addInteger(key.generation())
                        .addOffsetDateTime(Rows.time(key.notBefore()))
                        .addOffsetDateTime(life == null ? null : Rows.time(life.notAfter()))
                        .addOffsetDateTime(life == null ? null : Rows.time(life.destroyAfter()))
                        .addString(wrapped.keyId())
                        .addBuffer(Buffer.buffer(wrapped.blob()));
        var found = "SELECT * FROM crosspoint.instance_key WHERE purpose = $1 AND generation = $2";
        return transactions
                .run(tenant, sql, values)
                .compose(_ ->
                        transactions.run(
                                tenant, found, Tuple.of(key.purpose().text(), key.generation())))
                .map(rows -> key(rows.iterator().next()));
    }

    /** The last generation. */
    public Future<Optional<InstanceKey>> newest(Tenant tenant, Purpose purpose) {
        var sql =
                """
                SELECT * FROM crosspoint.instance_key
                WHERE purpose = $1 ORDER BY generation DESC LIMIT 1
                """;
        return transactions
                .run(tenant, sql, Tuple.of(purpose.text()))
                .map(rows -> Rows.first(rows, InstanceKeyStore::key));
    }

    /** Every generation, the last one first. */
    public Future<List<InstanceKey>> all(Tenant tenant, Purpose purpose) {
        var sql =
                """
                SELECT * FROM crosspoint.instance_key WHERE purpose = $1 ORDER BY generation DESC
                """;
        return transactions
                .run(tenant, sql, Tuple.of(purpose.text()))
                .map(rows -> Rows.all(rows, InstanceKeyStore::key));
    }

    /** One of them. */
    public Future<Optional<InstanceKey>> find(Tenant tenant, UUID id) {
        var sql = "SELECT * FROM crosspoint.instance_key WHERE key_id = $1";
        return transactions
                .run(tenant, sql, Tuple.of(id))
                .map(rows -> Rows.first(rows, InstanceKeyStore::key));
    }

    /**
     * Destroys every key whose time is over: what it sealed stays shut for ever.
     *
     * @return how many that were
     */
    public Future<Integer> destroyed(Tenant tenant, Instant at) {
        var sql =
                """
                UPDATE crosspoint.instance_key
                SET wrapped = NULL, wrapped_by = NULL, destroyed_at = $1
                WHERE destroy_after <= $1 AND wrapped IS NOT NULL
                """;
        return transactions.run(tenant, sql, Tuple.of(Rows.time(at))).map(rows -> rows.rowCount());
    }

    // ---- what wraps them

    /** Those that a key wraps, in the order of their ids. */
    public Future<List<InstanceKey>> wrappedBy(
            Tenant tenant, String keyId, @Nullable UUID after, int limit) {
        var sql =
                """
                SELECT * FROM crosspoint.instance_key
                WHERE wrapped_by = $3 AND ($1::uuid IS NULL OR key_id > $1) ORDER BY key_id LIMIT $2
                """;
        var values =
                Tuple.tuple()
                        .addUUID(after)
                        .addInteger(RecordingStore.checked(limit))
                        .addString(keyId);
        return transactions
                .run(tenant, sql, values)
                .map(rows -> Rows.all(rows, InstanceKeyStore::key));
    }

    /**
     * One of them is wrapped otherwise now.
     *
     * @return whether it still was as it had been
     */
    public Future<Boolean> rewrapped(Tenant tenant, UUID id, WrappedKey before, WrappedKey now) {
        var sql =
                """
                UPDATE crosspoint.instance_key SET wrapped_by = $4, wrapped = $5
                WHERE key_id = $1 AND wrapped_by = $2 AND wrapped = $3
                """;
        var values =
                Tuple.tuple()
                        .addUUID(id)
                        .addString(before.keyId())
                        .addBuffer(Buffer.buffer(before.blob()))
                        .addString(now.keyId())
                        .addBuffer(Buffer.buffer(now.blob()));
        return transactions.run(tenant, sql, values).map(rows -> rows.rowCount() == 1);
    }

    private static InstanceKey key(Row row) {
        var notAfter = Rows.instant(row, "not_after");
        var wrapped = row.getBuffer("wrapped");
        return new InstanceKey(
                row.getUUID("key_id"),
                purpose(row.getString("purpose")),
                row.getInteger("generation"),
                requireNonNull(Rows.instant(row, "not_before")),
                notAfter == null
                        ? null
                        : new Life(notAfter, requireNonNull(Rows.instant(row, "destroy_after"))),
                wrapped == null
                        ? null
                        : new WrappedKey(row.getString("wrapped_by"), wrapped.getBytes()));
    }

    private static Purpose purpose(String text) {
        for (var purpose : Purpose.values()) {
            if (purpose.text().equals(text)) {
                return purpose;
            }
        }
        throw new IllegalStateException("a key is for nothing that we know");
    }
}
