package dev.crosspoint.gateway.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.store.PageKey;
import dev.crosspoint.signaling.api.Tenant;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is asked about what agents did, and what is told of contacts that were written down. */
public sealed interface HistoryMessage {

    /** Event-bus address that takes all questions. */
    String ADDRESS = "history";

    /** Where a tenant's {@link Recorded} are published. */
    static String eventsOf(Tenant tenant) {
        return "history.events." + tenant.account() + "/" + tenant.instance();
    }

    /**
     * What an agent did, the newest first. Answered by a {@link Found}: {@code activities}, and
     * {@code next} where there are more.
     *
     * @param asker id of whoever asks; that they did is on record before they get an answer
     * @param origin where they ask from
     * @param from of this time or later; null for any
     * @param to before this time; null for any
     * @param after where a page ended; null for the first
     * @param limit 1 to one less than the store gives at once
     */
    record ListActivities(
            Tenant tenant,
            String asker,
            AuditEvent.Origin origin,
            String agentId,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable PageKey after,
            int limit)
            implements HistoryMessage {}

    /** An answer. */
    sealed interface Answer {}

    /** It is known. */
    record Found(ObjectNode json) implements Answer {}

    /** The database does not answer, or the question cannot be put on record. */
    record Unavailable() implements Answer {}

    /** A record of a contact is durable: its ids, times and reason; nothing personal. */
    record Recorded(ObjectNode json) {}
}
