package dev.crosspoint.gateway.call;

/** What carries an agent's audio. */
public enum Device {
    /** The agent's page. */
    SOFTPHONE,
    /** A telephone that we call by a trunk. */
    DESK_PHONE,
    /** A SIP phone of the agent's own, which has registered. */
    SIP_PHONE
}
