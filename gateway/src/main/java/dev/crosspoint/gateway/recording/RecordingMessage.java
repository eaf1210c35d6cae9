package dev.crosspoint.gateway.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.store.PageKey;
import dev.crosspoint.gateway.store.RecordingFilter;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.signaling.api.Tenant;
import org.jspecify.annotations.Nullable;

/** What is asked about recordings, and what is told of them. */
public sealed interface RecordingMessage {

    /** Event-bus address that takes all questions. */
    String ADDRESS = "recordings";

    /** Where a tenant's {@link Seen} are published. */
    static String eventsOf(Tenant tenant) {
        return "recordings.events." + tenant.account() + "/" + tenant.instance();
    }

    /** Whose recordings. */
    Tenant tenant();

    /** Answered by a {@link Found}: {@code recordings}, and {@code next} where there are more. */
    record ListAll(Tenant tenant, RecordingFilter filter, @Nullable PageKey after, int limit)
            implements RecordingMessage {}

    /** Answered by a {@link Found}, or {@link Missing}. */
    record Show(Tenant tenant, RecordingId recording) implements RecordingMessage {}

    /**
     * To be delivered now, also after it was given up. Answered by {@link Begun}, {@link Missing}
     * or {@link NothingToDo}.
     *
     * @param agent who wants it
     */
    record Deliver(Tenant tenant, String agent, RecordingId recording)
            implements RecordingMessage {}

    /** Answered by a {@link Found}: {@code keyChanges}. */
    record ListKeyChanges(Tenant tenant) implements RecordingMessage {}

    /** An answer. */
    sealed interface Answer {}

    /** It is known. */
    record Found(ObjectNode json) implements Answer {}

    /** There is none of that name. */
    record Missing() implements Answer {}

    /** It is tried. */
    record Begun() implements Answer {}

    /** It is delivered already, or still being made. */
    record NothingToDo() implements Answer {}

    /** The database does not answer. */
    record Unavailable() implements Answer {}

    /** What is known of a recording is different now. */
    record Seen(ObjectNode json) {}
}
