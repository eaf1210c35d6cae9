package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.access.AgentDirectory;
import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.call.CallInput;
import dev.crosspoint.gateway.routing.AgentBoard;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.routing.AgentRow;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What agents ask for. Every request gets its one reply: here, or from the call it is passed on to.
 */
final class AgentDesk {
    private final Switchboard board;
    private final RoutingDesk routing;
    private final AgentDirectory directory;
    private final ContactDesk contacts;
    private final SoftphoneDesk softphones;
    private final boolean demo;
    private final Map<String, Session> sessions = new HashMap<>();

    /** An open desktop, and the sign-in behind it. */
    private record Session(AgentKey key, Private token) {}

    AgentDesk(Switchboard board, AgentDirectory directory, boolean demo) {
        this.board = board;
        this.routing = board.routing();
        this.directory = directory;
        this.contacts = new ContactDesk(board);
        this.softphones = new SoftphoneDesk(board, this::key);
        this.demo = demo;
    }

    void onRequest(AgentMessage.Request request, long ticket, long nowNanos) {
        switch (request) {
            case AgentMessage.Authenticate ask -> authenticate(ask, ticket, nowNanos);
            case AgentMessage.SessionLost ask -> lose(ask.agent(), ticket, nowNanos);
            case AgentMessage.Refresh ask -> as(ask.agent(), ticket, key -> refresh(key, ticket));
            case AgentMessage.SetState ask ->
                    as(ask.agent(), ticket, key -> setState(key, ask.state(), ticket, nowNanos));
            case AgentMessage.SetDevice ask ->
                    as(ask.agent(), ticket, key -> setDevice(key, ask.device(), ticket));
            case AgentMessage.OnContact ask ->
                    as(
                            ask.agent(),
                            ticket,
                            key -> contacts.on(key, ask.contactId(), ask.verb(), ticket, nowNanos));
            case AgentMessage.Dial ask ->
                    as(
                            ask.agent(),
                            ticket,
                            key -> contacts.dial(key, ask.target(), ticket, nowNanos));
            case AgentMessage.ListQuickConnects ask ->
                    as(ask.agent(), ticket, key -> quickConnects(key, ticket));
            case AgentMessage.Watch ask ->
                    as(ask.agent(), ticket, key -> watch(key, ask, ticket, nowNanos));
            case AgentMessage.CallDemoCustomer ask ->
                    as(ask.agent(), ticket, key -> callDemo(key, ticket));
            case AgentMessage.Invite ask -> softphones.invite(ask, ticket, nowNanos);
            case AgentMessage.AcceptInvite ask -> softphones.accept(ask, ticket);
            case AgentMessage.ConnectContact ask -> softphones.connect(ask, ticket);
            case AgentMessage.DisconnectContact ask -> softphones.disconnect(ask, ticket);
            case AgentMessage.Bye ask -> softphones.bye(ask, ticket, nowNanos);
        }
        board.settle(nowNanos);
    }

    /** What had to be on record first is, whoever asked for it. */
    void onRecord(CallInput.Asked asked, long nowNanos) {
        contacts.on(asked, nowNanos);
        board.settle(nowNanos);
    }

    /**
     * Somebody who comes in by a request.
     *
     * @param agentId null for a softphone that has a contact's token and nothing else
     */
    record Entering(Tenant tenant, @Nullable String agentId) {}

    /** Who comes in by a request; empty when it leads to nobody, or when they are in already. */
    Optional<Entering> entering(AgentMessage.Request request) {
        return switch (request) {
            case AgentMessage.Authenticate ask ->
                    directory
                            .byToken(ask.token().value())
                            .map(who -> new Entering(who.tenant(), who.agentId()));
            case AgentMessage.Invite ask when ask.agent() == null && ask.contactToken() != null ->
                    board.calls()
                            .token(ask.contactToken().value())
                            .map(live -> new Entering(live.state().facts().tenant(), null));
            default -> Optional.empty();
        };
    }

    // --- sessions ---

    private void authenticate(AgentMessage.Authenticate ask, long ticket, long nowNanos) {
        var identity = directory.byToken(ask.token().value());
        var key = identity.map(who -> new AgentKey(who.tenant(), who.agentId()));
        var owner = Optional.ofNullable(sessions.get(ask.session())).map(Session::key);
        if (key.isEmpty()
                || routing.board().row(key.get()).isEmpty()
                || (owner.isPresent() && !owner.equals(key))) {
            refuse(ticket, AgentError.ACCESS_DENIED, "the sign-in is not valid");
            return;
        }
        sessions.put(ask.session(), new Session(key.get(), ask.token()));
        board.phones().pageHere(key.get());
        routing.board()
                .signIn(key.get(), ask.session(), nowNanos)
                .ifPresent(before -> {
                    forget(before);
                    board.standing().endAll(before, nowNanos);
                    board.errand(
                            new Errand.ToSession(
                                    before, new AgentMessage.EndSession("signed-in-elsewhere")));
                });
        var agent = new Agent(key.get().tenant(), key.get().agentId(), ask.session());
        reply(
                ticket,
                new AgentMessage.Reply.Authenticated(
                        agent,
                        identity.orElseThrow().displayName(),
                        contacts.permissions(key.get()).stream().map(Permission::word).toList(),
                        board.routing().devices().of(key.get())));
    }

