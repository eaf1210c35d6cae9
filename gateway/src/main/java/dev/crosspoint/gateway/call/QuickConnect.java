package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.signaling.api.Private;

/**
 * Somebody whom agents call or transfer to by one button.
 *
 * @param name what the button says
 */
public record QuickConnect(Private name, Target target) {

    /** Where it leads. */
    public sealed interface Target {}

    /** To somebody outside. */
    public record ToNumber(PhoneNumber number) implements Target {}

    /** Into a queue, by its id. */
    public record ToQueue(String queue) implements Target {}

    /** To a colleague, by id. */
    public record ToAgent(String agentId) implements Target {}

    /** Into a flow, by its local name. */
    public record ToFlow(String flow) implements Target {}
}
