package dev.crosspoint.gateway.call;

/**
 * Which sides of a contact are to be recorded while an agent is connected. Off unless the flow
 * switched it on; kept with the call and shown to nobody yet, because there is no recorder here.
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
}
