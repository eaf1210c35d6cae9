package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.fraud.Denial;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.switchboard.ControlMessage.Finding;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import java.util.Optional;

/** What programs ask for: as {@link AgentDesk}, for those who have no session here. */
final class ControlDesk {
    private final Switchboard board;
    private final RoutingDesk routing;
    private final ContactDesk contacts;

    ControlDesk(Switchboard board) {
        this.board = board;
        this.routing = board.routing();
        this.contacts = new ContactDesk(board);
    }

    // --- what is to be done ---

    /** Every request gets its one reply: here, or from the call it is passed on to. */
    void onRequest(ControlMessage.Request request, long ticket, long nowNanos) {
        switch (request) {
            case ControlMessage.Act(var by, var contact, var verb) ->
                    contacts.on(by, contact, verb, ticket, nowNanos);
            case ControlMessage.Dial(var by, var target) ->
                    contacts.dial(by, target, ticket, nowNanos);
            case ControlMessage.SetState ask -> setState(ask, ticket, nowNanos);
            case ControlMessage.Deny(var by, var denial) -> deny(by, denial, ticket, nowNanos);
            case ControlMessage.Lift(var by, var denial) -> lift(by, denial, ticket);
            case ControlMessage.Watch(var tenant, var session, boolean on) -> {
                contacts.watch(tenant, session, on, nowNanos);
                done(ticket);
            }
        }
        board.settle(nowNanos);
    }

    private void setState(ControlMessage.SetState ask, long ticket, long nowNanos) {
        var agent = new AgentKey(ask.by().tenant(), ask.agentId());
        var refusal = refusal(ask.by(), agent, Permission.CHANGE_AGENT_STATE);
        if (refusal.isPresent()) {
            reply(ticket, refused(refusal.get()));
        } else {
            routing.choose(agent, ask.state(), ticket, nowNanos);
        }
    }

    private void deny(AgentKey by, Denial denial, long ticket, long nowNanos) {
        var world = board.world(by.tenant());
        if (!world.deny(denial, nowNanos)) {
            refuse(ticket, AgentError.CONFLICT, "the list of those denied is full");
            return;
        }
        done(ticket);
        for (var live : board.calls().all()) {
            var facts = live.state().facts();
            if (facts.tenant().equals(by.tenant())
                    && world.isUnwanted(facts.contactId(), nowNanos)) {
                board.abandon(live, EndCause.DENIED, nowNanos);
            }
        }
    }

    private void lift(AgentKey by, String denial, long ticket) {
        if (board.world(by.tenant()).lift(denial)) {
            done(ticket);
        } else {
            refuse(ticket, AgentError.NOT_FOUND, "there is no such denial");
        }
    }

    // --- what is to be known ---

    Finding find(ControlMessage.Question question, long nowNanos) {
        return switch (question) {
            case ControlMessage.ListContacts(var by) ->
                    new Finding.Contacts(board.watchers().live(by.tenant()));
            case ControlMessage.ShowContact(var by, var contact) -> contact(by, contact);
            case ControlMessage.ListQuickConnects(var by) ->
                    new Finding.QuickConnects(contacts.quickConnects(by));
            case ControlMessage.ListAgents(var by) ->
                    new Finding.Agents(routing.views().all(by.tenant(), nowNanos));
            case ControlMessage.ShowAgent(var by, var id) -> {
                var agent = new AgentKey(by.tenant(), id);
                yield refusal(by, agent, Permission.ACCESS_METRICS)
                        .<Finding>map(refused -> refused)
                        .orElseGet(() -> routing.views().withHistory(agent, nowNanos));
            }
            case ControlMessage.ListLegs(var by, var trunk, var agent, var contact) ->
                    new Finding.Legs(
                            board.contacts().legs().find(by.tenant(), trunk, agent, contact));
            case ControlMessage.ListDenials(var by) ->
                    new Finding.Denials(board.world(by.tenant()).denials(nowNanos));
        };
    }

    /** Who takes part may see a contact; for anybody else who may not, it is not there. */
    private Finding contact(AgentKey by, String contactId) {
        return board.calls()
                .contact(contactId)
                .map(LiveCalls.Live::state)
                .filter(state -> state.facts().tenant().equals(by.tenant()))
                .filter(state ->
                        state.agent(by).isPresent() || contacts.may(by, Permission.ACCESS_METRICS))
                .flatMap(state -> Optional.ofNullable(state.told().view()))
                .<Finding>map(Finding.Contact::new)
                .orElseGet(() ->
                        new Finding.Refused(
                                AgentError.NOT_FOUND, "there is no such contact, or it is over"));
    }

    /** Why somebody may not do or see something of an agent; empty when it may be. */
    private Optional<Finding.Refused> refusal(AgentKey by, AgentKey agent, Permission another) {
        if (!by.equals(agent) && !contacts.may(by, another)) {
            return Optional.of(
                    new Finding.Refused(AgentError.ACCESS_DENIED, ContactDesk.lacking(another)));
        }
        return routing.views().has(agent)
                ? Optional.empty()
                : Optional.of(new Finding.Refused(AgentError.NOT_FOUND, "there is no such agent"));
    }

    // --- replies ---

    private void done(long ticket) {
        reply(ticket, new AgentMessage.Reply.Done());
    }

    private void refuse(long ticket, AgentError error, String reason) {
        reply(ticket, new AgentMessage.Reply.Refused(error, reason));
    }

    private static AgentMessage.Reply refused(Finding.Refused refused) {
        return new AgentMessage.Reply.Refused(refused.error(), refused.reason());
    }

    private void reply(long ticket, AgentMessage.Reply reply) {
        board.errand(new Errand.Reply(ticket, reply));
    }
}
