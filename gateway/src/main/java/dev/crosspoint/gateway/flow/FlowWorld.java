package dev.crosspoint.gateway.flow;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a flow can look up while it runs, of one tenant. Answers are of the moment and come at once;
 * looking changes nothing. Contacts are named by {@code ContactData.contact().id()}; an id that is
 * nobody's has the answers of a contact that nothing is known of.
 */
public interface FlowWorld {

    /** The time of day at a moment of the monotonic clock. */
    Instant wallClock(long nowNanos);

    /** A number from 1 to 100, each as likely as the others, another with each call. */
    int percent();

    /** Where bytes come from that nobody can guess. */
    SecureRandom random();

    /** A queue by its local name; empty when there is none of that name. */
    Optional<QueueView> queue(String queue);

    /** Calls from the contact's number in the window that is watched, this one counted. */
    int contactsFromNumber(String contactId);

    /** Calls from the contact's network address in that window, this one counted. */
    int contactsFromAddress(String contactId);

    /** Whether the contact's number or address is on the deny list. */
    boolean isDenied(String contactId);

    /** The contact's place in the queue that it waits in, 1 for the next; empty when in none. */
    OptionalInt positionInQueue(String contactId);

    /**
     * A queue at a moment.
     *
     * @param name what people call it
     * @param agentsAvailable agents of it who could take a contact now
     * @param agentsStaffed those, and the ones who have a contact or work after one
     * @param agentsOnline those, and the ones who are signed in and not ready for a reason
     * @param oldestAgeMs how long the contact that has waited longest has waited; 0 when none waits
     */
    record QueueView(
            String name,
            int agentsAvailable,
            int agentsStaffed,
            int agentsOnline,
            int contactsWaiting,
            long oldestAgeMs) {}
}
