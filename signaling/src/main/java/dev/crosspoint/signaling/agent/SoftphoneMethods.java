package dev.crosspoint.signaling.agent;

import dev.crosspoint.signaling.agent.SoftphoneLeg.Contact;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.json.Params;
import dev.crosspoint.signaling.json.Params.BadParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The softphone's methods, for whatever carries them: the legs of one carrier, and what each is
 * waiting for. A desktop session may hold a few, a direct socket one.
 */
final class SoftphoneMethods {

    static final String INVITE = "invite";
    static final String ACCEPT = "accept";
    static final String BYE = "bye";
    static final String CONNECT = "connectContact";
    static final String DISCONNECT = "disconnectContact";

    /** The member of {@code params} that carries the contact token. */
    static final String TOKEN = "callContextToken";

    private static final Set<String> NAMES = Set.of(INVITE, ACCEPT, BYE, CONNECT, DISCONNECT);

    /** Longest contact token, characters. */
    static final int MAX_TOKEN_LENGTH = 4096;

    /** What to do about a request. */
    sealed interface Step {
        /** Ask call control; its reply goes to {@link #onReply}. */
        record Ask(String leg, AgentMessage.Request request) implements Step {}

        /** Answer now, and tell call control if there is something to tell. */
        record Reply(Answer answer, List<Effect> effects) implements Step {}
    }

    private final @Nullable Agent agent;
    private final Limits limits;
    private final AgentCounters counters;
    private final Supplier<String> legIds;
    private final SoftphoneLegs legs = new SoftphoneLegs();
    private final PeerConnections peers;

    /**
     * @param agent null on the direct socket
     * @param legIds unguessable, never the same twice
     * @param secrets unguessable
     */
    SoftphoneMethods(
            @Nullable Agent agent,
            Limits limits,
            AgentCounters counters,
            Supplier<String> legIds,
            Supplier<String> secrets) {
        this.agent = agent;
        this.limits = limits;
        this.counters = counters;
        this.legIds = legIds;
        this.peers = new PeerConnections(agent, legs, secrets);
    }

    static boolean knows(String method) {
        return NAMES.contains(method);
    }

    /**
     * A request of the client.
     *
     * @param method one that {@link #knows} says yes to
     * @param connection what the client calls the leg; null when it has no name for it
     */
    Step onRequest(String method, Params params, @Nullable String connection, long nowMs)
            throws BadParams {
        return switch (method) {
            case INVITE -> invite(params, connection);
            case ACCEPT -> accept(findForAccept(params, connection));
            case BYE -> bye(find(params, connection));
            case CONNECT -> peers.connect(params, connection);
            case DISCONNECT -> peers.disconnect(params, nowMs);
            default -> throw new IllegalArgumentException("not a method of the softphone");
        };
    }

    /**
     * Whether an invite is for other network paths of a leg that is there, and not for a new one.
     */
    static boolean isRestart(Params params) {
        return params.isTrue("iceRestart");
    }

    private Step invite(Params params, @Nullable String connection) throws BadParams {
        return isRestart(params)
                ? restart(find(params, connection), params)
                : begin(params, connection);
    }

    /**
     * ICE restart (RFC 8445 2.4): the same leg, its keys and what it hears, by other paths. The
     * token may be left out, since the carrier has shown it before.
     */
    private Step restart(@Nullable SoftphoneLeg leg, Params params) throws BadParams {
        Private token = params.optionalSecret(TOKEN, MAX_TOKEN_LENGTH);
        if (leg == null || (token != null && !token.equals(leg.contact.token()))) {
            return refuse(RpcError.NOT_FOUND, "there is no connection to restart");
        }
        return switch (leg.state) {
            case LegState.Talking _, LegState.Idle _ ->
                    new Step.Ask(leg.id, offer(leg, params, false));
            case LegState.Inviting _,
                    LegState.Invited _,
                    LegState.Accepting _,
                    LegState.Connecting _ ->
                    refuse(RpcError.CONFLICT, "the leg is being set up");
            case LegState.Ended _, LegState.Ending _ ->
                    refuse(RpcError.NOT_FOUND, "the leg is over");
        };
    }

    private AgentMessage.Invite offer(SoftphoneLeg leg, Params params, boolean standing)
            throws BadParams {
        return new AgentMessage.Invite(
                agent,
                leg.id,
                leg.contact.token(),
                params.secret("sdp", Integer.MAX_VALUE),
                params.candidates("candidates"),
                standing);
    }

