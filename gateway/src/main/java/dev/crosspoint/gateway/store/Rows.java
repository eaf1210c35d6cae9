package dev.crosspoint.gateway.store;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.gateway.contact.Sides;
import dev.crosspoint.gateway.store.Recording.Audio;
import dev.crosspoint.gateway.store.Recording.Delivered;
import dev.crosspoint.gateway.store.Recording.Facts;
import dev.crosspoint.gateway.store.Recording.Tracks;
import dev.crosspoint.gateway.store.Recording.Trying;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.signaling.api.Private;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows as records, and times as the driver has them. */
final class Rows {
    private Rows() {}

    static Recording recording(Row row) {
        return new Recording(
                new RecordingId(row.getString("recording_id")),
                facts(row),
                instant(row, "ended_at"),
                row.getBoolean("recovered"),
                RecordingState.valueOf(row.getString("state")),
                requireNonNull(instant(row, "state_since")),
                new Trying(
                        row.getInteger("attempts"),
                        row.getString("reason"),
                        instant(row, "first_attempt_at"),
                        instant(row, "next_attempt_at")),
                tracks(row),
                audio(row),
                row.getString("key_id"),
                row.getInteger("ordinal"),
                delivered(row),
                instant(row, "erased_at"),
                hold(row),
                deleted(row));
    }

    private static Recording.@Nullable Hold hold(Row row) {
        var at = instant(row, "held_at");
        return at == null ? null : new Recording.Hold(at, row.getString("held_by"));
    }

    private static Recording.@Nullable Deleted deleted(Row row) {
        var at = instant(row, "deleted_at");
        return at == null
                ? null
                : new Recording.Deleted(
                        at,
                        row.getString("deleted_by"),
                        row.getString("delete_reason"),
                        row.getBoolean("removed"));
    }

    private static Facts facts(Row row) {
        String sides = row.getString("sides");
        return new Facts(
                row.getString("contact_id"),
                row.getString("initial_contact_id"),
                row.getString("agent_id"),
                row.getString("queue"),
                row.getInteger("segment"),
                sides == null ? null : Sides.valueOf(sides),
                requireNonNull(instant(row, "started_at")));
    }

    private static @Nullable Tracks tracks(Row row) {
        Long frames = row.getLong("tracks_frames");
        return frames == null
                ? null
                : new Tracks(frames, row.getLong("tracks_bytes"), row.getString("tracks_last_tag"));
    }

    private static @Nullable Audio audio(Row row) {
        String format = row.getString("format");
        return format == null
                ? null
                : new Audio(
                        format,
                        row.getLong("audio_bytes"),
                        row.getString("audio_sha256"),
                        row.getLong("duration_ms"),
                        row.getLong("concealed_ms"),
                        row.getInteger("gaps"));
    }

    private static @Nullable Delivered delivered(Row row) {
        var at = instant(row, "delivered_at");
        return at == null
                ? null
                : new Delivered(
                        row.getString("location"), at, row.get(JsonObject.class, "delivery"));
    }

    static Held held(Row row) {
        return new Held(
                RecordingState.valueOf(row.getString("state")),
                row.getLong("recordings"),
                row.getLong("bytes"),
                requireNonNull(instant(row, "oldest")));
    }

    static KeyChange keyChange(Row row) {
        return new KeyChange(
                row.getString("job_id"),
                row.getString("from_key"),
                row.getString("to_key"),
                KeyChange.State.valueOf(row.getString("state")),
                requireNonNull(instant(row, "started_at")),
                instant(row, "finished_at"),
                row.getLong("total"),
                row.getLong("done"),
                row.getString("cursor"),
                row.getString("error"));
    }

    static PersonRow person(Row row) {
        var password = row.getString("password");
        return new PersonRow(
                row.getString("user_id"),
                PersonRow.Source.valueOf(row.getString("source")),
                bytes(row, "display_name"),
                password == null ? null : new Private(password),
                row.getBoolean("must_change"),
                texts(row, "profiles"),
                texts(row, "permissions"),
                row.getOffsetDateTime("disabled_at") != null,
                bytes(row, "totp"),
                bytes(row, "sip_secret"),
                texts(row, "recovery_codes").size(),
                row.getString("provider_subject"),
                row.getLong("epoch"));
    }

    private static byte @Nullable [] bytes(Row row, String column) {
        var buffer = row.getBuffer(column);
        return buffer == null ? null : buffer.getBytes();
    }

    static List<String> texts(Row row, String column) {
        return List.of(requireNonNull(row.getArrayOfStrings(column)));
    }

    static <T> List<T> all(RowSet<Row> rows, Function<Row, T> read) {
        var all = new ArrayList<T>(rows.size());
        rows.forEach(row -> all.add(read.apply(row)));
        return all;
    }

    static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> read) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(read.apply(rows.iterator().next()));
    }

    static @Nullable Instant instant(Row row, String column) {
        var time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
