package dev.crosspoint.gateway.history;

import dev.crosspoint.gateway.store.AgentDeed;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import java.util.List;

/** Where it is kept what agents did. */
@FunctionalInterface
public interface AgentDeeds {
    /** Keeps these, each once by its id. */
    Future<Void> keep(Tenant tenant, List<AgentDeed> deeds);
}