    private void lose(Agent agent, long ticket, long nowNanos) {
        leave(agent.session(), nowNanos);
        done(ticket);
    }

    /**
     * Ends the desktops whose sign-in was ended; those whose time is over once their contact is.
     * While a desktop is open, its sign-in is in use.
     */
    void look(long nowNanos) {
        for (var entry : Map.copyOf(sessions).entrySet()) {
            var token = entry.getValue().token().value();
            if (directory.byToken(token).isPresent()) {
                continue;
            }
            boolean busy =
                    routing.board()
                            .row(entry.getValue().key())
                            .map(AgentRow::contact)
                            .flatMap(board.calls()::contact)
                            .isPresent();
            if (directory.isEnded(token) || !busy) {
                leave(entry.getKey(), nowNanos);
                board.errand(
                        new Errand.ToSession(
                                entry.getKey(), new AgentMessage.EndSession("signed-out")));
            }
        }
        board.settle(nowNanos);
    }

    private void leave(String session, long nowNanos) {
        // A page that only lost its socket comes back; one whose sign-in was ended does not.
        boolean forGood =
                Optional.ofNullable(sessions.get(session))
                        .filter(it -> directory.isEnded(it.token().value()))
                        .isPresent();
        forget(session)
                .ifPresent(lost -> {
                    var contact = routing.board().row(lost).map(AgentRow::contact);
                    board.phones().pageGone(lost, nowNanos);
                    board.standing().endAll(lost, nowNanos);
                    contact.flatMap(board.calls()::contact)
                            .ifPresent(live ->
                                    board.feed(live, new CallInput.AgentLost(lost, forGood)));
                });
    }

    private Optional<AgentKey> forget(String session) {
        var key = Optional.ofNullable(sessions.remove(session)).map(Session::key);
        key.ifPresent(agent -> board.watchers().forget(agent.tenant(), session));
        return key;
    }

    private void refresh(AgentKey key, long ticket) {
        done(ticket);
        routing.tellState(key);
        routing.board()
                .row(key)
                .map(AgentRow::contact)
                .flatMap(board.calls()::contact)
                .ifPresent(live -> board.feed(live, new CallInput.AgentReturned(key)));
    }

    // --- the agent ---

    private void setState(AgentKey key, String state, long ticket, long nowNanos) {
        // Offline is how a page signs out, which is everybody's.
        if (state.equals(AgentBoard.OFFLINE) || isAllowed(key, Right.CHOOSE_STATE, ticket)) {
            routing.choose(key, state, ticket, nowNanos);
        }
    }

    private void setDevice(AgentKey key, String device, long ticket) {
        if (!isAllowed(key, Right.WORK, ticket)) {
            return;
        }
        if (!routing.devices().choose(key, device)) {
            refuse(ticket, AgentError.CONFLICT, "no such device is switched on for you");
            return;
        }
        done(ticket);
        routing.tellState(key);
    }

    private void watch(AgentKey key, AgentMessage.Watch ask, long ticket, long nowNanos) {
        if (!contacts.may(key, Permission.ACCESS_METRICS)) {
            refuse(
                    ticket,
                    AgentError.ACCESS_DENIED,
                    ContactDesk.lacking(Permission.ACCESS_METRICS));
            return;
        }
        done(ticket);
        contacts.watch(key.tenant(), ask.agent().session(), ask.on(), nowNanos);
    }

    // --- calls ---

    private void quickConnects(AgentKey key, long ticket) {
        if (isAllowed(key, Right.WORK, ticket)) {
            reply(ticket, new AgentMessage.Reply.QuickConnects(contacts.quickConnects(key)));
        }
    }

    private void callDemo(AgentKey key, long ticket) {
        if (demo) {
            board.errand(new Errand.CallDemo(ticket, key.tenant(), key.agentId()));
        } else {
            refuse(ticket, AgentError.NOT_FOUND, "this gateway runs without a demo customer");
        }
    }

    /** Does something as the agent whose session this is. */
    private void as(Agent agent, long ticket, Consumer<AgentKey> what) {
        key(agent)
                .ifPresentOrElse(
                        what, () -> refuse(ticket, AgentError.ACCESS_DENIED, "sign in first"));
    }

    private Optional<AgentKey> key(Agent agent) {
        return Optional.ofNullable(sessions.get(agent.session()))
                .map(Session::key)
                .filter(new AgentKey(agent.tenant(), agent.agentId())::equals);
    }

    /** Whether an agent has a right; who has not, is refused. */
    private boolean isAllowed(AgentKey key, Right right, long ticket) {
        boolean allowed = contacts.has(key, right);
        if (!allowed) {
            refuse(ticket, AgentError.ACCESS_DENIED, Right.lacking(right.oneOf()));
        }
        return allowed;
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
