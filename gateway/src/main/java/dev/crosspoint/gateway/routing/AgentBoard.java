package dev.crosspoint.gateway.routing;

import dev.crosspoint.signaling.api.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The state of every agent. An agent is {@code offline}, {@code available}, {@code busy} (with a
 * contact, set by the gateway), {@code missed} (did not take a contact, set by the gateway; chooses
 * {@code available} again), or not ready for a reason of the tenant's list.
 */
public final class AgentBoard {
    public static final String OFFLINE = "offline";
    public static final String AVAILABLE = "available";
    public static final String BUSY = "busy";
    public static final String MISSED = "missed";

    private final Map<AgentKey, Row> rows = new LinkedHashMap<>();

    /**
     * An agent's row.
     *
     * @param session where the agent's events go; null when not signed in
     * @param contact the contact offered to or held by the agent; null when there is none
     * @param since when the state began, on the clock of the caller
     */
    public record Row(
            AgentKey agent,
            Set<String> queues,
            List<String> reasons,
            String state,
            long since,
            @Nullable String session,
            @Nullable String contact) {
        public Row {
            queues = Set.copyOf(queues);
            reasons = List.copyOf(reasons);
        }

        /** The states this agent may choose next. */
        public List<String> allowed() {
            if (state.equals(BUSY) || session == null) {
                return List.of();
            }
            var states = new ArrayList<String>();
            states.add(AVAILABLE);
            states.addAll(reasons);
            states.add(OFFLINE);
            states.remove(state);
            return states;
        }
    }

    /** Adds an agent, offline. */
    public void add(AgentKey agent, Collection<String> queues, List<String> reasons) {
        rows.put(agent, new Row(agent, Set.copyOf(queues), reasons, OFFLINE, 0, null, null));
    }

    /** The agent's row; empty for somebody unknown. */
    public Optional<Row> row(AgentKey agent) {
        return Optional.ofNullable(rows.get(agent));
    }

    /** How many agents are so. */
    public int count(Predicate<Row> so) {
        return (int) rows.values().stream().filter(so).count();
    }

    /** The agent's events go to this session from now on; answers the one they went to before. */
    public Optional<String> signIn(AgentKey agent, String session) {
        var row = known(agent);
        put(row, row.state(), row.since(), session, row.contact());
        return Optional.ofNullable(row.session()).filter(before -> !before.equals(session));
    }

    /** The session is gone. An agent with a contact stays busy until {@link #release}. */
    public void signOut(AgentKey agent, long now) {
        var row = known(agent);
        if (row.contact() == null) {
            put(row, OFFLINE, now, null, null);
        } else {
            put(row, row.state(), row.since(), null, row.contact());
        }
    }

    /** Changes the state at the agent's wish; false, and nothing changes, when not allowed. */
    public boolean choose(AgentKey agent, String state, long now) {
        var row = known(agent);
        if (row.state().equals(state) && !state.equals(BUSY)) {
            return true;
        }
        if (!row.allowed().contains(state)) {
            return false;
        }
        put(row, state, now, row.session(), null);
        return true;
    }

    /** The available agent of a queue who has been idle longest. */
    public Optional<AgentKey> longestIdle(Tenant tenant, String queue) {
        return rows.values().stream()
                .filter(row -> row.agent().tenant().equals(tenant))
                .filter(row -> row.state().equals(AVAILABLE) && row.session() != null)
                .filter(row -> row.queues().contains(queue))
                .min(Comparator.comparingLong(Row::since))
                .map(Row::agent);
    }

    /** Gives the agent a contact: busy from now on. Only ever one. */
    public void engage(AgentKey agent, String contact, long now) {
        var row = known(agent);
        if (row.contact() != null) {
            throw new IllegalStateException("agent " + agent.agentId() + " has a contact already");
        }
        put(row, BUSY, now, row.session(), contact);
    }

    /**
     * The contact is over for the agent.
     *
     * @param missed whether the agent let it ring or declined
     */
    public void release(AgentKey agent, boolean missed, long now) {
        var row = known(agent);
        var state = row.session() == null ? OFFLINE : missed ? MISSED : AVAILABLE;
        put(row, state, now, row.session(), null);
    }

    private void put(
            Row row, String state, long since, @Nullable String session, @Nullable String contact) {
        rows.put(
                row.agent(),
                new Row(row.agent(), row.queues(), row.reasons(), state, since, session, contact));
    }

    private Row known(AgentKey agent) {
        var row = rows.get(agent);
        if (row == null) {
            throw new IllegalArgumentException("no agent " + agent.agentId());
        }
        return row;
    }
}
