package dev.crosspoint.gateway.routing;

import dev.crosspoint.gateway.routing.AgentActivity.StateChanged;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What is remembered of an agent since the gateway started.
 *
 * @param signedInAtNanos when the session began that is there now
 * @param signedInNanos how long there was a session, all together
 * @param handled contacts taken and ended
 * @param missed contacts let ring
 * @param rejected contacts declined
 * @param nanosInState how long each state lasted; offline only while signed in
 * @param changes the newest {@value #MOST_CHANGES} changes of state, oldest first
 */
public record AgentHistory(
        OptionalLong signedInAtNanos,
        long signedInNanos,
        int handled,
        int missed,
        int rejected,
        Map<String, Long> nanosInState,
        List<StateChanged> changes) {

    /** Some days of work; enough for a page, and 20 KiB. */
    public static final int MOST_CHANGES = 200;

    public AgentHistory {
        nanosInState = Map.copyOf(nanosInState);
        changes = List.copyOf(changes);
    }
}
