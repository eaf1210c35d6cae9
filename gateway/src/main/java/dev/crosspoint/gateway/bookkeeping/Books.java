package dev.crosspoint.gateway.bookkeeping;

import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.routing.AgentActivity;

/** Takes what is to be kept. Does not block: it is called on an event loop. */
public interface Books {

    /** A contact as it is now. */
    void take(ContactRecord record);

    /**
     * What an agent has done.
     *
     * @param atMs when, ms since 1970
     */
    void take(AgentActivity activity, long atMs);
}
