package dev.crosspoint.gateway.search;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.audit.AuditEvent.Origin;
import dev.crosspoint.signaling.api.Tenant;
import java.util.Set;

/** What is asked about contacts that are kept. */
public sealed interface ContactMessage {

    /** Event-bus address that takes all questions. */
    String ADDRESS = "contact-records";

    /** Who asks, which is on record before they get an answer. */
    Asker by();

    /**
     * Somebody who was let in.
     *
     * @param permissions what they may do now
     */
    record Asker(Tenant tenant, String agent, Origin from, Set<Permission> permissions) {
        public Asker {
            permissions = Set.copyOf(permissions);
        }

        boolean seesAll() {
            return permissions.contains(Permission.CONTACT_SEARCH_VIEW);
        }

        boolean seesAttributes() {
            return permissions.contains(Permission.CONTACT_ATTRIBUTES_VIEW);
        }
    }

    /**
     * Answered by {@link Found}: {@code contacts}, the newest first, and {@code next} where there
     * are more.
     */
    record Search(Asker by, ContactQuery query) implements ContactMessage {}

    /** Answered by {@link Found}: all that is known of one. */
    record Show(Asker by, String contact) implements ContactMessage {}

    /** An answer. */
    sealed interface Answer {}

    /** It is known. */
    record Found(ObjectNode json) implements Answer {
        @Override
        public String toString() {
            return "Found[" + json.size() + "]";
        }
    }

    /** There is none of that id, or none that is theirs to see. */
    record Missing() implements Answer {}

    /**
     * It is no question.
     *
     * @param sentence what it should be, safe to show
     */
    record Wrong(String sentence) implements Answer {}

    /**
     * It is not theirs to ask.
     *
     * @param sentence what they lack, safe to show
     */
    record Refused(String sentence) implements Answer {}

    /**
     * It cannot be answered now.
     *
     * @param sentence why, safe to show
     */
    record Unavailable(String sentence) implements Answer {}
}
