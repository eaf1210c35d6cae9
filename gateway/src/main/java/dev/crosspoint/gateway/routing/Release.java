package dev.crosspoint.gateway.routing;

/** Why an agent has a contact no more. */
public enum Release {
    /** The agent took it, and it is over for the agent. */
    ENDED,
    /** The agent let it ring, or took it and was never heard. */
    MISSED,
    /** The agent declined it. */
    REJECTED,
    /** Something on our side or the customer's broke before they talked; the agent goes on. */
    FAILED,
    /** The customer or whoever transferred it gave up first; the agent keeps the place in line. */
    WITHDRAWN
}
