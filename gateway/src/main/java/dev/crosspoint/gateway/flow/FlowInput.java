package dev.crosspoint.gateway.flow;

import dev.crosspoint.signaling.api.Private;

/** What a running flow is told. */
public sealed interface FlowInput {

    /** The prompt that the flow asked for has played to its end. */
    record PromptEnded() implements FlowInput {}

    /** The prompt that the flow asked for cannot be played. */
    record PromptFailed() implements FlowInput {}

    /**
     * The customer pressed a key.
     *
     * @param digit one of {@code 0-9 * # A-D}
     */
    record Digit(Private digit) implements FlowInput {}

    /** Time has passed; perhaps {@link FlowState#nextDeadlineNanos} too. */
    record TimePassed() implements FlowInput {}

    /** The queue that the flow wanted has no room. */
    record QueueFull() implements FlowInput {}

    /** The contact is in the queue that the flow wanted; the flow is over. */
    record Queued() implements FlowInput {}
}
