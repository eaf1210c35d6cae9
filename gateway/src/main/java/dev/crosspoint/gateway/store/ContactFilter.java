package dev.crosspoint.gateway.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which contacts; a null lets any through.
 *
 * @param from began then or later
 * @param to began before
 * @param contact this one, or any of the chain that begins with it
 * @param agents connected to each of these; with two different ones it is nobody
 * @param numbers hashes that the customer's number may have
 * @param attributes hashes that one of its attributes may have
 * @param recording in which state one of its recordings is, or whether it has none
 */
public record ContactFilter(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String contact,
        List<String> agents,
        @Nullable String queue,
        @Nullable List<byte[]> numbers,
        @Nullable List<byte[]> attributes,
        Range duration,
        Range mos,
        @Nullable String disconnectReason,
        @Nullable Recorded recording) {

    /**
     * Between two, both among them.
     *
     * @param least null for any
     * @param most null for any
     */
    public record Range(@Nullable Number least, @Nullable Number most) {
        /** Any. */
        public static final Range ANY = new Range(null, null);
    }

    /** Whether it is recorded, and how that does. */
    public sealed interface Recorded {
        /** It has no recording. */
        record No() implements Recorded {}

        /** It has one in that state. */
        record In(RecordingState state) implements Recorded {}
    }

    public ContactFilter {
        agents = List.copyOf(agents);
        numbers = numbers == null ? null : List.copyOf(numbers);
        attributes = attributes == null ? null : List.copyOf(attributes);
    }
}
