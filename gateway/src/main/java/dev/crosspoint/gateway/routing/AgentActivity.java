package dev.crosspoint.gateway.routing;

/**
 * Something an agent did or that happened to one, for the record (PII-2). Times are on the clock of
 * whoever calls the board.
 */
public sealed interface AgentActivity {
    AgentKey agent();

    long atNanos();

    /** The agent has a session where there was none. */
    record SignedIn(AgentKey agent, long atNanos) implements AgentActivity {}

    /**
     * The agent's session is gone.
     *
     * @param lastedNanos how long there was one
     */
    record SignedOut(AgentKey agent, long atNanos, long lastedNanos) implements AgentActivity {}

    /**
     * One state ended and another began.
     *
     * @param lastedNanos how long the one that ended had lasted
     */
    record StateChanged(AgentKey agent, long atNanos, String from, long lastedNanos, String to)
            implements AgentActivity {}

    /**
     * The agent has a contact no more.
     *
     * @param monitored whether the agent listened as a supervisor
     * @param heldNanos since the agent took it, or, not taken, since it was offered
     */
    record ContactReleased(
            AgentKey agent,
            long atNanos,
            String contactId,
            boolean monitored,
            Release why,
            long heldNanos)
            implements AgentActivity {}
}
