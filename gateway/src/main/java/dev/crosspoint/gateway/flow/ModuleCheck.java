package dev.crosspoint.gateway.flow;

import dev.crosspoint.gateway.flow.FlowFault.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds modules that invoke each other in a circle, or too deeply. Looks at each flow once. */
final class ModuleCheck {

    /** As in the original. */
    static final int MAX_DEPTH = 5;

    private final Map<String, Flow> flows;
    private final Map<String, Integer> depths = new HashMap<>();
    private final Set<String> path = new LinkedHashSet<>();
    private final List<FlowFault> faults = new ArrayList<>();

    ModuleCheck(Map<String, Flow> flows) {
        this.flows = flows;
    }

    List<FlowFault> faults(FlowMapping mapping) {
        flows.forEach((name, flow) -> depthBelow(flow, !mapping.isModule(name)));
        return faults;
    }

    /** Levels of modules below a flow or module; a flow must not have too many. */
    private int depthBelow(Flow flow, boolean isFlow) {
        var known = depths.get(flow.name());
        if (known != null) {
            return known;
        }
        path.add(flow.name());
        int deepest = 0;
        for (var action : flow.actions().values()) {
            if (action instanceof Action.InvokeFlowModule(var id, _, var module)) {
                int depth = 1 + below(flow, id, module);
                if (isFlow && depth > MAX_DEPTH) {
                    fault(flow, id, "nests modules deeper than " + MAX_DEPTH);
                }
                deepest = Math.max(deepest, depth);
            }
        }
        path.remove(flow.name());
        depths.put(flow.name(), deepest);
        return deepest;
    }

    private int below(Flow flow, String action, String module) {
        if (path.contains(module)) {
            fault(flow, action, "invokes modules in a circle, back to " + module);
            return 0;
        }
        var next = flows.get(module);
        return next == null ? 0 : depthBelow(next, false);
    }

    private void fault(Flow flow, String action, String what) {
        faults.add(new FlowFault(Kind.FAULT, flow.name(), action, what));
    }
}
