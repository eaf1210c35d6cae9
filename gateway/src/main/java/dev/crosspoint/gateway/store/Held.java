package dev.crosspoint.gateway.store;

import java.time.Instant;

/**
 * What of a tenant's recordings in one state is still with us.
 *
 * @param recordings how many
 * @param bytes of their files, as far as known
 * @param oldest since when the one that has been in that state longest is
 */
public record Held(RecordingState state, long recordings, long bytes, Instant oldest) {}
