package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.flow.FlowFault.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds what flows could not do as what they are started as. A flow file does not say its kind: the
 * hook that names it does, and whatever it transfers to or invokes is of the same kind.
 */
final class KindCheck {
    private final Map<String, Flow> flows;

    KindCheck(Map<String, Flow> flows) {
        this.flows = flows;
    }

    /** Faults of every flow that a hook of any flow names. */
    List<FlowFault> ofHooks(FlowMapping mapping) {
        var faults = new ArrayList<FlowFault>();
        for (var flow : flows.values()) {
            for (var action : flow.actions().values()) {
                if (action instanceof Action.UpdateContactEventHooks(var id, _, var hook, var to)
                        && to instanceof Value.Literal(var asked)) {
                    mapping.flow(asked)
                            .map(name ->
                                    faults(
                                            name,
                                            hook.kind(),
                                            "the hook "
                                                    + hook.text()
                                                    + " of flow "
                                                    + flow.name()
                                                    + ", action "
                                                    + id
                                                    + " starts it as "
                                                    + hook.kind().words()))
                            .ifPresent(faults::addAll);
                }
            }
        }
        return faults.stream().distinct().toList();
    }

    /**
     * Faults of a flow, and of all that it leads to, as one kind.
     *
     * @param because who says that it is of this kind
     */
    List<FlowFault> faults(String first, FlowKind kind, String because) {
        var faults = new ArrayList<FlowFault>();
        var seen = new HashSet<String>();
        var open = new ArrayDeque<String>();
        open.add(first);
        for (var name = open.poll(); name != null; name = open.poll()) {
            var flow = flows.get(name);
            if (flow == null || !seen.add(name)) {
                continue;
            }
            for (var action : flow.actions().values()) {
                if (!kind.allows(action)) {
                    faults.add(
                            new FlowFault(
                                    Kind.FAULT,
                                    name,
                                    action.identifier(),
                                    action.getClass().getSimpleName()
                                            + " cannot be in "
                                            + kind.words()
                                            + ", and "
                                            + because));
                }
                leadsTo(action).forEach(open::add);
            }
        }
        return faults;
    }

    private static Stream<String> leadsTo(Action action) {
        return switch (action) {
            case Action.TransferToFlow transfer -> Stream.of(transfer.flow());
            case Action.InvokeFlowModule invoke -> Stream.of(invoke.module());
            case Action other -> Stream.empty();
        };
    }
}
