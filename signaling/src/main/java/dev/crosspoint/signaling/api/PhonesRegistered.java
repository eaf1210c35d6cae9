package dev.crosspoint.signaling.api;

/**
 * How many SIP phones an agent has registered now: from signalling to call control, at every
 * change.
 *
 * @param phones 0 or more
 */
public record PhonesRegistered(Tenant tenant, String agentId, int phones) {

    /** Event-bus address that these go to. */
    public static final String ADDRESS = "phones.registered";
}
