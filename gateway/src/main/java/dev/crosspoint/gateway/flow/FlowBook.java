package dev.crosspoint.gateway.flow;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every flow of one tenant, checked, by local name. The only way to a flow that runs.
 *
 * @param flows by {@link Flow#name}
 * @param queueNames local queue names by the id that flows and attributes use
 */
public record FlowBook(Map<String, Flow> flows, Map<String, String> queueNames) {
    public FlowBook {
        flows = Map.copyOf(flows);
        queueNames = Map.copyOf(queueNames);
    }

    /** Whether there is a flow of that name. */
    public boolean has(String flow) {
        return flows.containsKey(flow);
    }

    /** Local names of all queues that flows can reach. */
    public Set<String> queues() {
        return new TreeSet<>(queueNames.values());
    }

    /** A flow that is there. */
    Flow flow(String name) {
        var flow = flows.get(name);
        if (flow == null) {
            throw new IllegalArgumentException("no flow " + name);
        }
        return flow;
    }

    /** The local name of a queue, which may already be one. */
    Optional<String> queue(String idOrName) {
        var local = queueNames.get(FlowMapping.id(idOrName));
        return local != null
                ? Optional.of(local)
                : Optional.of(idOrName).filter(queueNames::containsValue);
    }
}