    private Step begin(Params params, @Nullable String connection) throws BadParams {
        boolean standing = params.isTrue("persistentConnection");
        // Whose it is tells the session; on a socket of its own the contact does.
        Private token =
                standing && agent != null
                        ? params.optionalSecret(TOKEN, MAX_TOKEN_LENGTH)
                        : params.secret(TOKEN, MAX_TOKEN_LENGTH);
        var contact = Contact.of(params, token, connection);
        var leg = new SoftphoneLeg(legIds.get(), contact, params.optionalWord("browserId"));
        AgentMessage.Request request = offer(leg, params, standing);
        if (legs.isFull()) {
            return refuse(RpcError.BUSY, "too many legs");
        }
        if (legs.any(
                other ->
                        other.state instanceof LegState.Inviting
                                && (token == null
                                        ? other.contact.token() == null
                                        : leg.sharesContactWith(other)))) {
            return refuse(RpcError.CONFLICT, "an invite for this contact is being answered");
        }
        legs.add(leg);
        return new Step.Ask(leg.id, request);
    }

    private Step accept(@Nullable SoftphoneLeg leg) {
        if (leg == null) {
            return refuse(RpcError.NOT_FOUND, "no such leg");
        }
        return switch (leg.state) {
            case LegState.Invited s -> {
                leg.state = new LegState.Accepting(s.acceptByMs());
                yield new Step.Ask(leg.id, new AgentMessage.AcceptInvite(agent, leg.id));
            }
            case LegState.Talking _, LegState.Idle _, LegState.Connecting _ -> done();
            case LegState.Inviting _, LegState.Accepting _ ->
                    refuse(RpcError.CONFLICT, "the leg is being set up");
            case LegState.Ended _, LegState.Ending _ ->
                    refuse(RpcError.NOT_FOUND, "the leg is over");
        };
    }

    private Step bye(@Nullable SoftphoneLeg leg) {
        if (leg == null) {
            return refuse(RpcError.NOT_FOUND, "no such leg");
        }
        legs.remove(leg);
        // Both said bye at once: call control knows already.
        return leg.state.isAlive()
                ? new Step.Reply(Answer.done(), List.of(farewell(leg, "bye")))
                : done();
    }

    /**
     * The leg a request names: by its peer connection, else by its connection on the topic, else by
     * its contact; without any, the newest. A connection names its own leg or none: the contact may
     * have another leg by now.
     */
    private @Nullable SoftphoneLeg find(Params params, @Nullable String connection)
            throws BadParams {
        if (PeerConnections.isNamed(params)) {
            return peers.find(params);
        }
        String contactId = Contact.idOf(params);
        return connection == null
                ? legs.newest(l -> contactId.isEmpty() || contactId.equals(l.contact.id()))
                : legs.newest(l -> connection.equals(l.contact.connection()));
    }

    private @Nullable SoftphoneLeg findForAccept(Params params, @Nullable String connection)
            throws BadParams {
        SoftphoneLeg named = find(params, connection);
        // The second manager of connect-rtc-js accepts by a connection of its own, not the leg's.
        return named == null && !Contact.idOf(params).isEmpty() ? find(params, null) : named;
    }

    /**
     * Call control's reply to what was asked for a leg.
     *
     * @param method of the request that asked
     */
    Answer onReply(String legId, String method, Reply reply, long nowMs) {
        SoftphoneLeg leg = legs.get(legId);
        if (leg == null) {
            return Answer.failure(RpcError.NOT_FOUND, "the leg is over");
        }
        switch (leg.state) {
            case LegState.Inviting _ -> invited(leg, reply, nowMs);
            case LegState.Accepting _ when !method.equals(ACCEPT) -> {}
            case LegState.Accepting s -> {
                leg.state =
                        reply instanceof Reply.Done
                                ? new LegState.Talking()
                                : new LegState.Invited(s.acceptByMs());
                if (reply instanceof Reply.Done && leg.contact.token() == null) {
                    PeerConnections.stand(leg, nowMs);
                }
            }
            case LegState.Connecting s -> {
                // The end of the contact before may be answered meanwhile.
                if (method.equals(CONNECT)) {
                    PeerConnections.connected(leg, s, reply);
                }
            }
            case LegState.Invited _,
                    LegState.Talking _,
                    LegState.Idle _,
                    LegState.Ended _,
                    LegState.Ending _ -> {}
        }
        var answer = AgentMethods.answer(reply);
        return reply instanceof Reply.Invited ? PeerConnections.named(leg, answer) : answer;
    }

    private void invited(SoftphoneLeg leg, Reply reply, long nowMs) {
        if (!(reply instanceof Reply.Invited invited)) {
            legs.remove(leg);
            return;
        }
        if (invited.standsMs() > 0) {
            peers.grant(leg, invited.standsMs());
        }
        leg.state = new LegState.Invited(nowMs + limits.acceptWithinMs());
        // On a desktop a second invite for a contact replaces its leg; call control did so.
        legs.replaceBy(leg);
    }

