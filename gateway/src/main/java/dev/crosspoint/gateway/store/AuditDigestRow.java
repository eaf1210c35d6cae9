package dev.crosspoint.gateway.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A signed digest of a chain.
 *
 * @param number from 1
 * @param lastSeq the last event that it covers
 * @param document as it is delivered
 * @param deliveredAt null until it is
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by what is in them.
public record AuditDigestRow(
        long number,
        long lastSeq,
        Instant madeAt,
        byte[] document,
        @Nullable Instant deliveredAt) {}
