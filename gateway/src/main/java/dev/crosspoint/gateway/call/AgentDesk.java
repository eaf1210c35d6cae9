package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.routing.AgentRow;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.Private;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What agents ask for. Every request gets its one reply: here, or from the call it is passed on to.
 */
final class AgentDesk {
    private final Switchboard board;
    private final AgentDirectory directory;
    private final boolean demo;
    private final Map<String, AgentKey> sessions = new HashMap<>();

    AgentDesk(Switchboard board, AgentDirectory directory, boolean demo) {
        this.board = board;
        this.directory = directory;
        this.demo = demo;
    }

    void onRequest(AgentMessage.Request request, long ticket, long nowNanos) {
        switch (request) {
            case AgentMessage.Authenticate ask -> authenticate(ask, ticket, nowNanos);
            case AgentMessage.SessionLost ask -> lose(ask.agent(), ticket, nowNanos);
            case AgentMessage.Refresh ask -> as(ask.agent(), ticket, key -> refresh(key, ticket));
            case AgentMessage.SetState ask ->
                    as(ask.agent(), ticket, key -> setState(key, ask.state(), ticket, nowNanos));
            case AgentMessage.AcceptContact ask -> {
                var input = new CallInput.Accept(ticket, new Private(board.secret()));
                pass(ask.agent(), ask.contactId(), ticket, input);
            }
            case AgentMessage.RejectContact ask ->
                    pass(ask.agent(), ask.contactId(), ticket, new CallInput.Reject(ticket));
            case AgentMessage.HangUp ask ->
                    pass(ask.agent(), ask.contactId(), ticket, new CallInput.HangUp(ticket));
            case AgentMessage.Mute ask ->
                    pass(
                            ask.agent(),
                            ask.contactId(),
                            ticket,
                            new CallInput.Mute(ticket, ask.muted()));
            case AgentMessage.SendDigits ask ->
                    Translation.digits(ask.digits().value())
                            .ifPresentOrElse(
                                    digits ->
                                            pass(
                                                    ask.agent(),
                                                    ask.contactId(),
                                                    ticket,
                                                    new CallInput.SendDigits(ticket, digits)),
                                    () ->
                                            refuse(
                                                    ticket,
                                                    AgentError.BAD_REQUEST,
                                                    "digits are up to 32 of 0-9, *, # and A-D"));
            case AgentMessage.Dial ask ->
                    as(
                            ask.agent(),
                            ticket,
                            key -> dial(key, ask.number().value(), ticket, nowNanos));
            case AgentMessage.CallDemoCustomer ask ->
                    as(ask.agent(), ticket, key -> callDemo(key, ticket));
            case AgentMessage.Invite ask -> invite(ask, ticket);
            case AgentMessage.AcceptInvite ask ->
                    board.calls()
                            .softphone(new LegId(ask.leg()))
                            .ifPresentOrElse(
                                    _ -> done(ticket),
                                    () ->
                                            refuse(
                                                    ticket,
                                                    AgentError.NOT_FOUND,
                                                    "there is no such leg"));
            case AgentMessage.Bye ask -> bye(ask, ticket);
        }
        board.settle(nowNanos);
    }

    private void authenticate(AgentMessage.Authenticate ask, long ticket, long nowNanos) {
        var identity = directory.byToken(ask.token().value());
        var key = identity.map(who -> new AgentKey(who.tenant(), who.agentId()));
        var owner = Optional.ofNullable(sessions.get(ask.session()));
        if (key.isEmpty()
                || board.board().row(key.get()).isEmpty()
                || (owner.isPresent() && !owner.equals(key))) {
            refuse(ticket, AgentError.ACCESS_DENIED, "the sign-in is not valid");
            return;
        }
        sessions.put(ask.session(), key.get());
        board.board()
                .signIn(key.get(), ask.session(), nowNanos)
                .ifPresent(before -> {
                    sessions.remove(before);
                    board.errand(
                            new Errand.ToSession(
                                    before, new AgentMessage.EndSession("signed-in-elsewhere")));
                });
        var agent = new Agent(key.get().tenant(), key.get().agentId(), ask.session());
        reply(
                ticket,
                new AgentMessage.Reply.Authenticated(agent, identity.orElseThrow().displayName()));
    }

    private void lose(Agent agent, long ticket, long nowNanos) {
        var key = sessions.remove(agent.session());
        if (key != null) {
            var contact = board.board().row(key).map(AgentRow::contact);
            board.board().signOut(key, nowNanos);
            contact.flatMap(board.calls()::contact)
                    .ifPresent(live -> board.feed(live, new CallInput.AgentLost()));
        }
        done(ticket);
    }

