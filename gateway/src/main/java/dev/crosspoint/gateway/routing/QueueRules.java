package dev.crosspoint.gateway.routing;

import org.jspecify.annotations.Nullable;

/**
 * How a queue is run.
 *
 * @param name what agents see
 * @param capacity most new arrivals waiting at once, 1 or more
 * @param priority of contacts that bring none, 1 is first
 * @param timeoutSeconds how long a contact waits before it moves on, s; 0 for as long as it likes
 * @param overflow id of the queue it moves on to; null with no time-out
 */
public record QueueRules(
        String name, int capacity, int priority, int timeoutSeconds, @Nullable String overflow) {

    /** The middle of 1 to 10, as in Amazon Connect. */
    public static final int ORDINARY_PRIORITY = 5;

    public QueueRules {
        if (capacity < 1) {
            throw new IllegalArgumentException("a queue has a capacity of 1 or more: " + capacity);
        }
        if (priority < 1) {
            throw new IllegalArgumentException("a queue has a priority of 1 or more: " + priority);
        }
        if (timeoutSeconds < 0 || (timeoutSeconds > 0) != (overflow != null)) {
            throw new IllegalArgumentException("a queue's time-out and overflow go together");
        }
    }
}
