package dev.crosspoint.gateway.store;

import dev.crosspoint.gateway.contact.Sides;
import dev.crosspoint.media.api.Ids.RecordingId;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one recording. Times are kept to the microsecond.
 *
 * @param endedAt null while it is open
 * @param recovered whether its end is missing, because a crash cut it off
 * @param stateSince since when it is in that state
 * @param tracks what was sealed; null while it is open
 * @param audio what was rendered; null until it is
 * @param keyId the key that wraps its data key; null where it could not begin, and has none
 * @param ordinal in the names it goes by, from 1; null while that is its segment's
 * @param delivered null until its target has confirmed it
 * @param erasedAt when our copy went; null while there is one
 * @param hold by whom it is kept from being deleted; null while it is not
 * @param deleted null until it is
 */
public record Recording(
        RecordingId id,
        Facts facts,
        @Nullable Instant endedAt,
        boolean recovered,
        RecordingState state,
        Instant stateSince,
        Trying trying,
        @Nullable Tracks tracks,
        @Nullable Audio audio,
        @Nullable String keyId,
        @Nullable Integer ordinal,
        @Nullable Delivered delivered,
        @Nullable Instant erasedAt,
        @Nullable Hold hold,
        @Nullable Deleted deleted) {

    /** Stands for {@link #keyId} while nobody could read it. */
    public static final String UNKNOWN_KEY = "unknown";

    /**
     * Whose it is and when it began. All but the time is null when a file was found after a crash
     * of which nobody had told.
     *
     * @param contactId the agent's interval
     * @param initialContactId the first contact of the chain
     * @param segment which of the contact's recordings, from 0
     */
    public record Facts(
            @Nullable String contactId,
            @Nullable String initialContactId,
            @Nullable String agentId,
            @Nullable String queue,
            @Nullable Integer segment,
            @Nullable Sides sides,
            Instant startedAt) {

        /** Nothing but when it began. */
        public static Facts only(Instant startedAt) {
            return new Facts(null, null, null, null, null, null, startedAt);
        }
    }

    /**
     * The sealed spool file.
     *
     * @param frames how many, the seal not among them
     * @param bytes length of the file
     * @param lastTag of the seal, 32 hexadecimal digits
     */
    public record Tracks(long frames, long bytes, String lastTag) {}

    /**
     * The rendered file.
     *
     * @param format such as {@code wav-8000}
     * @param bytes its length in clear
     * @param sha256 of it in clear, 64 hexadecimal digits
     * @param gaps places where the spool has a hole
     */
    public record Audio(
            String format,
            long bytes,
            String sha256,
            long durationMs,
            long concealedMs,
            int gaps) {}

    /**
     * How often the next step failed.
     *
     * @param reason code of the last failure, such as {@code KEY_DENIED}; no text of a person
     * @param firstAt null when nothing has failed since it was sealed or asked for again
     * @param nextAt when to try again; null when at once
     */
    public record Trying(
            int attempts,
            @Nullable String reason,
            @Nullable Instant firstAt,
            @Nullable Instant nextAt) {}

    /**
     * Where it is now.
     *
     * @param location as its target says it
     * @param receipts what its target confirmed
     */
    public record Delivered(String location, Instant at, JsonObject receipts) {}

    /** A legal hold: nobody deletes it. */
    public record Hold(Instant at, String by) {}

    /**
     * That it was deleted.
     *
     * @param by id of whoever did
     * @param reason a word of a list
     * @param removed whether it is gone from its place too, if it had been delivered
     */
    public record Deleted(Instant at, String by, String reason, boolean removed) {}
}
