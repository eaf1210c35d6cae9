package dev.crosspoint.gateway.flow;

/** Where a flow has chosen to send its contact. */
public sealed interface Target {

    /**
     * A queue.
     *
     * @param name local name
     */
    record Queue(String name) implements Target {}

    /**
     * One agent.
     *
     * @param id local id; nobody may have it
     */
    record Agent(String id) implements Target {}
}
