package dev.crosspoint.gateway.meters;

import dev.crosspoint.signaling.agent.AgentCounters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** The WebSocket rim in numbers. */
public final class AgentMeters implements AgentCounters {
    private final MeterRegistry registry;

    /** Counts into a registry. */
    public AgentMeters(MeterRegistry registry) {
        this.registry = registry;
        // From the start, so that a graph begins at zero.
        for (var reason : List.of("too-many", "slow", "resting")) {
            var _ = closed(reason);
        }
    }

    @Override
    public void upgrade(String outcome) {
        registry.counter("crosspoint.websocket.upgrades", "outcome", outcome).increment();
    }

    @Override
    public void closed(String path, String reason) {
        registry.counter("crosspoint.websocket.closed", "path", path, "reason", reason).increment();
    }

    @Override
    public void request(String method, String outcome) {
        registry.counter("crosspoint.websocket.requests", "method", method, "outcome", outcome)
                .increment();
    }

    @Override
    public void session(String change) {
        registry.counter("crosspoint.agent.sessions", "change", change).increment();
    }

    @Override
    public void oddity(String what) {
        registry.counter("crosspoint.websocket.oddities", "what", what).increment();
    }

    @Override
    public void connection(String closed) {
        closed(closed).increment();
    }

    private Counter closed(String reason) {
        return registry.counter("crosspoint.https.connections.closed", "reason", reason);
    }
}
