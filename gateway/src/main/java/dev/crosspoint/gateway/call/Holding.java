package dev.crosspoint.gateway.call;

/** Hold, the one way in and out of it. */
final class Holding {
    private Holding() {}

    /** Puts somebody on hold, or takes them back; nothing changes for whoever is so already. */
    static void set(PartyId id, boolean held, CallTurn turn) {
        turn.party(id)
                .filter(party -> party.held() != held)
                .ifPresent(party -> {
                    turn.put(party.withHeld(held));
                    Guides.hold(id, held, turn);
                });
    }
}
