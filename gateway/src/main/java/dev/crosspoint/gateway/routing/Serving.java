package dev.crosspoint.gateway.routing;

/**
 * A queue that an agent serves, as an entry of a routing profile in Amazon Connect.
 *
 * @param queue its id
 * @param priority 1 to {@value #LOWEST_PRIORITY}: an agent's queues of priority 1 are served before
 *     those of 2
 * @param delaySeconds how long a contact has been in the queue before this agent is asked, 0 to
 *     {@value #LONGEST_DELAY_SECONDS}
 */
public record Serving(String queue, int priority, int delaySeconds) {
    public static final int LOWEST_PRIORITY = 99;
    public static final int LONGEST_DELAY_SECONDS = 9_999;

    public Serving {
        if (priority < 1 || priority > LOWEST_PRIORITY) {
            throw new IllegalArgumentException(
                    "an agent serves a queue with priority 1 to 99: " + priority);
        }
        if (delaySeconds < 0 || delaySeconds > LONGEST_DELAY_SECONDS) {
            throw new IllegalArgumentException(
                    "an agent serves a queue after 0 to 9999 s: " + delaySeconds);
        }
    }

    /** Before all others, and at once. */
    public static Serving first(String queue) {
        return new Serving(queue, 1, 0);
    }
}
