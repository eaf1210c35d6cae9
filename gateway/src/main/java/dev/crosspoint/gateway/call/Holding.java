package dev.crosspoint.gateway.call;

import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.signaling.api.Private;

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

    /**
     * An agent's own phone offers other media: when it no longer listens, everybody else is on
     * hold, and is taken back when it listens again, but not by that when a page has put them
     * there.
     */
    static void asked(Party by, Line.Trunk line, Private offer, CallTurn turn) {
        boolean holds =
                offer.value()
                        .lines()
                        .map(String::strip)
                        .anyMatch(it -> it.equals("a=sendonly") || it.equals("a=inactive"));
        if (!(by.role() instanceof Role.Agent)
                || !(line.kind() instanceof LegKind.Browser)
                || !by.isPresent()
                || holds == line.holds()) {
            return;
        }
        turn.put(by.with(line.withHolds(holds)));
        for (var party : turn.parties()) {
            if (!party.id().equals(by.id()) && party.isMember() && party.isPresent()) {
                set(party.id(), holds, turn);
            }
        }
    }
}
