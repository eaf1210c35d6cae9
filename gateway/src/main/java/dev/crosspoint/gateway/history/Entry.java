package dev.crosspoint.gateway.history;

import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.store.AgentDeed;

/** What waits in a journal. */
sealed interface Entry {
    /** A contact as it was. */
    record OfContact(ContactRecord record) implements Entry {}

    /** What an agent did. */
    record OfAgent(AgentDeed deed) implements Entry {}
}
