package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.call.CallEffect.Parting;
import dev.crosspoint.gateway.call.Role.Wanted;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.Private;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A seat and the agent who is to take it: looked for in a queue or by name, offered the contact,
 * missed, and looked for again.
 */
final class Seats {
    private static final String SOFTPHONE = "softphone";
    private static final String DESK_PHONE = "desk-phone";

    private Seats() {}

    /** A seat for the next agent of a queue; answers the party that the queue will fill. */
    static Party inQueue(String queue, String name, @Nullable PartyId by, CallTurn turn) {
        var role = Role.Agent.seat(turn.nextContact(), new Wanted.FromQueue(queue, name));
        turn.facts = turn.facts.withQueue(name);
        return Party.of(turn.newId(), role, new Line.None(), new Stage.Planned(), by);
    }

    /** A seat for one agent. */
    static Party forAgent(AgentKey agent, PartyId by, CallTurn turn) {
        var role = Role.Agent.seat(turn.nextContact(), new Wanted.Named(agent));
        return Party.of(turn.newId(), role, new Line.None(), new Stage.Planned(), by);
    }

    /** Begins to look for the agent. */
    static void seek(Party seat, CallTurn turn) {
        if (!(seat.role() instanceof Role.Agent role)) {
            throw new IllegalStateException("not a seat");
        }
        var contact = role.contact().id();
        turn.put(seat.with(new Stage.Sought()));
        switch (role.wanted()) {
            case Wanted.FromQueue(var queue, _) ->
                    turn.effects.add(new CallEffect.Enqueue(contact, queue, false));
            case Wanted.Named(var agent) ->
                    turn.effects.add(new CallEffect.Reserve(contact, agent));
            case Wanted.Own _ -> throw new IllegalStateException("nobody to look for");
        }
    }

    /** The queue has taken the contact. */
    static void joined(String contactId, CallTurn turn) {
        var seat = sought(contactId, turn);
        if (seat.isEmpty()) {
            turn.late();
        } else if (!Guides.queued(turn)) {
            Handovers.queued(seat.get().id(), turn);
        }
    }

    /** The queue has no room for it, or the one agent is not to be had. */
    static void refused(String contactId, EndCause why, CallTurn turn) {
        var seat = sought(contactId, turn);
        if (seat.isEmpty()) {
            turn.late();
            return;
        }
        turn.remove(seat.get().id());
        if (!Guides.queueFull(turn)) {
            Leaving.leave(turn.put(seat.get()), why, turn);
        }
    }

    private static Optional<Party> sought(String contactId, CallTurn turn) {
        return turn.state()
                .contact(contactId)
                .filter(party -> party.stage() instanceof Stage.Sought);
    }

    /** It is this agent's turn: the contact rings there, or at the agent's desk phone. */
    static void found(String contactId, AgentKey agent, boolean deskPhone, CallTurn turn) {
        var seat = sought(contactId, turn);
        if (seat.isEmpty() || !(seat.get().role() instanceof Role.Agent role)) {
            turn.effects.add(new CallEffect.Release(agent, Parting.WITHDRAWN));
            turn.late();
            return;
        }
        var offered =
                seat.get()
                        .with(role.with(agent))
                        .with(new Stage.Offered(turn.after(turn.rules.ringNanos())));
        var phone = deskPhone ? turn.rules.agent(agent.agentId()).deskPhone() : null;
        turn.put(offered);
        if (phone != null) {
            Outgoing.ring(offered, new Private(phone.e164()), turn);
        }
        offer(offered.id(), turn.rules.ringSeconds(), turn);
    }

    /** Tells the agent what rings, perhaps again. */
    static void offer(PartyId id, int ringSeconds, CallTurn turn) {
        turn.party(id)
                .ifPresent(party -> {
                    if (party.role() instanceof Role.Agent role) {
                        turn.tell(role.agent(), offered(party, role, ringSeconds, turn));
                    }
                });
    }

    private static AgentMessage.ContactOffered offered(
            Party party, Role.Agent role, int ringSeconds, CallTurn turn) {
        var facts = turn.facts;
        boolean internal = facts.direction() == CallFacts.Direction.INTERNAL;
        return new AgentMessage.ContactOffered(
                role.contact().id(),
                direction(role, turn),
                internal ? new Private("") : facts.data().customerAddress(),
                role.wanted() instanceof Wanted.FromQueue queue ? queue.name() : "",
                turn.party(party.broughtBy())
                        .map(by -> by.role() instanceof Role.Agent agent ? agent.agent() : null)
                        .map(by -> turn.rules.agent(by.agentId()).displayName())
                        .orElse(new Private("")),
                facts.data().attributes(),
                ringSeconds,
                party.line() instanceof Line.Trunk ? DESK_PHONE : SOFTPHONE);
    }

    private static String direction(Role.Agent role, CallTurn turn) {
        if (role.supervision() != null) {
            return "monitor";
        }
        boolean initial = role.contact().previousId() == null;
        return initial || turn.facts.direction() == CallFacts.Direction.INTERNAL
                ? turn.facts.direction().name().toLowerCase(Locale.ROOT)
                : "transfer";
    }

    /** The agent takes the contact. */
    static void accept(Party party, long ticket, CallTurn turn) {
        switch (party.stage()) {
            case Stage.Offered _ -> {
                turn.done(ticket);
                // A desk phone is answered by lifting its receiver.
                if (party.line() instanceof Line.None) {
                    Softphones.expect(party, turn);
                }
            }
            case Stage.Joining _ -> {
                turn.done(ticket);
                Softphones.ask(party.id(), turn);
            }
            case Stage.Arriving _,
                    Stage.Planned _,
                    Stage.Sought _,
                    Stage.Dialing _,
                    Stage.Present _ ->
                    Verbs.conflict(ticket, turn);
        }
    }

    /**
     * The agent did not take the contact. It goes back to where it stood in its queue, for whoever
     * is next; one that was for this agent only has failed.
     */
    static void pass(Party party, EndCause cause, CallTurn turn) {
        if (!(party.role() instanceof Role.Agent role)) {
            throw new IllegalStateException("passed on without an agent");
        }
        Leaving.hangUp(party, cause, turn);
        Leaving.dismiss(
                role, cause, cause == EndCause.REJECTED ? Parting.REJECTED : Parting.MISSED, turn);
        // Whatever was said of this agent is not said of the next.
        var seat = Role.Agent.seat(role.contact(), role.wanted());
        var empty =
                Party.of(party.id(), seat, new Line.None(), new Stage.Planned(), party.broughtBy())
                        .withHeld(party.held());
        if (role.wanted() instanceof Wanted.FromQueue queue) {
            turn.put(empty.with(new Stage.Sought()));
            turn.effects.add(new CallEffect.Enqueue(role.contact().id(), queue.queue(), true));
        } else {
            Leaving.leave(
                    empty,
                    cause == EndCause.REJECTED ? EndCause.DECLINED : EndCause.NO_ANSWER,
                    turn);
        }
    }
}
