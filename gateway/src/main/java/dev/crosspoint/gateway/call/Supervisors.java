package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.call.Role.Supervising;
import dev.crosspoint.gateway.call.Role.Wanted;
import dev.crosspoint.gateway.contact.Contact;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.ContactVerb.Supervision;

/**
 * Supervisors: they listen, whisper and barge in, and each of it is on record from its beginning.
 * Whether somebody may is decided before it comes here.
 */
final class Supervisors {
    private Supervisors() {}

    /** Somebody wants to listen, or to do it in another way. */
    static void ask(CallInput.Asked asked, Supervision how, CallTurn turn) {
        var known = turn.state().agent(asked.by());
        if (known.isPresent()) {
            change(known.get(), how, asked, turn);
            return;
        }
        var subject = turn.state().contact(asked.contactId());
        if (subject.isEmpty()
                || !subject.get().isPresent()
                || !(subject.get().role() instanceof Role.Agent agent)
                || agent.supervision() != null) {
            turn.refuse(asked.ticket(), AgentError.CONFLICT, "nobody talks on that contact now");
        } else if (count(turn) >= turn.rules.maxMonitors()) {
            turn.refuse(asked.ticket(), AgentError.CONFLICT, "that contact has all its listeners");
        } else {
            begin(subject.get(), agent, how, asked, turn);
        }
    }

    private static void begin(
            Party subject,
            Role.Agent agent,
            Supervision how,
            CallInput.Asked asked,
            CallTurn turn) {
        var contact =
                new Contact(turn.newContactId(), agent.contact().initialId(), agent.contact().id());
        var role =
                Role.Agent.seat(contact, new Wanted.Own())
                        .with(asked.by())
                        .with(new Supervising(subject.id(), how));
        turn.effects.add(new CallEffect.Engage(contact.id(), asked.by()));
        record(asked.by(), agent, how, turn);
        turn.done(asked.ticket());
        var party = Party.of(turn.newId(), role, new Line.None(), new Stage.Planned(), null);
        turn.put(party);
        Seats.offer(party.id(), 0, turn);
        tell(role, turn);
        Returning.roster(party, role, turn);
        Softphones.expect(party, turn);
    }

    /** Tells a supervisor who can be heard by whom; whoever is no supervisor is told nothing. */
    static void tell(Role.Agent role, CallTurn turn) {
        var supervising = role.supervision();
        if (supervising != null) {
            turn.tell(
                    role.agent(),
                    new AgentMessage.ContactSupervision(
                            role.contact().id(), supervising.subject().value(), supervising.how()));
        }
    }

    private static void change(
            Party supervisor, Supervision how, CallInput.Asked asked, CallTurn turn) {
        if (!(supervisor.role() instanceof Role.Agent role) || role.supervision() == null) {
            turn.refuse(asked.ticket(), AgentError.CONFLICT, "you are in that call yourself");
            return;
        }
        turn.party(role.supervision().subject())
                .ifPresent(subject -> {
                    if (subject.role() instanceof Role.Agent agent) {
                        record(asked.by(), agent, how, turn);
                    }
                });
        var changed = role.with(new Supervising(role.supervision().subject(), how));
        turn.put(supervisor.with(changed));
        turn.done(asked.ticket());
        tell(changed, turn);
    }

    private static long count(CallTurn turn) {
        return turn.parties().stream()
                .filter(party ->
                        party.role() instanceof Role.Agent agent && agent.supervision() != null)
                .count();
    }

    /** A supervisor has left. */
    static void ended(Role.Agent supervisor, CallTurn turn) {
        var subject = supervisor.contact().previousId();
        if (supervisor.agent() != null && subject != null) {
            turn.effects.add(
                    new CallEffect.Audit(supervisor.agent(), new Deed.EndedSupervision(subject)));
        }
    }

    /** Somebody has left: whoever listened to them silently has nothing to listen to. */
    static void subjectLeft(Party subject, CallTurn turn) {
        for (var party : turn.parties()) {
            if (party.role() instanceof Role.Agent role
                    && role.isSilent()
                    && role.supervision() != null
                    && role.supervision().subject().equals(subject.id())) {
                Leaving.leave(party, EndCause.SUPERVISION_ENDED, turn);
            }
        }
    }

    private static void record(AgentKey by, Role.Agent subject, Supervision how, CallTurn turn) {
        var agent = subject.agent();
        turn.effects.add(
                new CallEffect.Audit(
                        by,
                        new Deed.Supervised(
                                subject.contact().id(),
                                agent == null ? "" : agent.agentId(),
                                how)));
    }
}
