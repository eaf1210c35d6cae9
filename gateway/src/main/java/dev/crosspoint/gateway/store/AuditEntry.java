package dev.crosspoint.gateway.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event of the audit trail, and what it is found by.
 *
 * @param user who did it, or whom a stranger said to be
 * @param body all of it, canonical JSON; borrowed, nobody changes it
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody, and big enough not to be copied.
public record AuditEntry(
        UUID eventId,
        Instant time,
        String name,
        @Nullable String user,
        @Nullable String recording,
        @Nullable String contact,
        byte[] body) {}
