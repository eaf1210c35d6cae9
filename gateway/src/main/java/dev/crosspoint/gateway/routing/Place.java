package dev.crosspoint.gateway.routing;

/**
 * Where a contact stands in a queue.
 *
 * @param queue its id
 * @param arrivedNanos when the contact first came to a queue; its age counts from here
 * @param joinedNanos when it came to this queue; delays and the time-out count from here
 * @param criteriaNanos when its routing criteria began
 * @param number among all contacts, for those that arrived at the same moment
 */
public record Place(
        String queue,
        Standing standing,
        long arrivedNanos,
        long joinedNanos,
        long criteriaNanos,
        long number) {}
