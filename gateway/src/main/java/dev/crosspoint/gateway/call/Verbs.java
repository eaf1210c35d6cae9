package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.call.Handover.Kind;
import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What agents and supervisors want done. Every request gets its one reply. */
final class Verbs {
    private Verbs() {}

    static void on(CallInput.Asked asked, CallTurn turn) {
        long ticket = asked.ticket();
        if (asked.verb() instanceof ContactVerb.Supervise(var how)) {
            Supervisors.ask(asked, how, turn);
            return;
        }
        var agent = turn.state().agent(asked.by());
        if (agent.isEmpty() || !(agent.get().role() instanceof Role.Agent role)) {
            turn.refuse(ticket, AgentError.NOT_FOUND, "that contact is not yours, or over");
            return;
        }
        var by = agent.get();
        switch (asked.verb()) {
            case ContactVerb.Accept _ -> Seats.accept(by, ticket, turn);
            case ContactVerb.Reject _ -> reject(by, ticket, turn);
            case ContactVerb.HangUp _ -> hangUp(by, ticket, turn);
            case ContactVerb.Mute mute when isMeant(by, mute.participant()) -> {
                turn.put(by.withMuted(mute.muted()));
                turn.done(ticket);
            }
            case ContactVerb verb when role.isSilent() || !by.isPresent() -> conflict(ticket, turn);
            case ContactVerb.End _ -> {
                turn.done(ticket);
                // Nobody is given back what ends.
                turn.handover = null;
                Leaving.leave(by, EndCause.AGENT_HUNG_UP, turn);
                Leaving.end(EndCause.AGENT_HUNG_UP, turn);
            }
            case ContactVerb.Mute mute ->
                    others(
                            mute.participant(),
                            by,
                            ticket,
                            turn,
                            party -> turn.put(party.withMuted(mute.muted())));
            case ContactVerb.Hold hold ->
                    others(
                            hold.participant(),
                            by,
                            ticket,
                            turn,
                            Party::isPresent,
                            party -> Holding.set(party.id(), hold.held(), turn));
            case ContactVerb.PauseRecording(boolean paused) ->
                    Recordings.pause(by, paused, ticket, turn);
            case ContactVerb.SendDigits digits -> sendDigits(digits, by, ticket, turn);
            case ContactVerb.Transfer(var target) -> bring(target, Kind.BLIND, by, ticket, turn);
            case ContactVerb.Consult(var target) -> bring(target, Kind.CONSULT, by, ticket, turn);
            case ContactVerb.Add(var target) -> bring(target, null, by, ticket, turn);
            case ContactVerb.Complete _ ->
                    own(by, ticket, turn, handover -> Handovers.complete(handover, turn));
            case ContactVerb.Swap _ ->
                    talking(by, ticket, turn, handover -> Handovers.swap(handover, turn));
            case ContactVerb.Join _ ->
                    talking(by, ticket, turn, handover -> Handovers.resume(handover, turn));
            case ContactVerb.Cancel _ ->
                    own(
                            by,
                            ticket,
                            turn,
                            handover ->
                                    turn.party(handover.target())
                                            .ifPresent(target ->
                                                    Leaving.leave(
                                                            target, EndCause.CANCELLED, turn)));
            case ContactVerb.Remove(var participant) ->
                    others(
                            participant,
                            by,
                            ticket,
                            turn,
                            party ->
                                    Leaving.leave(
                                            party,
                                            party.isPresent()
                                                    ? EndCause.REMOVED
                                                    : EndCause.CANCELLED,
                                            turn));
            case ContactVerb.Supervise _ -> throw new IllegalStateException("handled before");
        }
    }

    private static boolean isMeant(Party by, @Nullable String participant) {
        return participant == null || by.id().value().equals(participant);
    }

    private static void reject(Party by, long ticket, CallTurn turn) {
        if (by.stage() instanceof Stage.Offered) {
            turn.done(ticket);
            Seats.pass(by, EndCause.REJECTED, turn);
        } else {
            conflict(ticket, turn);
        }
    }

    private static void hangUp(Party by, long ticket, CallTurn turn) {
        turn.done(ticket);
        switch (by.stage()) {
            case Stage.Offered _ -> Seats.pass(by, EndCause.REJECTED, turn);
            case Stage.Arriving _,
                    Stage.Planned _,
                    Stage.Sought _,
                    Stage.Joining _,
                    Stage.Dialing _,
                    Stage.Replacing _,
                    Stage.Referring _,
                    Stage.Present _ ->
                    Leaving.signOff(by, turn);
        }
    }

    // --- bringing somebody in ---

