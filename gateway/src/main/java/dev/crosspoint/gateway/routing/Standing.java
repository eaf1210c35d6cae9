package dev.crosspoint.gateway.routing;

import org.jspecify.annotations.Nullable;

/**
 * What a contact brings to a queue.
 *
 * @param priority 1 is first; null for that of the queue
 * @param adjustSeconds how much longer than it really did the contact is taken to have waited, s;
 *     negative for less. Changes its place among others, and no time that is measured or waited for
 */
public record Standing(@Nullable Long priority, int adjustSeconds, RoutingCriteria criteria) {

    /** That of the queue, real age, any agent. */
    public static final Standing ORDINARY = new Standing(null, 0, RoutingCriteria.NONE);

    public Standing {
        if (priority != null && priority < 1) {
            throw new IllegalArgumentException("the priority of a contact is 1 or more");
        }
    }

    public Standing withPriority(long changed) {
        return new Standing(changed, adjustSeconds, criteria);
    }

    public Standing withAdjustment(int seconds) {
        return new Standing(priority, seconds, criteria);
    }

    public Standing withCriteria(RoutingCriteria changed) {
        return new Standing(priority, adjustSeconds, changed);
    }
}