    /** No reply came in time to what was asked for a leg. */
    Answer onTimeout(String legId, String method, List<Effect> out) {
        SoftphoneLeg leg = legs.get(legId);
        if (leg != null && leg.state instanceof LegState.Inviting) {
            // The leg may yet come to be: whoever makes it finds this behind the invite.
            legs.remove(leg);
            out.add(farewell(leg, "never-accepted"));
        } else if (leg != null
                && leg.state instanceof LegState.Accepting s
                && method.equals(ACCEPT)) {
            leg.state = new LegState.Invited(s.acceptByMs());
        } else if (leg != null
                && leg.state instanceof LegState.Connecting s
                && method.equals(CONNECT)) {
            leg.state = new LegState.Idle(s.untilMs());
            // The client knows of no contact; whoever is in it is not hung up on for that.
            out.add(new Effect.Tell(new AgentMessage.DisconnectContact(agent, leg.id, false)));
        }
        return Answer.failure(RpcError.TIMEOUT, "no answer in time");
    }

    /** Call control ends a leg; the client is told by what {@link #byesDue} gives next. */
    void onEndLeg(String legId) {
        SoftphoneLeg leg = legs.get(legId);
        if (leg == null) {
            counters.oddity("unknown-leg");
            return;
        }
        switch (leg.state) {
            // Never speak before the invite is answered; its answer will be "not found".
            case LegState.Inviting _ -> legs.remove(leg);
            case LegState.Idle _ -> peers.ended(leg);
            case LegState.Invited _,
                    LegState.Accepting _,
                    LegState.Talking _,
                    LegState.Connecting _ ->
                    leg.state = new LegState.Ended();
            case LegState.Ended _, LegState.Ending _ -> {}
        }
    }

    /** The contact of a leg is over, and the leg stands. */
    void onStandLeg(String legId, long nowMs) {
        if (!peers.onStandLeg(legs.get(legId), nowMs)) {
            counters.oddity("unknown-leg");
        }
    }

    /**
     * What the client is to be told now of legs that are over, once each.
     *
     * @param answerWithinMs how long the client may take for its answer
     */
    List<String> byesDue(long answerWithinMs, long nowMs) {
        var due = new ArrayList<>(legs.byesDue(answerWithinMs, nowMs));
        due.addAll(peers.due());
        return due;
    }

    /** Byes that were not answered, to be said again on a new socket. */
    List<String> unansweredByes() {
        return legs.unansweredByes();
    }

    /** The client answered one of our requests. */
    void onResponse(RpcId id) {
        if (!legs.onResponse(id)) {
            counters.oddity("stray-response");
        }
    }

    /** Reaps what has waited too long. */
    void onDeadline(long nowMs, List<Effect> out) {
        for (SoftphoneLeg leg : legs.all()) {
            if (leg.state.deadlineMs() - nowMs > 0) {
                continue;
            }
            switch (leg.state) {
                case LegState.Ending _ -> counters.oddity("bye-unanswered");
                case LegState.Idle _ -> {
                    counters.session("leg-inactive");
                    peers.expired(leg);
                    out.add(farewell(leg, "inactive"));
                }
                case LegState.Inviting _,
                        LegState.Invited _,
                        LegState.Accepting _,
                        LegState.Talking _,
                        LegState.Connecting _,
                        LegState.Ended _ -> {
                    counters.session("leg-never-accepted");
                    out.add(farewell(leg, "never-accepted"));
                }
            }
            legs.remove(leg);
        }
    }

    /** The carrier is lost for good: so are its legs. */
    void onCarrierLost(List<Effect> out) {
        for (SoftphoneLeg leg : legs.all()) {
            if (leg.state.isAlive()) {
                counters.session("leg-socket-lost");
                out.add(farewell(leg, "socket-lost"));
            }
        }
        legs.clear();
    }

    long nextDeadlineMs() {
        return legs.nextDeadlineMs();
    }

    /** The state of the only leg of a direct socket; null when it has none. */
    @Nullable LegState only() {
        return legs.all().isEmpty() ? null : legs.all().getFirst().state;
    }

    private Effect farewell(SoftphoneLeg leg, String why) {
        return new Effect.Tell(new AgentMessage.Bye(agent, leg.id, why));
    }

    static Step done() {
        return new Step.Reply(Answer.done(), List.of());
    }

    static Step refuse(RpcError error, String message) {
        return new Step.Reply(Answer.failure(error, message), List.of());
    }
}
