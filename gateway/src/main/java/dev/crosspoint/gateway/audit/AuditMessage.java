package dev.crosspoint.gateway.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.store.AuditFilter;
import dev.crosspoint.signaling.api.Tenant;
import org.jspecify.annotations.Nullable;

/** What is asked about the audit trail. */
public sealed interface AuditMessage {

    /** Event-bus address that takes all questions. */
    String ADDRESS = "audit";

    /**
     * Answered by {@link Found}: {@code events}, the newest first, and {@code next} where there are
     * more.
     *
     * @param agent who asks; that they did is on record before they get an answer
     * @param before where a page ends and the next begins; null for the first
     */
    record Find(
            Tenant tenant,
            String agent,
            AuditEvent.Origin from,
            AuditFilter filter,
            @Nullable Long before,
            int limit)
            implements AuditMessage {}

    /** An answer. */
    sealed interface Answer {}

    /** It is known. */
    record Found(ObjectNode json) implements Answer {}

    /** The database does not answer, or the question cannot be put on record. */
    record Unavailable() implements Answer {}
}
