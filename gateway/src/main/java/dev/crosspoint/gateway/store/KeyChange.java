package dev.crosspoint.gateway.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The re-encryption of a tenant's wrapped data keys under another key.
 *
 * @param total how many there were to do
 * @param done how many are
 * @param cursor the recording that was done last, in the order of ids; null at the beginning
 * @param error code of what stopped it; null unless it failed
 */
public record KeyChange(
        String id,
        String fromKey,
        String toKey,
        State state,
        Instant startedAt,
        @Nullable Instant finishedAt,
        long total,
        long done,
        @Nullable String cursor,
        @Nullable String error) {

    /** How far it is. */
    public enum State {
        RUNNING,
        DONE,
        FAILED
    }
}
