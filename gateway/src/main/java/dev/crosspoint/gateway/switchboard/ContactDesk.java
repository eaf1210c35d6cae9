package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.call.CallFacts;
import dev.crosspoint.gateway.call.CallInput;
import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.call.Role;
import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.routing.AgentBoard;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.routing.AgentRow;
import dev.crosspoint.gateway.switchboard.LiveCalls.Live;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.AgentMessage.QuickConnect;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.ContactVerb.Supervision;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import dev.crosspoint.signaling.api.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is asked of contacts: whether it may be, and to which call it goes. */
final class ContactDesk {
    private static final String NO_DESKTOP = "no page of yours is open that could carry your voice";

    private final Switchboard board;
    private final RoutingDesk routing;

    ContactDesk(Switchboard board) {
        this.board = board;
        this.routing = board.routing();
    }

    /** Passes a verb on to the contact it is about, if this agent may say it. */
    void on(AgentKey by, String contactId, ContactVerb verb, long ticket, long nowNanos) {
        on(new CallInput.Asked(ticket, by, contactId, verb, false), nowNanos);
    }

    /** Likewise; of what had to be on record first all is looked at once more when it is. */
    void on(CallInput.Asked asked, long nowNanos) {
        var by = asked.by();
        var contactId = asked.contactId();
        var verb = asked.verb();
        long ticket = asked.ticket();
        var needed = needed(verb).filter(permission -> !may(by, permission));
        if (needed.isPresent()) {
            refuse(ticket, AgentError.ACCESS_DENIED, lacking(needed.get()));
            return;
        }
        var live =
                board.calls()
                        .contact(contactId)
                        .filter(call -> call.state().facts().tenant().equals(by.tenant()));
        var own = routing.board().row(by).map(AgentRow::contact);
        var right = Right.of(verb);
        boolean supervises = right == Right.SUPERVISE;
        // Whoever listens has begun it, and may end it.
        boolean listens = own.equals(Optional.of(contactId)) && isListening(by, live);
        if (!listens && !has(by, right)) {
            refuse(ticket, AgentError.ACCESS_DENIED, Right.lacking(right.oneOf()));
            return;
        }
        if (!supervises && !own.equals(Optional.of(contactId))) {
            onAnothers(by, contactId, live, verb, ticket, nowNanos);
            return;
        }
        if (supervises && !hasPage(by)) {
            refuse(ticket, AgentError.CONFLICT, NO_DESKTOP);
            return;
        }
        if (supervises && own.isPresent() && !isIn(own.get(), live)) {
            refuse(ticket, AgentError.BUSY, "end the contact you have first");
            return;
        }
        live.ifPresentOrElse(
                call -> board.feed(call, asked),
                () ->
                        refuse(
                                ticket,
                                AgentError.NOT_FOUND,
                                "there is no such contact, or it is over"));
    }

    private static boolean isIn(String contactId, Optional<Live> live) {
        return live.flatMap(call -> call.state().contact(contactId)).isPresent();
    }

    private static boolean isListening(AgentKey agent, Optional<Live> live) {
        return live.flatMap(call -> call.state().agent(agent))
                .filter(party ->
                        party.role() instanceof Role.Agent role && role.supervision() != null)
                .isPresent();
    }

    /** Somebody else's contact: as its agent, except that nobody is needed to end it. */
    private void onAnothers(
            AgentKey by,
            String contactId,
            Optional<Live> live,
            ContactVerb verb,
            long ticket,
            long nowNanos) {
        var permission = Right.of(verb).overOthers();
        var agent = live.flatMap(call -> agentOf(call, contactId));
        boolean ends = verb instanceof ContactVerb.End;
        if (live.isEmpty() || permission.isEmpty() || (agent.isEmpty() && !ends)) {
            refuse(ticket, AgentError.NOT_FOUND, "that contact is not yours, or over");
        } else if (!may(by, permission.get())) {
            refuse(ticket, AgentError.ACCESS_DENIED, lacking(permission.get()));
        } else if (ends) {
            board.errand(new Errand.Reply(ticket, new AgentMessage.Reply.Done()));
            board.abandon(live.get(), EndCause.ENDED, nowNanos);
        } else {
            var asked = new CallInput.Asked(ticket, agent.orElseThrow(), contactId, verb, false);
            board.feed(live.get(), asked);
        }
    }

