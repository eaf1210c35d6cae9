package dev.crosspoint.gateway.store;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.gateway.contact.Contact;
import dev.crosspoint.gateway.contact.ContactRecord.Method;
import dev.crosspoint.gateway.contact.ContactTimes;
import dev.crosspoint.gateway.contact.LegQuality;
import dev.crosspoint.gateway.contact.LegQuality.Who;
import dev.crosspoint.gateway.store.ContactStore.Kept;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Contacts as rows. */
final class ContactRows {
    private static final List<String> CLEAR =
            List.of(
                    "contact_id",
                    "initial_contact_id",
                    "previous_contact_id",
                    "version",
                    "method",
                    "initiated_at",
                    "queued_at",
                    "connected_at",
                    "ended_at",
                    "holds",
                    "hold_ms",
                    "longest_hold_ms",
                    "after_work_ms",
                    "duration_ms",
                    "queue",
                    "agent_id",
                    "disconnect_reason",
                    "legs",
                    "worst_mos",
                    "recordings",
                    "customer_hash");

    private ContactRows() {}

    /** Puts one there, or in the place of a lower version; returns its id when it did. */
    static String upsert() {
        var columns =
                Stream.concat(
                                CLEAR.stream(),
                                Stream.of(SealedKind.values()).map(SealedKind::column))
                        .toList();
        return """
        INSERT INTO crosspoint.contact AS held (%s) VALUES (%s)
        ON CONFLICT (account_id, instance_id, contact_id) DO UPDATE SET %s
        WHERE held.version < excluded.version RETURNING contact_id
        """
                .formatted(
                        String.join(", ", columns),
                        IntStream.rangeClosed(1, columns.size())
                                .mapToObj(number -> "$" + number)
                                .collect(Collectors.joining(", ")),
                        columns.stream()
                                .skip(1) // Its id stays.
                                .map(column -> column + " = excluded." + column)
                                .collect(Collectors.joining(", ")));
    }

    /** In the order of {@link #upsert}. */
    static Tuple values(Kept kept) {
        var row = kept.row();
        var times = row.times();
        var hash = kept.hashes().number();
        var values =
                Tuple.tuple()
                        .addValue(row.contact().id())
                        .addValue(row.contact().initialId())
                        .addValue(row.contact().previousId())
                        .addValue(row.version())
                        .addValue(row.method().name())
                        .addValue(time(times.initiatedMs()))
                        .addValue(timeOrNull(times.queuedMs()))
                        .addValue(timeOrNull(times.connectedMs()))
                        .addValue(timeOrNull(times.endedMs()))
                        .addValue(times.holds())
                        .addValue(times.holdMs())
                        .addValue(times.longestHoldMs())
                        .addValue(times.afterWorkMs())
                        .addValue(row.durationMs())
                        .addValue(row.queue())
                        .addValue(row.agentId())
                        .addValue(row.disconnectReason())
                        .addValue(legs(row.legs()))
                        .addValue(row.worstMos().orElse(null))
                        .addValue(row.recordings().toArray(String[]::new))
                        .addValue(hash == null ? null : Buffer.buffer(hash));
        for (var kind : SealedKind.values()) {
            var sealed = row.sealed().get(kind);
            values.addValue(sealed == null ? null : Buffer.buffer(sealed));
        }
        return values;
    }

    static ContactRow row(Row row) {
        var sealed = new EnumMap<SealedKind, byte[]>(SealedKind.class);
        for (var kind : SealedKind.values()) {
            var bytes = row.getBuffer(kind.column());
            if (bytes != null) {
                sealed.put(kind, bytes.getBytes());
            }
        }
        return new ContactRow(
                new Contact(
                        row.getString("contact_id"),
                        row.getString("initial_contact_id"),
                        row.getString("previous_contact_id")),
                row.getLong("version"),
                Method.valueOf(row.getString("method")),
                new ContactTimes(
                        requireNonNull(ms(row, "initiated_at")),
                        ms(row, "queued_at"),
                        ms(row, "connected_at"),
                        ms(row, "ended_at"),
                        row.getInteger("holds"),
                        row.getLong("hold_ms"),
                        row.getLong("longest_hold_ms"),
                        row.getLong("after_work_ms")),
                row.getString("queue"),
                row.getString("agent_id"),
                row.getString("disconnect_reason"),
                legs(row.getJsonArray("legs")),
                List.of(row.getArrayOfStrings("recordings")),
                sealed);
    }

    static OffsetDateTime time(long ms) {
        return requireNonNull(Rows.time(Instant.ofEpochMilli(ms)));
    }

    private static @Nullable OffsetDateTime timeOrNull(@Nullable Long ms) {
        return ms == null ? null : time(ms);
    }

    private static @Nullable Long ms(Row row, String column) {
        var instant = Rows.instant(row, column);
        return instant == null ? null : instant.toEpochMilli();
    }

    private static JsonArray legs(List<LegQuality> legs) {
        var array = new JsonArray();
        for (var leg : legs) {
            array.add(
                    new JsonObject()
                            .put("leg", leg.leg())
                            .put("who", leg.who().name())
                            .put("codec", leg.codec())
                            .put("packets", leg.packets())
                            .put("lostPercent", leg.lostPercent())
                            .put("jitterMs", leg.jitterMs())
                            .put("roundTripMs", leg.roundTripMs())
                            .put("mos", leg.mos()));
        }
        return array;
    }

    private static List<LegQuality> legs(JsonArray array) {
        var legs = new ArrayList<LegQuality>();
        for (int i = 0; i < array.size(); i++) {
            var leg = array.getJsonObject(i);
            legs.add(
                    new LegQuality(
                            leg.getString("leg"),
                            Who.valueOf(leg.getString("who")),
                            leg.getString("codec"),
                            leg.getLong("packets"),
                            leg.getDouble("lostPercent"),
                            leg.getDouble("jitterMs"),
                            leg.getDouble("roundTripMs"),
                            leg.getDouble("mos")));
        }
        return legs;
    }
}
