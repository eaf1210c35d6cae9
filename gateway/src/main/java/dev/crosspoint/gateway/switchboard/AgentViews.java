package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.call.CallFacts.WallClock;
import dev.crosspoint.gateway.routing.AgentBoard;
import dev.crosspoint.gateway.routing.AgentHistory;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.routing.AgentRow;
import dev.crosspoint.gateway.switchboard.ControlMessage.Change;
import dev.crosspoint.gateway.switchboard.ControlMessage.Finding;
import dev.crosspoint.signaling.api.AgentView;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Agents as supervisors see them, with the time of day. */
final class AgentViews {
    private final AgentBoard board;
    private final Devices devices;
    private final WallClock clock;
    private final Map<AgentKey, Private> names = new LinkedHashMap<>();

    AgentViews(AgentBoard board, Devices devices, WallClock clock) {
        this.board = board;
        this.devices = devices;
        this.clock = clock;
    }

    /** An agent has a name; those without one are not shown. */
    void add(AgentKey agent, Private name) {
        names.put(agent, name);
    }

    boolean has(AgentKey agent) {
        return names.containsKey(agent);
    }

    /** Everybody of a tenant. */
    List<AgentView> all(Tenant tenant, long nowNanos) {
        return names.keySet().stream()
                .filter(agent -> agent.tenant().equals(tenant))
                .map(agent -> of(agent, nowNanos))
                .toList();
    }

    /** Those of a tenant who are there, or still have a contact. */
    List<AgentView> present(Tenant tenant, long nowNanos) {
        return names.keySet().stream()
                .filter(agent -> agent.tenant().equals(tenant))
                .filter(agent -> isPresent(row(agent)))
                .map(agent -> of(agent, nowNanos))
                .toList();
    }

    private static boolean isPresent(AgentRow row) {
        return row.session() != null || row.engagement() != null;
    }

    /** One agent now. */
    AgentView of(AgentKey agent, long nowNanos) {
        return view(row(agent), board.history(agent, nowNanos));
    }

    /** One agent with what is remembered. */
    Finding.Agent withHistory(AgentKey agent, long nowNanos) {
        var history = board.history(agent, nowNanos);
        var inState = new HashMap<String, Long>();
        history.nanosInState().forEach((state, nanos) -> inState.put(state, ms(nanos)));
        return new Finding.Agent(
                view(row(agent), history),
                ms(history.signedInNanos()),
                inState,
                history.changes().stream()
                        .map(change ->
                                new Change(
                                        clock.epochMsAt(change.atNanos()),
                                        change.from(),
                                        ms(change.lastedNanos()),
                                        change.to()))
                        .toList());
    }

    private AgentView view(AgentRow row, AgentHistory history) {
        var agent = row.agent();
        return new AgentView(
                agent.agentId(),
                Objects.requireNonNull(names.get(agent), "nobody of that name"),
                row.state(),
                clock.epochMsAt(row.sinceNanos()),
                row.engagement() == null ? null : row.next(),
                epochMs(row.deadlineNanos()),
                Objects.requireNonNullElse(row.contact(), ""),
                devices.word(agent),
                epochMs(history.signedInAtNanos()),
                history.handled(),
                history.missed(),
                history.rejected());
    }

    private AgentRow row(AgentKey agent) {
        return board.row(agent).orElseThrow();
    }

    private long epochMs(OptionalLong nanos) {
        return nanos.isPresent() ? clock.epochMsAt(nanos.getAsLong()) : 0;
    }

    private static long ms(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