    /** Who has that contact; empty while nobody does. */
    private static Optional<AgentKey> agentOf(Live live, String contactId) {
        return live.state()
                .contact(contactId)
                .map(party -> party.role() instanceof Role.Agent role ? role.agent() : null);
    }

    boolean has(AgentKey agent, Right right) {
        return right.isOf(permissions(agent));
    }

    boolean may(AgentKey agent, Permission permission) {
        return permissions(agent).contains(permission);
    }

    /** What somebody without a permission is told. */
    static String lacking(Permission permission) {
        return Right.lacking(Set.of(permission));
    }

    /** What the agent's security profile allows. */
    Set<Permission> permissions(AgentKey agent) {
        return board.permissions(agent);
    }

    /** Whether there is a page, which hears of whoever is listened to. */
    private boolean hasPage(AgentKey agent) {
        return routing.board()
                .row(agent)
                .map(AgentRow::session)
                .filter(session -> !session.equals(PhoneDesk.NO_PAGE))
                .isPresent();
    }

    /** Whether there is a page, or a phone, that can carry the agent's audio. */
    private boolean isAtDesktop(AgentKey agent) {
        return routing.board().row(agent).map(AgentRow::session).isPresent();
    }

    /** What a verb needs besides its {@link Right}. */
    private static Optional<Permission> needed(ContactVerb verb) {
        return switch (verb) {
            case ContactVerb.Supervise(var how) ->
                    Optional.of(
                            how == Supervision.BARGE
                                    ? Permission.MANAGER_BARGE_IN
                                    : Permission.MANAGER_LISTEN_IN);
            case ContactVerb.Transfer(var target) -> needed(target);
            case ContactVerb.Consult(var target) -> needed(target);
            case ContactVerb.Add(var target) -> needed(target);
            case ContactVerb.Accept _,
                    ContactVerb.Reject _,
                    ContactVerb.HangUp _,
                    ContactVerb.End _,
                    ContactVerb.Hold _,
                    ContactVerb.Mute _,
                    ContactVerb.PauseRecording _,
                    ContactVerb.SendDigits _,
                    ContactVerb.Complete _,
                    ContactVerb.Swap _,
                    ContactVerb.Join _,
                    ContactVerb.Cancel _,
                    ContactVerb.Remove _ ->
                    Optional.empty();
        };
    }

    private static Optional<Permission> needed(Target target) {
        return target instanceof Target.ToNumber
                ? Optional.of(Permission.OUTBOUND_CALL_ACCESS)
                : Optional.empty();
    }

    /** The tenant's quick connects, then its queues, then the colleagues. */
    List<QuickConnect> quickConnects(AgentKey key) {
        var tenant = board.numbering().tenant(key.tenant()).orElseThrow();
        var entries = new ArrayList<QuickConnect>();
        for (var quick : tenant.quickConnects()) {
            entries.add(entry(quick.name(), quick.target(), key.tenant()));
        }
        for (var queue : tenant.queues()) {
            var name = new Private(queue.rules().name());
            entries.add(entry(name, new Target.ToQueue(queue.id()), key.tenant()));
        }
        for (var agent : tenant.agents()) {
            if (!agent.agentId().equals(key.agentId())) {
                var target = new Target.ToAgent(agent.agentId());
                entries.add(entry(agent.displayName(), target, key.tenant()));
            }
        }
        return entries;
    }

