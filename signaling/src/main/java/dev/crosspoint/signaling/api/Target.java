package dev.crosspoint.signaling.api;

/** Whom a contact can be passed to, or who can be called. */
public sealed interface Target {

    /** An agent of the same tenant. */
    record ToAgent(String agentId) implements Target {}

    /** The next agent of a queue, by its id. */
    record ToQueue(String queue) implements Target {}

    /** A flow of the tenant, by its local name: the customer goes on there. */
    record ToFlow(String flow) implements Target {}

    /** A telephone number: E.164, or as somebody in the tenant's country dials it. */
    record ToNumber(Private number) implements Target {}
}
