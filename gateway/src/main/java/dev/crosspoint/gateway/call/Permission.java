package dev.crosspoint.gateway.call;

import java.util.Set;

/** What somebody may do, in the names of Amazon Connect's security profiles. */
public enum Permission {
    /** Takes calls. */
    BasicAgentAccess,
    /** Calls numbers, and passes contacts on to numbers. */
    OutboundCallAccess,
    /** Passes other people's contacts on. */
    TransferContact,
    /** Ends other people's contacts. */
    StopContact,
    /** Sees all live contacts. */
    AccessMetrics,
    /** Listens silently, and whispers. */
    ManagerListenIn,
    /** Barges in. */
    ManagerBargeIn;

    /** What an agent has of whom nothing else is said. */
    public static final Set<Permission> DEFAULT = Set.of(BasicAgentAccess, OutboundCallAccess);
}
