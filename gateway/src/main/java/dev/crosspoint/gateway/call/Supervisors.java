package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.call.Role.Supervising;
import dev.crosspoint.gateway.call.Role.Wanted;
import dev.crosspoint.gateway.contact.Contact;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.ContactVerb.Supervision;
import org.jspecify.annotations.Nullable;

/**
 * Supervisors: they listen, whisper and barge in. Each of it is asked for twice: the first time
 * leads to no more than that it is put on record, and only then it is done, if it still can be.
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
        } else if (listeners(subject.get().id(), turn) >= turn.rules.maxMonitors()) {
            turn.refuse(asked.ticket(), AgentError.CONFLICT, "that contact has all its listeners");
        } else if (how == Supervision.BARGE && turn.isFull()) {
            turn.refuse(asked.ticket(), AgentError.CONFLICT, CallTurn.FULL);
        } else if (asked.onRecord()) {
            begin(subject.get(), agent, how, asked, turn);
        } else {
            record(asked, agent, how, turn);
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
        turn.effects.add(new CallEffect.Monitor(contact.id(), asked.by()));
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
        var subject = turn.party(role.supervision().subject());
        var why = obstacle(supervisor, role, subject.orElse(null), how, asked.contactId(), turn);
        if (why != null) {
            turn.refuse(asked.ticket(), AgentError.CONFLICT, why);
            return;
        }
        // Whoever barged in may stay when the subject has left: there is nobody to put on record.
        if (!asked.onRecord()
                && subject.isPresent()
                && subject.get().role() instanceof Role.Agent agent) {
            record(asked, agent, how, turn);
            return;
        }
        var changed = role.with(new Supervising(role.supervision().subject(), how));
        turn.put(supervisor.with(changed));
        turn.done(asked.ticket());
        tell(changed, turn);
    }

    /** Why a supervisor cannot go on in another way, or null. */
    private static @Nullable String obstacle(
            Party supervisor,
            Role.Agent role,
            @Nullable Party subject,
            Supervision how,
            String contactId,
            CallTurn turn) {
        boolean same =
                contactId.equals(role.contact().id())
                        || contactId.equals(role.contact().previousId());
        if (!same) {
            return "you listen to somebody else in that call";
        }
        if (how == Supervision.BARGE) {
            return role.isSilent() && turn.isFull() ? CallTurn.FULL : null;
        }
        if (subject == null) {
            return "nobody talks on that contact now";
        }
        var handover = turn.handover;
        return handover != null && handover.by().equals(supervisor.id())
                ? "finish your transfer first"
                : null;
    }

    private static long listeners(PartyId subject, CallTurn turn) {
        return turn.parties().stream()
                .filter(party ->
                        party.role() instanceof Role.Agent agent
                                && agent.supervision() != null
                                && agent.supervision().subject().equals(subject))
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

    private static void record(
            CallInput.Asked asked, Role.Agent subject, Supervision how, CallTurn turn) {
        var agent = subject.agent();
        turn.effects.add(
                new CallEffect.AuditFirst(
                        asked.recorded(),
                        new Deed.Supervised(
                                subject.contact().id(),
                                agent == null ? "" : agent.agentId(),
                                how)));
    }
}
