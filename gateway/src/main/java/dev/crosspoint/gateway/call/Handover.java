package dev.crosspoint.gateway.call;

import java.util.Set;

/**
 * A call on its way from one participant to another.
 *
 * @param by who passes it on; may have left already
 * @param target who is to get it
 * @param parked who waits on hold for it
 * @param heldBefore those of them who were on hold already
 */
public record Handover(
        PartyId by, PartyId target, Kind kind, Set<PartyId> parked, Set<PartyId> heldBefore) {
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

    Handover with(Kind changed) {
        return new Handover(by, target, changed, parked, heldBefore);
    }
}
