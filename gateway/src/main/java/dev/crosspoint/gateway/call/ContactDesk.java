package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.routing.AgentBoard;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.routing.AgentRow;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.AgentMessage.QuickConnect;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.ContactVerb.Supervision;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import dev.crosspoint.signaling.api.Tenant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;

/** What is asked of contacts: whether it may be, and to which call it goes. */
final class ContactDesk {
    private final Switchboard board;
    private final RoutingDesk routing;

    ContactDesk(Switchboard board) {
        this.board = board;
        this.routing = board.routing();
    }

    /** Passes a verb on to the contact it is about, if this agent may say it. */
    void on(AgentKey by, String contactId, ContactVerb verb, long ticket) {
        var missing = missing(verb).filter(permission -> !may(by, permission));
        if (missing.isPresent()) {
            refuse(ticket, AgentError.ACCESS_DENIED, lacking(missing.get()));
            return;
        }
        var live =
                board.calls()
                        .contact(contactId)
                        .filter(call -> call.state().facts().tenant().equals(by.tenant()));
        var own = routing.board().row(by).map(AgentRow::contact);
        if (verb instanceof ContactVerb.Supervise) {
            boolean elsewhere =
                    own.filter(mine -> live.flatMap(l -> l.state().contact(mine)).isEmpty())
                            .isPresent();
            if (elsewhere) {
                refuse(ticket, AgentError.BUSY, "end the contact you have first");
                return;
            }
        } else if (!own.equals(Optional.of(contactId))) {
            refuse(ticket, AgentError.NOT_FOUND, "that contact is not yours, or over");
            return;
        }
        live.ifPresentOrElse(
                call -> board.feed(call, new CallInput.Asked(ticket, by, contactId, verb)),
                () ->
                        refuse(
                                ticket,
                                AgentError.NOT_FOUND,
                                "there is no such contact, or it is over"));
    }

    boolean may(AgentKey agent, Permission permission) {
        return permissions(agent).contains(permission);
    }

    /** What somebody without a permission is told. */
    static String lacking(Permission permission) {
        return "your security profile lacks " + permission.word();
    }

    /** What the agent's security profile allows. */
    Set<Permission> permissions(AgentKey agent) {
        return board.numbering()
                .tenant(agent.tenant())
                .flatMap(tenant ->
                        tenant.agents().stream()
                                .filter(it -> it.agentId().equals(agent.agentId()))
                                .findFirst())
                .map(TenantSettings.AgentSettings::permissions)
                .orElse(Set.of());
    }

    /** What a verb needs besides the contact's being one's own. */
    private static Optional<Permission> missing(ContactVerb verb) {
        return switch (verb) {
            case ContactVerb.Supervise(var how) ->
                    Optional.of(
                            how == Supervision.BARGE
                                    ? Permission.MANAGER_BARGE_IN
                                    : Permission.MANAGER_LISTEN_IN);
            case ContactVerb.Transfer(var target) -> missing(target);
            case ContactVerb.Consult(var target) -> missing(target);
            case ContactVerb.Add(var target) -> missing(target);
            case ContactVerb.Accept _,
                    ContactVerb.Reject _,
                    ContactVerb.HangUp _,
                    ContactVerb.End _,
                    ContactVerb.Hold _,
                    ContactVerb.Mute _,
                    ContactVerb.SendDigits _,
                    ContactVerb.Complete _,
                    ContactVerb.Swap _,
                    ContactVerb.Join _,
                    ContactVerb.Cancel _,
                    ContactVerb.Remove _ ->
                    Optional.empty();
        };
    }

    private static Optional<Permission> missing(Target target) {
        return target instanceof Target.ToNumber
                ? Optional.of(Permission.OUTBOUND_CALL_ACCESS)
                : Optional.empty();
    }

    /** The tenant's quick connects, then its queues, then the colleagues. */
    AgentMessage.Reply quickConnects(AgentKey key) {
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
        return new AgentMessage.Reply.QuickConnects(entries);
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

    private void refuse(long ticket, AgentError error, String reason) {
        board.errand(new Errand.Reply(ticket, new AgentMessage.Reply.Refused(error, reason)));
    }
}
