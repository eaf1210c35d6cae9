package dev.crosspoint.gateway.flow;

import java.util.List;
import java.util.stream.Collectors;

/** Flows that cannot be loaded. The message names every fault, one a line. */
public final class BadFlows extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<FlowFault> faults;

    BadFlows(List<FlowFault> faults) {
        super(
                faults.stream()
                        .map(FlowFault::toString)
                        .collect(Collectors.joining("\n  ", "flows cannot be loaded:\n  ", "")));
        this.faults = List.copyOf(faults);
    }

    /** All of them. */
    public List<FlowFault> faults() {
        return faults;
    }
}
