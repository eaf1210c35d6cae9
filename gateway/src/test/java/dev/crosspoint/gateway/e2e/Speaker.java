package dev.crosspoint.gateway.e2e;

import org.jspecify.annotations.Nullable;

/** Everybody who speaks in recorded calls: each a tone, and a name in the recording's manifest. */
enum Speaker {
    ALICE(Rig.AGENT_HZ, Rig.AGENT, Rig.AGENT_NAME),
    BOB(Rig.BOB_HZ, Rig.BOB, Rig.BOB_NAME),
    CAROL(Rig.CAROL_HZ, Rig.CAROL, Rig.CAROL_NAME),
    CUSTOMER(Rig.CUSTOMER_HZ, null, Rig.CUSTOMER),
    OTHER_CUSTOMER(Rig.OTHER_CUSTOMER_HZ, null, Rig.CUSTOMER),
    /** Outside, answers at once. */
    EXTERNAL(Rig.EXTERNAL_HZ, null, Rig.EXTERNAL),
    /** The same telephone, when an agent calls it. */
    CALLED(Rig.EXTERNAL_HZ, null, Rig.EXTERNAL);

    private final int hz;
    private final @Nullable String agentId;
    private final String shown;

    Speaker(int hz, @Nullable String agentId, String shown) {
        this.hz = hz;
        this.agentId = agentId;
        this.shown = shown;
    }

    int hz() {
        return hz;
    }

    /** As pages name them. */
    String shown() {
        return shown;
    }

    boolean isAgent() {
        return agentId != null;
    }

    boolean isCustomer() {
        return this == CUSTOMER || this == OTHER_CUSTOMER || this == CALLED;
    }

    String agentId() {
        if (agentId == null) {
            throw new IllegalStateException(this + " is no agent");
        }
        return agentId;
    }

    /** As the manifest names them. */
    String who() {
        if (agentId != null) {
            return "agent:" + agentId;
        }
        return isCustomer() ? "customer" : "external";
    }
}
