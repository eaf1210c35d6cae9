package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.flow.Action.Destination;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every flow and module of one tenant, checked, by local name. The only way to a flow that runs.
 *
 * @param flows by {@link Flow#name}
 * @param mapping what the ids in them, and in attributes, are here
 */
public record FlowBook(Map<String, Flow> flows, FlowMapping mapping) {
    public FlowBook {
        flows = Map.copyOf(flows);
    }

    /** Whether there is a flow of that name that a contact can begin with. */
    public boolean has(String flow) {
        return flows.containsKey(flow) && !mapping.isModule(flow);
    }

    /** Local names of all queues that flows can reach. */
    public Set<String> queues() {
        var queues = new TreeSet<>(mapping.queues().values());
        queues.addAll(mapping.queueHours().keySet());
        return queues;
    }

    /** Local ids of all agents that flows name. */
    public Set<String> agents() {
        return new TreeSet<>(mapping.agents().values());
    }

    /** Local names of all skills that flows ask for. */
    public Set<String> skills() {
        return new TreeSet<>(mapping.skills().values());
    }

    /** Where all functions that flows ask listen. */
    public Set<FunctionUrl> functions() {
        return Set.copyOf(mapping.functions().values());
    }

    /**
     * What a flow that is there could not do, and the flows and modules it leads to could not, if
     * it were started as one of this kind; empty when it is fit for it.
     */
    public List<FlowFault> unfit(String flow, FlowKind kind) {
        return new KindCheck(flows).faults(flow, kind, "it is started as " + kind.words());
    }

    /** A flow or module that is there. */
    Flow flow(String name) {
        var flow = flows.get(name);
        if (flow == null) {
            throw new IllegalArgumentException("no flow " + name);
        }
        return flow;
    }

    /** The local name of a flow, which may already be one, if the flow is there. */
    Optional<String> flowNamed(String idOrName) {
        return mapping.flow(idOrName).or(() -> Optional.of(idOrName)).filter(this::has);
    }

    /** The local name of a queue, which may already be one. */
    Optional<String> queue(String idOrName) {
        return mapping.queue(idOrName)
                .or(() -> Optional.of(idOrName).filter(mapping.queues()::containsValue));
    }

    /** Where a destination is here; empty when it is no known queue, or names no agent. */
    Optional<Target> target(Destination destination, Lookup lookup) {
        return switch (destination) {
            case Destination.Queue(var id) -> queue(lookup.text(id)).map(Target.Queue::new);
            // An agent's local id need not be in the mapping: whether it is anybody's is found out.
            case Destination.Agent(var id) ->
                    Optional.of(lookup.text(id))
                            .filter(text -> !text.isEmpty())
                            .map(text -> new Target.Agent(mapping.agent(text).orElse(text)));
        };
    }

    Optional<Hours> hours(String id) {
        return mapping.hours(id);
    }

    Optional<Hours> hoursOfQueue(String queue) {
        return mapping.hoursOfQueue(queue);
    }

    Optional<FunctionUrl> function(String arn) {
        return mapping.function(arn);
    }
}
