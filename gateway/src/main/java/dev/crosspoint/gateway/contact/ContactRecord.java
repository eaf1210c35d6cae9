package dev.crosspoint.gateway.contact;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a contact (PII-1): written while it goes on, when it ends, and when something
 * becomes known of it later. Whole every time, so that of any two the one with the higher version
 * is right, in whatever order and however often they arrive.
 *
 * @param version from 1; a higher one takes the place of a lower one
 * @param method how it began
 * @param queue name of the queue it was last put into, or empty
 * @param agentId the agent it was connected to, or was offered to last; null before
 * @param customerNumber in E.164, or {@code anonymous}: who called, or who was called
 * @param systemNumber the number of ours that is used, in E.164
 * @param dialled external numbers that were called for transfers, in order
 * @param name what it is called, or null
 * @param description what it is about, or null
 * @param attributes user-defined, by name
 * @param references what it refers to elsewhere, opaque to us
 * @param disconnectReason a word of {@code EndCause}; null while it goes on
 * @param legs how each leg sounded, in the order in which they joined
 * @param recordings ids of its recordings, in order
 */
public record ContactRecord(
        Tenant tenant,
        Contact contact,
        long version,
        Method method,
        ContactTimes times,
        String queue,
        @Nullable String agentId,
        Private customerNumber,
        Private systemNumber,
        List<Dialled> dialled,
        @Nullable Private name,
        @Nullable Private description,
        Map<String, Private> attributes,
        List<Reference> references,
        @Nullable String disconnectReason,
        List<LegQuality> legs,
        List<String> recordings) {

    /** How a contact began. */
    public enum Method {
        /** A customer called. */
        INBOUND,
        /** An agent called somebody. */
        OUTBOUND,
        /** A customer was passed on, or an agent asked for help with one. */
        TRANSFER,
        /** An agent called an agent. */
        INTERNAL
    }

    /** An external number that was called so that it joins or takes over (PII-4). */
    public record Dialled(By by, Private number) {
        /** Whose choice it was. */
        public enum By {
            AGENT,
            FLOW
        }
    }

    public ContactRecord {
        if (version < 1) {
            throw new IllegalArgumentException("versions begin with 1");
        }
        dialled = List.copyOf(dialled);
        attributes = Map.copyOf(attributes);
        references = List.copyOf(references);
        legs = List.copyOf(legs);
        recordings = List.copyOf(recordings);
    }

    /** Without anything personal. */
    @Override
    public String toString() {
        return "ContactRecord[" + contact.id() + " v" + version + "]";
    }
}
