package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.contact.Sides;

/**
 * Which sides of a contact are recorded while an agent is connected: off unless the flow switched
 * it on (REC-1 to REC-3), and as the flow has it now.
 */
public enum RecordingPolicy {
    OFF,
    AGENT,
    CUSTOMER,
    AGENT_AND_CUSTOMER;

    /** The policy that records these sides. */
    public static RecordingPolicy of(boolean agent, boolean customer) {
        if (agent) {
            return customer ? AGENT_AND_CUSTOMER : AGENT;
        }
        return customer ? CUSTOMER : OFF;
    }

    boolean recordsAgent() {
        return this == AGENT || this == AGENT_AND_CUSTOMER;
    }

    /** In the words of the recording's description; both when it is off by now. */
    Sides sides() {
        return switch (this) {
            case AGENT -> Sides.AGENT;
            case CUSTOMER -> Sides.CUSTOMER;
            case AGENT_AND_CUSTOMER, OFF -> Sides.BOTH;
        };
    }
}
