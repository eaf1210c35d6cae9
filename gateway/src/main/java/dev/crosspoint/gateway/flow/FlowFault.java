package dev.crosspoint.gateway.flow;

/**
 * Something wrong with a flow or a mapping.
 *
 * @param kind whether the flow can run all the same
 * @param flow local name of the flow, or of the mapping file
 * @param action identifier of the action; empty when it is about the whole flow
 * @param what the fault, in a sentence for whoever maintains the flow
 */
public record FlowFault(Kind kind, String flow, String action, String what) {

    /** How bad it is. */
    public enum Kind {
        /** The flow is not loaded. */
        FAULT,
        /** Odd, and harmless. */
        WARNING
    }

    @Override
    public String toString() {
        return flow + (action.isEmpty() ? "" : ", action " + action) + ": " + what;
    }
}
