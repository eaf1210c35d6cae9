package dev.crosspoint.gateway.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which events of the audit trail; null says nothing.
 *
 * @param user who did them
 * @param recording that they are about
 * @param contact that they are about
 * @param from the first moment
 * @param to the first moment that is too late
 */
public record AuditFilter(
        @Nullable String user,
        @Nullable String recording,
        @Nullable String contact,
        @Nullable Instant from,
        @Nullable Instant to) {
    /** All. */
    public static final AuditFilter ALL = new AuditFilter(null, null, null, null, null);
}