    private QuickConnect entry(Private name, Target target, Tenant tenant) {
        var available =
                switch (target) {
                    case Target.ToAgent(var id) -> isAvailable(new AgentKey(tenant, id));
                    case Target.ToQueue(var queue) -> routing.queues().hasAgents(tenant, queue);
                    case Target.ToNumber _, Target.ToFlow _ -> null;
                };
        return new QuickConnect(name, target, available);
    }

    private boolean isAvailable(AgentKey agent) {
        return routing.board()
                .row(agent)
                .filter(row -> row.state().equals(AgentBoard.AVAILABLE))
                .isPresent();
    }

    /** A session is told of live contacts and of the agents who are there, or no longer. */
    void watch(Tenant tenant, String session, boolean on, long nowNanos) {
        if (!on) {
            board.watchers().forget(tenant, session);
            return;
        }
        board.watchers().watch(tenant, session).forEach(board::errand);
        for (var agent : routing.views().present(tenant, nowNanos)) {
            board.errand(new Errand.ToSession(session, new AgentMessage.AgentSeen(agent)));
        }
    }

    // --- calls that begin ---

    /** Whoever wants to call, by a page, a program or a phone. */
    interface Caller {
        /** It may not be. */
        void refused(AgentError error, String reason);

        /** It may. */
        void calls(CallFacts facts, Target target);
    }

    /** An agent calls somebody, by the page or a program. */
    void dial(AgentKey key, Target target, long ticket, long nowNanos) {
        dial(
                key,
                target,
                new Caller() {
                    @Override
                    public void refused(AgentError error, String reason) {
                        refuse(ticket, error, reason);
                    }

                    @Override
                    public void calls(CallFacts facts, Target to) {
                        board.dial(ticket, key, facts, to, nowNanos);
                    }
                },
                nowNanos);
    }

    /** An agent calls somebody. */
    void dial(AgentKey key, Target target, Caller caller, long nowNanos) {
        if (!has(key, Right.WORK)) {
            caller.refused(AgentError.ACCESS_DENIED, Right.lacking(Right.WORK.oneOf()));
            return;
        }
        if (routing.board().row(key).orElseThrow().contact() != null) {
            caller.refused(AgentError.BUSY, "end the contact you have first");
            return;
        }
        if (!isAtDesktop(key)) {
            caller.refused(AgentError.CONFLICT, NO_DESKTOP);
            return;
        }
        var tenant = board.numbering().tenant(key.tenant()).orElseThrow();
        switch (target) {
            case Target.ToNumber(var text) -> {
                var number = PhoneNumber.parse(text.value(), tenant.defaultCountry());
                var outbound = tenant.outbound();
                if (!may(key, Permission.OUTBOUND_CALL_ACCESS)) {
                    caller.refused(
                            AgentError.ACCESS_DENIED, lacking(Permission.OUTBOUND_CALL_ACCESS));
                } else if (outbound == null) {
                    caller.refused(AgentError.CONFLICT, "no trunk is configured for calling out");
                } else if (number.isEmpty()) {
                    caller.refused(AgentError.BAD_REQUEST, "that is not a telephone number");
                } else {
                    var facts =
                            board.numbering()
                                    .outbound(tenant, number.get(), outbound.callerId(), nowNanos);
                    var to = new Target.ToNumber(new Private(number.get().e164()));
                    caller.calls(facts, to);
                }
            }
            case Target.ToAgent(var agentId) -> {
                var callee = new AgentKey(key.tenant(), agentId);
                if (routing.board().row(callee).isEmpty() || callee.equals(key)) {
                    caller.refused(AgentError.NOT_FOUND, "there is no such colleague");
                } else {
                    caller.calls(board.numbering().internal(tenant, nowNanos), target);
                }
            }
            case Target.ToQueue _, Target.ToFlow _ ->
                    caller.refused(AgentError.BAD_REQUEST, "call a number or an agent");
        }
    }

    private void refuse(long ticket, AgentError error, String reason) {
        board.errand(new Errand.Reply(ticket, new AgentMessage.Reply.Refused(error, reason)));
    }
}
