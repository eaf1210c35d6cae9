package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.call.Handover.Kind;
import dev.crosspoint.signaling.api.AgentMessage;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;

/**
 * Transfers and consultations. All of them are the same: put the others on hold, bring somebody in,
 * remember who began it. Whatever fails gives the call back to whoever that was.
 */
final class Handovers {
    private Handovers() {}

    /** Begins one; there must be none under way. The target is in the call as planned already. */
    static void begin(Party by, PartyId target, Kind kind, CallTurn turn) {
        begin(by, target, kind, null, turn);
    }

    /**
     * Begins one that somebody outside has asked for.
     *
     * @param refer the SIP call that is told how far it is; null for none
     */
    static void begin(Party by, PartyId target, Kind kind, @Nullable String refer, CallTurn turn) {
        var parked = new HashSet<PartyId>();
        var heldBefore = new HashSet<PartyId>();
        for (var party : turn.parties()) {
            boolean other = !party.id().equals(by.id()) && !party.id().equals(target);
            // Whoever is still to come, or to come back, would talk into it too.
            if (other && party.isMember()) {
                parked.add(party.id());
                if (party.held()) {
                    heldBefore.add(party.id());
                }
                Holding.set(party.id(), true, turn);
            }
        }
        turn.handover = new Handover(by.id(), target, kind, parked, heldBefore, refer);
    }

    /** Somebody's audio is here: is it the one who was waited for? */
    static void arrived(PartyId who, CallTurn turn) {
        var handover = turn.handover;
        if (handover != null && handover.target().equals(who) && handover.kind() == Kind.BLIND) {
            finish(handover, turn);
        }
    }

    /** A queue has taken the target's place: the customer waits there, and nobody is needed. */
    static void queued(PartyId target, CallTurn turn) {
        var handover = turn.handover;
        if (handover != null && handover.target().equals(target) && handover.kind() == Kind.BLIND) {
            turn.change(target, seat -> seat.withBroughtBy(null));
            finish(handover, turn);
            Guides.passTime(turn);
        }
    }

    /** Whoever began it is no longer needed. */
    private static void finish(Handover handover, CallTurn turn) {
        Referrals.report(handover, handover.target(), 200, turn);
        ThirdParties.succeed(handover.by(), handover.target(), turn);
        resume(handover, turn);
        turn.party(handover.by())
                .ifPresentOrElse(
                        by -> Leaving.leave(by, EndCause.TRANSFERRED, turn),
                        () -> turn.mayRelease = true);
    }

    /** The consultation is over, and everybody talks to everybody. */
    static void resume(Handover handover, CallTurn turn) {
        turn.handover = null;
        handover.parked().forEach(id -> Holding.set(id, false, turn));
        Holding.set(handover.target(), false, turn);
    }

    /** The agent leaves the consultation to the others, as soon as the target is here. */
    static void complete(Handover handover, CallTurn turn) {
        if (turn.party(handover.target()).filter(Party::isPresent).isPresent()) {
            finish(handover, turn);
            return;
        }
        turn.handover = handover.with(Kind.BLIND);
        turn.party(handover.target())
                // Wherever it rings meanwhile: the queue looks after it until it is taken.
                .filter(target ->
                        target.role() instanceof Role.Agent agent
                                && agent.wanted() instanceof Role.Wanted.FromQueue
                                && agent.connectedMs() == 0)
                .ifPresent(target -> queued(target.id(), turn));
    }

    /** It came to nothing, and everything is as it was. */
    private static void giveBack(Handover handover, CallTurn turn) {
        turn.handover = null;
        for (var id : handover.parked()) {
            if (!handover.heldBefore().contains(id)) {
                Holding.set(id, false, turn);
            }
        }
    }

    /** Whoever was talked to waits on hold, and the others are talked to. */
    static void swap(Handover handover, CallTurn turn) {
        boolean toOthers =
                turn.party(handover.target()).filter(target -> !target.held()).isPresent();
        Holding.set(handover.target(), toOthers, turn);
        handover.parked().forEach(id -> Holding.set(id, !toOthers, turn));
    }

    /** Somebody has left: what does it mean for a handover, and for who waits for them? */
    static void left(Party party, EndCause cause, CallTurn turn) {
        var handover = turn.handover;
        if (handover != null && handover.target().equals(party.id())) {
            giveBack(handover, turn);
            Referrals.report(handover, party.id(), cause.status(), turn);
            tellFailure(handover.by(), party, cause, turn);
        } else if (handover != null && handover.by().equals(party.id())) {
            abandoned(handover, turn);
        } else {
            tellFailure(party.broughtBy(), party, cause, turn);
            if (handover != null && handover.parked().contains(party.id())) {
                parkedLeft(handover, turn);
            }
        }
    }

    /** Whoever passed it on has left before it was done; it goes on without a way back. */
    private static void abandoned(Handover handover, CallTurn turn) {
        if (turn.party(handover.target()).filter(Party::isPresent).isPresent()) {
            resume(handover, turn);
        } else {
            turn.handover = handover.with(Kind.BLIND).unreported();
            ThirdParties.succeed(handover.by(), handover.target(), turn);
            turn.change(handover.target(), target -> target.withBroughtBy(null));
        }
    }

    /** With nobody left on hold there is nothing to pass on. */
    private static void parkedLeft(Handover handover, CallTurn turn) {
        if (handover.parked().stream().anyMatch(id -> turn.party(id).isPresent())) {
            return;
        }
        turn.handover = null;
        Referrals.report(handover, handover.target(), EndCause.CANCELLED.status(), turn);
        Holding.set(handover.target(), false, turn);
        if (handover.kind() == Kind.BLIND) {
            turn.party(handover.target())
                    .ifPresent(target -> Leaving.leave(target, EndCause.CANCELLED, turn));
        }
    }

    private static void tellFailure(
            @Nullable PartyId by, Party target, EndCause cause, CallTurn turn) {
        boolean goesOn = turn.parties().stream().filter(Party::isMember).count() > 1;
        if (cause == EndCause.CANCELLED || !goesOn) {
            return;
        }
        turn.party(by)
                .ifPresent(party -> {
                    if (party.role() instanceof Role.Agent agent) {
                        turn.tell(
                                agent.agent(),
                                new AgentMessage.ContactTransferFailed(
                                        agent.contact().id(),
                                        target.id().value(),
                                        cause.reason(),
                                        cause.sentence()));
                    }
                });
    }
}
