package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.call.Role.Wanted;
import dev.crosspoint.gateway.flow.Awaiting;
import dev.crosspoint.gateway.flow.FlowInput;
import dev.crosspoint.gateway.flow.FlowKind;
import dev.crosspoint.gateway.flow.FlowRunner;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.routing.Release;
import dev.crosspoint.gateway.routing.Standing;
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
        var role = Role.Agent.seat(turn.nextContact(), new Wanted.FromQueue(queue, name, null));
        turn.facts = turn.facts.withQueue(name);
        return Party.of(turn.newId(), role, new Line.None(), new Stage.Planned(), by);
    }

    /** A seat for one agent. */
    static Party forAgent(AgentKey agent, @Nullable PartyId by, CallTurn turn) {
        var role = Role.Agent.seat(turn.nextContact(), new Wanted.Named(agent));
        return Party.of(turn.newId(), role, new Line.None(), new Stage.Planned(), by);
    }

    /** Begins to look for the agent, with the standing that the contact's flows have given it. */
    static void seek(Party seat, CallTurn turn) {
        seek(seat, turn.facts.settings().standing(), false, turn);
    }

    /**
     * Begins to look for the agent.
     *
     * @param onlyWithAgents whether a queue that nobody is signed in for is no good
     */
    static void seek(Party seat, Standing standing, boolean onlyWithAgents, CallTurn turn) {
        if (!(seat.role() instanceof Role.Agent role)) {
            throw new IllegalStateException("not a seat");
        }
        var contact = role.contact().id();
        turn.put(seat.with(new Stage.Sought()));
        switch (role.wanted()) {
            case Wanted.FromQueue(var queue, _, _) ->
                    turn.effects.add(
                            new CallEffect.Enqueue(contact, queue, standing, onlyWithAgents));
            case Wanted.Named(var agent) ->
                    turn.effects.add(new CallEffect.Reserve(contact, agent));
            case Wanted.Own _ -> throw new IllegalStateException("nobody to look for");
        }
    }

    /** The seat that waits in a queue. */
    static Optional<Role.Agent> queued(CallTurn turn) {
        return turn.parties().stream()
                .filter(party -> party.stage() instanceof Stage.Sought)
                .map(Party::role)
                .filter(Role.Agent.class::isInstance)
                .map(Role.Agent.class::cast)
                .filter(role -> role.wanted() instanceof Wanted.FromQueue)
                .findFirst();
    }

    /** Another agent has come than one of the queue, which need not find anybody any more. */
    static void leaveQueue(CallTurn turn) {
        for (var party : turn.parties()) {
            if (!party.isPresent()
                    && party.role() instanceof Role.Agent role
                    && role.wanted() instanceof Wanted.FromQueue) {
                Leaving.leave(party, EndCause.CANCELLED, turn);
            }
        }
    }

    /** The queue has taken the contact. */
    static void joined(String contactId, CallTurn turn) {
        var seat = sought(contactId, turn);
        var guided = awaitingQueue(turn);
        if (seat.isEmpty()) {
            turn.late();
        } else if (guided.isPresent()) {
            var guide = guided.get().guide();
            Guides.tell(guided.get(), new FlowInput.Queued(), turn);
            Guides.drop(guided.get().id(), turn);
            TrunkCalls.answer(guided.get().id(), turn);
            keepCompany(guide, turn);
        } else {
            Handovers.queued(seat.get().id(), turn);
        }
    }

    /** A queue flow that only moves the contact on would begin again for ever. */
    private static void keepCompany(@Nullable Guide before, CallTurn turn) {
        if (before == null || before.flow().kind() != FlowKind.QUEUE) {
            Guides.passTime(turn);
        } else if (Guides.spent(before) < FlowRunner.MAX_STEPS_PER_RUN) {
            Guides.passTime(Guides.spent(before), turn);
        } else {
            turn.log("flow " + before.flow().flow() + " runs in circles");
        }
    }

    /** The queue does not take the contact, or the one agent is not to be had. */
    static void refused(String contactId, EndCause why, CallTurn turn) {
        var seat = sought(contactId, turn);
        if (seat.isEmpty()) {
            turn.late();
            return;
        }
        var guided = awaitingQueue(turn);
        if (guided.isPresent()) {
            turn.remove(seat.get().id());
            turn.effects.add(new CallEffect.Parted(contactId, why));
            Guides.tell(guided.get(), answer(why), turn);
        } else {
            Leaving.leave(seat.get(), why, turn);
        }
    }

    /** The contact stays in the queue it waits in, because another does not take it. */
    static void unchanged(EndCause why, CallTurn turn) {
        awaitingQueue(turn)
                .ifPresentOrElse(guided -> Guides.tell(guided, answer(why), turn), turn::late);
    }

    private static FlowInput answer(EndCause why) {
        return switch (why) {
            case QUEUE_FULL -> new FlowInput.QueueFull();
            case NO_AGENTS -> new FlowInput.NoAgents();
            default -> new FlowInput.NotQueued();
        };
    }

    /** Whose flow has asked for a queue. */
    private static Optional<Party> awaitingQueue(CallTurn turn) {
        return turn.parties().stream()
                .filter(party ->
                        party.guide() != null
                                && party.guide().flow().awaiting() instanceof Awaiting.Queue)
                .findFirst();
    }

    private static Optional<Party> sought(String contactId, CallTurn turn) {
        return turn.state()
                .contact(contactId)
                .filter(party -> party.stage() instanceof Stage.Sought);
    }

    /** The contact overflows from one queue into another. */
    static void moved(String contactId, String queue, String name, CallTurn turn) {
        sought(contactId, turn)
                .ifPresentOrElse(
                        seat -> {
                            turn.facts = turn.facts.withQueue(name);
                            if (seat.role() instanceof Role.Agent role) {
                                var wanted = new Wanted.FromQueue(queue, name, null);
                                turn.put(seat.with(role.with(wanted)));
                            }
                        },
                        turn::late);
    }

    /** It is this agent's turn: the contact rings there, or at the agent's desk phone. */
    static void found(CallInput.AgentFound found, CallTurn turn) {
        var agent = found.agent();
        var seat = sought(found.contactId(), turn);
        if (seat.isEmpty() || !(seat.get().role() instanceof Role.Agent role)) {
            turn.effects.add(new CallEffect.Free(agent, Release.WITHDRAWN));
            turn.late();
            return;
        }
        var wanted =
                role.wanted() instanceof Wanted.FromQueue(var queue, var name, _)
                        ? new Wanted.FromQueue(queue, name, found.turn())
                        : role.wanted();
        var offered =
                seat.get()
                        .with(role.with(agent).with(wanted))
                        .with(new Stage.Offered(turn.after(turn.rules.ringNanos())));
        turn.put(offered);
        Outgoing.ring(offered, agent, found.device(), turn);
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
                from(party, role, turn)
                        .map(by -> turn.rules.agent(by.agentId()).displayName())
                        .orElse(new Private("")),
                facts.data().attributes(),
                ringSeconds,
                party.line() instanceof Line.Trunk ? DESK_PHONE : SOFTPHONE);
    }

    /** Which colleague a contact comes from, who may have left already. */
    private static Optional<AgentKey> from(Party party, Role.Agent role, CallTurn turn) {
        var last = turn.facts.last();
        return turn.party(party.broughtBy())
                .map(by -> by.role() instanceof Role.Agent agent ? agent.agent() : null)
                .or(() ->
                        last != null
                                        && role.supervision() == null
                                        && last.contact().id().equals(role.contact().previousId())
                                ? Optional.of(last.agent())
                                : Optional.empty());
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
                    take(party, turn);
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
                    Stage.Replacing _,
                    Stage.Referring _,
                    Stage.Present _ ->
                    Verbs.conflict(ticket, turn);
        }
    }

    /** The agent has the contact that was offered. */
    static void take(Party party, CallTurn turn) {
        if (party.role() instanceof Role.Agent role && role.agent() != null) {
            turn.effects.add(new CallEffect.Engage(role.contact().id(), role.agent()));
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
                role, cause, cause == EndCause.REJECTED ? Release.REJECTED : Release.MISSED, turn);
        // Whatever was said of this agent is not said of the next.
        var seat = Role.Agent.seat(role.contact(), role.wanted());
        var empty =
                Party.of(party.id(), seat, new Line.None(), new Stage.Planned(), party.broughtBy())
                        .withHeld(party.held());
        if (role.wanted() instanceof Wanted.FromQueue queue && queue.turn() != null) {
            turn.put(empty.with(new Stage.Sought()));
            turn.effects.add(new CallEffect.Rejoin(queue.turn()));
        } else {
            Leaving.leave(
                    empty,
                    cause == EndCause.REJECTED ? EndCause.DECLINED : EndCause.NO_ANSWER,
                    turn);
        }
    }
}