    /**
     * @param kind null to add somebody to the conversation
     */
    private static void bring(
            Target target, @Nullable Kind kind, Party by, long ticket, CallTurn turn) {
        if (kind != null && turn.handover != null) {
            turn.refuse(ticket, AgentError.CONFLICT, "a transfer is under way already");
            return;
        }
        if (target instanceof Target.ToFlow(var flow)) {
            if (kind == Kind.BLIND) {
                Guides.transfer(flow, by, ticket, turn);
            } else {
                turn.refuse(ticket, AgentError.BAD_REQUEST, "nobody can talk to a flow");
            }
            return;
        }
        new Targets(turn)
                .planned(target, kind == Kind.BLIND, by, ticket)
                .ifPresent(party -> {
                    turn.done(ticket);
                    turn.put(party);
                    if (kind != null) {
                        Handovers.begin(by, party.id(), kind, turn);
                    }
                });
    }

    /** With the handover that this agent began. */
    private static void own(Party by, long ticket, CallTurn turn, Consumer<Handover> what) {
        var handover = turn.handover;
        if (handover == null || !handover.by().equals(by.id())) {
            turn.refuse(ticket, AgentError.CONFLICT, "you have no transfer under way");
            return;
        }
        turn.done(ticket);
        what.accept(handover);
    }

    /** Likewise, once the two talk. */
    private static void talking(Party by, long ticket, CallTurn turn, Consumer<Handover> what) {
        var handover = turn.handover;
        boolean here =
                handover != null
                        && handover.kind() == Kind.CONSULT
                        && turn.party(handover.target()).filter(Party::isPresent).isPresent();
        if (here) {
            own(by, ticket, turn, what);
        } else {
            turn.refuse(ticket, AgentError.CONFLICT, "the other side has not answered");
        }
    }

    // --- the others ---

    /** Does something with one participant, or with everybody but the one who asks. */
    private static void others(
            @Nullable String participant,
            Party by,
            long ticket,
            CallTurn turn,
            Consumer<Party> what) {
        others(participant, by, ticket, turn, _ -> true, what);
    }

    /** Likewise, with those of them of whom it can be done. */
    private static void others(
            @Nullable String participant,
            Party by,
            long ticket,
            CallTurn turn,
            Predicate<Party> able,
            Consumer<Party> what) {
        Predicate<Party> meant =
                party ->
                        party.isMember()
                                && !party.id().equals(by.id())
                                && (participant == null || party.id().value().equals(participant));
        var parties = turn.parties().stream().filter(meant).toList();
        if (parties.isEmpty()) {
            turn.refuse(ticket, AgentError.NOT_FOUND, "there is nobody of that name in the call");
        } else if (parties.stream().noneMatch(able)) {
            conflict(ticket, turn);
        } else {
            turn.done(ticket);
            parties.stream().filter(able).forEach(party -> turn.party(party.id()).ifPresent(what));
        }
    }

    private static void sendDigits(
            ContactVerb.SendDigits verb, Party by, long ticket, CallTurn turn) {
        var digits = Keypad.digits(verb.digits().value());
        if (digits.isEmpty()) {
            turn.refuse(ticket, AgentError.BAD_REQUEST, "digits are up to 32 of 0-9, *, # and A-D");
            return;
        }
        var listeners = keypads(verb.participant(), by, turn);
        if (listeners.isEmpty()) {
            conflict(ticket, turn);
        }
        long waits = ticket;
        for (var listener : listeners) {
            send(listener, digits.get(), waits, turn);
            waits = CallInput.NOBODY;
        }
    }

    /** Whose keypad tones the agent sends: those outside who hear the agent or announce to it. */
    private static List<Party> keypads(@Nullable String participant, Party by, CallTurn turn) {
        return turn.parties().stream()
                .filter(Party::isOutside)
                .filter(party -> party.leg() != null)
                .filter(party -> participant == null || party.id().value().equals(participant))
                .filter(party ->
                        Hearing.hears(party, by.withMuted(false), turn.handover)
                                || Hearing.hears(by, party.withMuted(false), turn.handover))
                .toList();
    }

    /** Relays a key to everybody who hears whoever pressed it, and has not heard the key itself. */
    static void relayDigit(Party from, Digits digit, Keypad.Way way, CallTurn turn) {
        for (var listener : turn.parties()) {
            if (!Hearing.hears(listener, from, turn.handover) || !listener.isMember()) {
                continue;
            }
            if (way != Keypad.Way.TONE) {
                send(listener, digit, CallInput.NOBODY, turn);
            }
            if (listener.role() instanceof Role.Agent agent) {
                turn.tell(
                        agent.agent(),
                        new AgentMessage.ContactDigit(
                                agent.contact().id(),
                                from.id().value(),
                                new Private(digit.value())));
            }
        }
    }

    private static void send(Party listener, Digits digits, long ticket, CallTurn turn) {
        Optional.ofNullable(listener.leg())
                .ifPresent(leg ->
                        turn.media(
                                new MediaCommand.SendDigits(
                                        turn.tenant(), turn.facts.call(), leg, digits),
                                ticket));
    }

    static void conflict(long ticket, CallTurn turn) {
        turn.refuse(ticket, AgentError.CONFLICT, "the contact is not in a state for that");
    }
}
