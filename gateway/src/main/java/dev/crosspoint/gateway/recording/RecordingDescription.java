package dev.crosspoint.gateway.recording;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.gateway.contact.Sides;
import dev.crosspoint.gateway.store.Recording.Facts;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;

/**
 * What whoever delivers a recording has to know of it. It lies sealed in the recording itself, so
 * that a recording without a database is still somebody's. No number, no name.
 *
 * @param contact the agent's own contact
 * @param initialContact the one that the call began with
 * @param agent who has the contact
 * @param queue name of the queue that the contact was last in, or empty
 * @param segment 1 for the first recording of the contact, 2 for the second
 * @param sides as the flow had them when it began; a flow may change that
 * @param startedMs when it began, ms since 1970
 */
public record RecordingDescription(
        String contact,
        String initialContact,
        String agent,
        String queue,
        int segment,
        Sides sides,
        long startedMs) {
    private static final int VERSION = 1;

    public RecordingDescription {
        if (segment < 1) {
            throw new IllegalArgumentException("segments count from 1: " + segment);
        }
    }

    /** As the store knows it. */
    Facts facts() {
        return new Facts(
                contact,
                initialContact,
                agent,
                queue,
                segment,
                sides,
                Instant.ofEpochMilli(startedMs));
    }

    /** As it is kept. */
    public String text() {
        return new JsonObject()
                .put("version", VERSION)
                .put("contact", contact)
                .put("initialContact", initialContact)
                .put("agent", agent)
                .put("queue", queue)
                .put("segment", segment)
                .put("sides", sides.name().toLowerCase(Locale.ROOT))
                .put("startedMs", startedMs)
                .encode();
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static RecordingDescription of(String text) {
        try {
            var json = new JsonObject(text);
            return new RecordingDescription(
                    requireNonNull(json.getString("contact")),
                    requireNonNull(json.getString("initialContact")),
                    requireNonNull(json.getString("agent")),
                    requireNonNull(json.getString("queue")),
                    requireNonNull(json.getInteger("segment")),
                    Sides.valueOf(requireNonNull(json.getString("sides")).toUpperCase(Locale.ROOT)),
                    requireNonNull(json.getLong("startedMs")));
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            throw new IllegalArgumentException("not the description of a recording", e);
        }
    }
}
