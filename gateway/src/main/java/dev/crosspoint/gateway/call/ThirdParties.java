package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.flow.Awaiting;
import dev.crosspoint.gateway.flow.FlowEffect.CallThirdParty;
import dev.crosspoint.gateway.flow.FlowInput;
import dev.crosspoint.gateway.flow.FlowKind;
import dev.crosspoint.media.api.MediaCommand;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * Those whom flows call: joined with whoever the flow runs for, and what the flow is told of it.
 */
final class ThirdParties {
    private ThirdParties() {}

    static void call(Party party, Guide guide, CallThirdParty call, CallTurn turn) {
        var members = turn.parties().stream().filter(Party::isMember).count();
        if (turn.rules.outbound() == null || members >= turn.rules.maxParticipants()) {
            FlowDeeds.refuse(guide, new FlowInput.ThirdPartyFailed(), turn);
            return;
        }
        TrunkCalls.answer(party.id(), turn);
        var role = new Role.External(call.number());
        var number = new PhoneNumber(call.number().value());
        var called = Outgoing.planned(role, number, call.callerNumber(), party.id(), turn);
        turn.put(called);
        turn.change(
                party.id(), it -> it.with(guide.with(called.id()).with(Keys.of(call.digits()))));
        Outgoing.start(called, turn);
    }

    /** How long somebody whom a flow has called may ring, s; empty for others. */
    static OptionalInt ringSeconds(PartyId called, CallTurn turn) {
        var awaiting = callerOf(called, turn).map(caller -> caller.guide().flow().awaiting());
        if (awaiting.isEmpty()
                || !(awaiting.get() instanceof Awaiting.Answer(long deadlineNanos))) {
            return OptionalInt.empty();
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(deadlineNanos - turn.nowNanos);
        return OptionalInt.of((int) Math.max(1, seconds));
    }

    /** The flow wants nobody any more. */
    static void drop(PartyId id, CallTurn turn) {
        turn.party(id)
                .ifPresent(party -> {
                    var guide = party.guide();
                    if (guide != null) {
                        var partner = turn.party(guide.partner());
                        turn.put(party.with(guide.with((PartyId) null)));
                        partner.ifPresent(it -> Leaving.leave(it, EndCause.CANCELLED, turn));
                    }
                });
    }

    /** A participant whose flow has called, or asked for, somebody. */
    private record Caller(Party party, Guide guide) {}

    private static Optional<Caller> callerOf(PartyId partner, CallTurn turn) {
        for (var party : turn.parties()) {
            var guide = party.guide();
            if (guide != null && partner.equals(guide.partner())) {
                return Optional.of(new Caller(party, guide));
            }
        }
        return Optional.empty();
    }

    /** Somebody is here: were they called, or asked for, by a flow? */
    static void arrived(PartyId who, CallTurn turn) {
        callerOf(who, turn).ifPresent(caller -> arrived(who, caller, turn));
    }

    private static void arrived(PartyId who, Caller caller, CallTurn turn) {
        var party = caller.party();
        if (turn.party(who).filter(Party::isOutside).isEmpty()) {
            Guides.tell(party, new FlowInput.AgentTaken(), turn);
            Guides.drop(party.id(), turn);
            if (caller.guide().flow().kind() == FlowKind.QUEUE) {
                Seats.leaveQueue(turn);
            }
            return;
        }
        var keys = caller.guide().keys().begun(turn.nowNanos);
        var aside = turn.put(party.with(caller.guide().steppedAside().with(keys)));
        Guides.tell(aside, new FlowInput.ThirdPartyConnected(), turn);
    }

    /** Somebody passes the call on: whatever flow waited for them waits for the other now. */
    static void succeed(PartyId by, PartyId target, CallTurn turn) {
        callerOf(by, turn)
                .ifPresent(caller -> {
                    // What was to be pressed was meant for whoever leaves.
                    if (caller.guide().flow().isOver()) {
                        Guides.drop(caller.party().id(), turn);
                        return;
                    }
                    var guide = caller.guide().with(target).with(Keys.NONE);
                    turn.put(caller.party().with(guide));
                });
    }

    /** Somebody has left, or did not come: does a flow wait for news of them? */
    static void left(Party who, EndCause cause, CallTurn turn) {
        callerOf(who.id(), turn)
                .ifPresent(caller -> {
                    if (caller.guide().flow().isOver()) {
                        Guides.drop(caller.party().id(), turn);
                        return;
                    }
                    var alone = caller.guide().with((PartyId) null).with(Keys.NONE).returned();
                    var party = turn.put(caller.party().with(alone));
                    Guides.tell(party, news(who, caller.guide(), cause), turn);
                });
    }

    private static FlowInput news(Party who, Guide guide, EndCause cause) {
        if (guide.aside()) {
            return new FlowInput.ThirdPartyLeft();
        }
        if (!who.isOutside()) {
            return new FlowInput.AgentUnavailable();
        }
        return cause == EndCause.NO_ANSWER
                ? new FlowInput.ThirdPartyTimedOut()
                : new FlowInput.ThirdPartyFailed();
    }

    /** Presses the keys that are due. */
    static void pressKeys(Party party, Guide guide, CallTurn turn) {
        var due = guide.keys().nextDeadlineNanos();
        var leg = turn.party(guide.partner()).map(Party::leg);
        if (due.isEmpty() || !turn.isPast(due.getAsLong())) {
            return;
        }
        var digits = guide.keys().left().getFirst().digits();
        var left = guide.keys().withoutFirst();
        boolean done = left.left().isEmpty() && guide.flow().isOver();
        turn.put(party.with(done ? null : guide.with(left)));
        leg.ifPresent(to ->
                turn.media(
                        new MediaCommand.SendDigits(turn.tenant(), turn.facts.call(), to, digits)));
    }
}
