package dev.crosspoint.gateway.call;

import dev.crosspoint.signaling.api.Private;
import org.jspecify.annotations.Nullable;

/**
 * An INVITE with Replaces (RFC 3891): a new SIP call takes the place of one that is there. The
 * participant stays the same; only what carries its audio changes.
 */
final class Replacements {
    private Replacements() {}

    /** Begins: media prepares the new leg while the old one talks on. */
    static void begin(Party whom, Line.Trunk by, @Nullable Private offer, CallTurn turn) {
        var stage = new Stage.Replacing(turn.after(turn.rules.openingNanos()), whom.id());
        // Nobody's role is in a call twice: until it takes the place, it is just somebody outside.
        var newcomer = Party.of(turn.newId(), new Role.External(by.number()), by, stage, null);
        if (!whom.isPresent()) {
            turn.put(newcomer);
            Leaving.leave(newcomer, EndCause.FAILED, turn);
            return;
        }
        TrunkCalls.arrive(newcomer, by, offer, turn);
    }

    /** The new SIP call is answered: the old one ends. */
    static void complete(Party newcomer, PartyId whom, CallTurn turn) {
        turn.party(whom)
                .ifPresent(party -> {
                    if (party.line() instanceof Line.Trunk old) {
                        TrunkCalls.end(old, EndCause.TRANSFERRED, turn);
                        turn.closeLeg(old.leg());
                        turn.remove(newcomer.id());
                        turn.put(party.with(newcomer.line()));
                        FlowDeeds.sayAgain(whom, turn);
                    }
                });
    }

    /** Whoever was to be replaced has left. */
    static void left(Party whom, EndCause cause, CallTurn turn) {
        for (var party : turn.parties()) {
            if (party.stage() instanceof Stage.Replacing(_, var old) && old.equals(whom.id())) {
                Leaving.leave(party, cause, turn);
            }
        }
    }
}