    private void refresh(AgentKey key, long ticket) {
        done(ticket);
        board.tellState(key);
        contactOf(key)
                .flatMap(board.calls()::contact)
                .ifPresent(live -> board.feed(live, new CallInput.AgentReturned()));
    }

    private void setState(AgentKey key, String state, long ticket, long nowNanos) {
        if (!board.board().choose(key, state, nowNanos)) {
            refuse(ticket, AgentError.CONFLICT, "that state cannot be chosen now");
            return;
        }
        done(ticket);
        board.tellState(key);
    }

    private void dial(AgentKey key, String text, long ticket, long nowNanos) {
        var tenant = board.numbering().tenant(key.tenant()).orElseThrow();
        var row = board.board().row(key).orElseThrow();
        var number = PhoneNumber.parse(text, tenant.defaultCountry());
        var facts = number.flatMap(to -> board.numbering().outbound(tenant, to));
        if (number.isEmpty()) {
            refuse(ticket, AgentError.BAD_REQUEST, "that is not a telephone number");
        } else if (facts.isEmpty()) {
            refuse(ticket, AgentError.CONFLICT, "no trunk is configured for calling out");
        } else if (row.contact() != null) {
            refuse(ticket, AgentError.BUSY, "end the contact you have first");
        } else {
            board.dial(ticket, key, facts.get(), nowNanos);
        }
    }

    private void callDemo(AgentKey key, long ticket) {
        if (demo) {
            board.errand(new Errand.CallDemo(ticket, key.tenant(), key.agentId()));
        } else {
            refuse(ticket, AgentError.NOT_FOUND, "this gateway runs without a demo customer");
        }
    }

    /**
     * The contact token is the credential; an agent who also says who it is must hold the contact.
     */
    private void invite(AgentMessage.Invite ask, long ticket) {
        var leg = new LegId(ask.leg());
        var agent = Optional.ofNullable(ask.agent());
        var live =
                board.calls()
                        .token(ask.contactToken().value())
                        .filter(call -> {
                            var holder = call.state().agent();
                            return holder != null
                                    && agent.map(a -> key(a).equals(Optional.of(holder.agent())))
                                            .orElse(true);
                        });
        if (live.isEmpty()) {
            refuse(ticket, AgentError.NOT_FOUND, "there is no such contact");
            return;
        }
        var known = board.calls().softphone(leg);
        if (known.isPresent() && known.get().live() != live.get()) {
            refuse(ticket, AgentError.CONFLICT, "that leg belongs to another contact");
            return;
        }
        board.calls().addSoftphone(leg, live.get(), agent.map(Agent::session).orElse(ask.leg()));
        var offer = new SessionText(ask.sdp().value(), ask.candidates());
        board.feed(live.get(), new CallInput.Invite(ticket, leg, offer, agent.isEmpty()));
    }

    private void bye(AgentMessage.Bye ask, long ticket) {
        var leg = new LegId(ask.leg());
        board.calls()
                .softphone(leg)
                .ifPresentOrElse(
                        softphone ->
                                board.feed(
                                        softphone.live(),
                                        new CallInput.Bye(ticket, leg, ask.why().equals("bye"))),
                        () -> done(ticket));
    }

    /** Passes a request on to the agent's own contact. */
    private void pass(Agent agent, String contactId, long ticket, CallInput input) {
        as(
                agent,
                ticket,
                key ->
                        contactOf(key)
                                .filter(contactId::equals)
                                .flatMap(board.calls()::contact)
                                .ifPresentOrElse(
                                        live -> board.feed(live, input),
                                        () ->
                                                refuse(
                                                        ticket,
                                                        AgentError.NOT_FOUND,
                                                        "that contact is not yours, or over")));
    }

    /** Does something as the agent whose session this is. */
    private void as(Agent agent, long ticket, Consumer<AgentKey> what) {
        key(agent)
                .ifPresentOrElse(
                        what, () -> refuse(ticket, AgentError.ACCESS_DENIED, "sign in first"));
    }

    private Optional<AgentKey> key(Agent agent) {
        return Optional.ofNullable(sessions.get(agent.session()))
                .filter(new AgentKey(agent.tenant(), agent.agentId())::equals);
    }

    private Optional<String> contactOf(AgentKey key) {
        return board.board().row(key).map(AgentRow::contact);
    }

    private void done(long ticket) {
        reply(ticket, new AgentMessage.Reply.Done());
    }

    private void refuse(long ticket, AgentError error, String reason) {
        reply(ticket, new AgentMessage.Reply.Refused(error, reason));
    }

    private void reply(long ticket, AgentMessage.Reply reply) {
        board.errand(new Errand.Reply(ticket, reply));
    }
}
