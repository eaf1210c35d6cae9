package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.call.Line.PhoneLeg;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;

/**
 * Softphone legs that come into a call from outside and go out again when their agent's contact is
 * over: another {@link Softphones softphone} only in how it comes and goes.
 */
final class StandingPhones {
    private StandingPhones() {}

    /** A leg is to carry an agent's contact. */
    static void adopt(CallInput.Adopt adopt, CallTurn turn) {
        var party = Softphones.shown(adopt.token(), turn);
        if (party.isEmpty() || !(party.get().line() instanceof Line.Softphone line)) {
            turn.refuse(adopt.ticket(), AgentError.NOT_FOUND, "the contact is over");
            turn.effects.add(new CallEffect.Decline(adopt.leg()));
            return;
        }
        if (line.has(adopt.leg())) {
            turn.refuse(adopt.ticket(), AgentError.CONFLICT, "the contact has the leg");
            return;
        }
        Softphones.takeDown(party.get(), line, turn);
        var adopted =
                line.with(
                        new PhoneLeg(
                                adopt.leg(), CallInput.NOBODY, adopt.ownSocket(), false, true));
        turn.change(party.get().id(), it -> Softphones.awaiting(it, turn).with(adopted));
        turn.effects.add(new CallEffect.Adopt(adopt.leg(), adopt.ticket()));
    }

    /** It has come. */
    static void adopted(LegId leg, CallTurn turn) {
        var party = turn.state().leg(leg);
        if (party.isPresent()
                && party.get().line() instanceof Line.Softphone line
                && line.leg() != null) {
            turn.put(party.get().with(line.with(line.leg().withInMedia(true))));
        } else {
            turn.late();
        }
    }

    /**
     * It cannot come, and its agent is waited for still, with whatever leg comes next.
     *
     * @param told whether the softphone knows; else it is asked to come again
     */
    static void notAdopted(LegId leg, boolean told, CallTurn turn) {
        var party = turn.state().leg(leg);
        if (party.isPresent() && party.get().line() instanceof Line.Softphone line) {
            turn.put(Softphones.awaiting(party.get(), turn).with(line.with(null)));
            if (!told) {
                Softphones.ask(party.get().id(), turn);
            }
        } else {
            turn.late();
        }
    }

    /**
     * The agent hangs up by the softphone, or the softphone came too late to know that it has it.
     */
    static void putDown(CallInput.PutDown down, CallTurn turn) {
        turn.done(down.ticket());
        turn.state()
                .leg(down.leg())
                .ifPresent(party -> {
                    if (down.wanted()) {
                        Leaving.signOff(party, turn);
                    } else if (party.line() instanceof Line.Softphone line) {
                        Guides.drop(party.id(), turn);
                        if (letGo(line, turn)) {
                            Softphones.comeBack(party, line, turn);
                        } else {
                            Softphones.lose(party, turn);
                        }
                    }
                });
    }

    /**
     * The leg goes out again, before the call ends and takes it along.
     *
     * @return whether it is a leg that can
     */
    static boolean letGo(Line.Softphone line, CallTurn turn) {
        var leg = line.leg();
        if (leg == null || !leg.standing()) {
            return false;
        }
        turn.refuse(leg.ticket(), AgentError.NOT_FOUND, "the contact is over");
        turn.effects.add(new CallEffect.LetGo(leg.id(), true));
        return true;
    }
}
