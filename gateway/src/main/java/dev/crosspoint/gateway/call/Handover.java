package dev.crosspoint.gateway.call;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call on its way from one participant to another.
 *
 * @param by who passes it on; may have left already
 * @param target who is to get it
 * @param parked who waits on hold for it
 * @param heldBefore those of them who were on hold already
 * @param refer the SIP call whose far end has asked for it and is told how far it is (RFC 3515);
 *     null when an agent has
 */
public record Handover(
        PartyId by,
        PartyId target,
        Kind kind,
        Set<PartyId> parked,
        Set<PartyId> heldBefore,
        @Nullable String refer) {
    public Handover {
        parked = Set.copyOf(parked);
        heldBefore = Set.copyOf(heldBefore);
    }

    /** How it is passed on. */
    public enum Kind {
        /** Whoever passes it on is out of the conversation and leaves when the target is here. */
        BLIND,
        /** They talk to each other first. */
        CONSULT
    }

    /** Whoever asked for it is gone. */
    Handover unreported() {
        return new Handover(by, target, kind, parked, heldBefore, null);
    }

    Handover with(Kind changed) {
        return new Handover(by, target, changed, parked, heldBefore, refer);
    }
}
