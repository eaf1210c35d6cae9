package dev.crosspoint.gateway.control;

import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditEvent.Origin;
import dev.crosspoint.gateway.routing.AgentKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Puts on record who asked for what is not theirs (TEN-2): what their profile does not allow, and
 * what is not there, which may be another tenant's. The same is on record once a minute, and at
 * most so much of one person, so that nobody floods the trail. On one event loop.
 */
final class Refusals {
    private static final long MINUTE_MS = 60_000;

    /** Of one person in a minute; the last one says that there were more. */
    private static final int MOST = 20;

    private final Consumer<AuditEvent> audit;
    private final Map<AgentKey, Set<String>> lately = new HashMap<>();
    private long sinceMs;

    Refusals(Consumer<AuditEvent> audit) {
        this.audit = audit;
    }

    /**
     * Somebody was refused.
     *
     * @param id of what; empty for none
     */
    void refused(AgentKey who, Operation operation, String id, Origin from, long nowMs) {
        if (nowMs - sinceMs >= MINUTE_MS) {
            lately.clear();
            sinceMs = nowMs;
        }
        var known = lately.computeIfAbsent(who, _ -> new HashSet<>());
        var resource = operation.resource(id);
        if (known.size() >= MOST || !known.add(operation + " " + resource)) {
            return;
        }
        var deed =
                known.size() == MOST
                        ? new Deed.WasRefused("many", "api:more")
                        : new Deed.WasRefused(operation.word(), resource);
        audit.accept(AuditEvent.now(new Actor.Agent(who.agentId()), from, who.tenant(), deed));
    }
}
