package dev.crosspoint.gateway.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which recordings; a null lets any through.
 *
 * @param contact an agent's interval, or the first contact of its chain
 * @param from began then or later
 * @param to began before
 */
public record RecordingFilter(
        @Nullable RecordingState state,
        @Nullable String contact,
        @Nullable Instant from,
        @Nullable Instant to) {
    /** All of them. */
    public static final RecordingFilter ALL = new RecordingFilter(null, null, null, null);
}
