package dev.crosspoint.signaling.agent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.json.Params;
import dev.crosspoint.signaling.json.Params.BadParams;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The softphone's methods invite, accept and bye, for whatever carries them: the legs of one
 * carrier, and what each is waiting for. A desktop session may hold a few, a direct socket one.
 */
final class SoftphoneMethods {

    static final String INVITE = "invite";
    static final String ACCEPT = "accept";
    static final String BYE = "bye";

    /** The member of {@code params} that carries the contact token. */
    static final String TOKEN = "callContextToken";

    private static final Set<String> NAMES = Set.of(INVITE, ACCEPT, BYE);

    /** Legs of one carrier: one that talks, one that replaces it, and two that are ending. */
    private static final int MAX_LEGS = 4;

    /** Longest contact token, characters. */
    private static final int MAX_TOKEN_LENGTH = 4096;

    /** What to do about a request. */
    sealed interface Step {
        /** Ask call control; its reply goes to {@link #onReply}. */
        record Ask(String leg, AgentMessage.Request request) implements Step {}

        /** Answer now, and tell call control if there is something to tell. */
        record Reply(Answer answer, List<Effect> effects) implements Step {}
    }

    private static final class Leg {
        private final String id;
        private final String contactId;
        private final @Nullable String connection;
        private final Private token;
        private LegState state = new LegState.Inviting();

        Leg(String id, String contactId, @Nullable String connection, Private token) {
            this.id = id;
            this.contactId = contactId;
            this.connection = connection;
            this.token = token;
        }
    }

    private final @Nullable Agent agent;
    private final Limits limits;
    private final AgentCounters counters;
    private final Supplier<String> legIds;
    private final Map<String, Leg> legs = new LinkedHashMap<>(2);
    private int lastBye;

    /**
     * @param agent null on the direct socket
     * @param legIds unguessable, never the same twice
     */
    SoftphoneMethods(
            @Nullable Agent agent, Limits limits, AgentCounters counters, Supplier<String> legIds) {
        this.agent = agent;
        this.limits = limits;
        this.counters = counters;
        this.legIds = legIds;
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
    Step onRequest(String method, Params params, @Nullable String connection) throws BadParams {
        return switch (method) {
            case INVITE -> invite(params, connection);
            case ACCEPT -> accept(findForAccept(params, connection));
            case BYE -> bye(find(params, connection));
            default -> throw new IllegalArgumentException("not a method of the softphone");
        };
    }

    /** Whether an invite is for other network paths of a leg that talks, and not for a new leg. */
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
    private Step restart(@Nullable Leg leg, Params params) throws BadParams {
        Private token = params.optionalSecret(TOKEN, MAX_TOKEN_LENGTH);
        if (leg == null || (token != null && !token.equals(leg.token))) {
            return refuse(RpcError.NOT_FOUND, "there is no connection to restart");
        }
        return switch (leg.state) {
            case LegState.Talking _ ->
                    new Step.Ask(
                            leg.id,
                            new AgentMessage.Invite(
                                    agent,
                                    leg.id,
                                    leg.token,
                                    params.secret("sdp", Integer.MAX_VALUE),
                                    params.candidates("candidates")));
            case LegState.Inviting _, LegState.Invited _, LegState.Accepting _ ->
                    refuse(RpcError.CONFLICT, "the leg is being set up");
            case LegState.Ended _, LegState.Ending _ ->
                    refuse(RpcError.NOT_FOUND, "the leg is over");
        };
    }

    private Step begin(Params params, @Nullable String connection) throws BadParams {
        Private token = params.secret(TOKEN, MAX_TOKEN_LENGTH);
        String contactId = params.optionalWord("contactId");
        Leg leg = new Leg(legIds.get(), contactId == null ? "" : contactId, connection, token);
        AgentMessage.Request request =
                new AgentMessage.Invite(
                        agent,
                        leg.id,
                        token,
                        params.secret("sdp", Integer.MAX_VALUE),
                        params.candidates("candidates"));
        if (legs.size() == MAX_LEGS) {
            return refuse(RpcError.BUSY, "too many legs");
        }
        if (legs.values().stream()
                .anyMatch(l -> l.token.equals(token) && l.state instanceof LegState.Inviting)) {
            return refuse(RpcError.CONFLICT, "an invite for this contact is being answered");
        }
        legs.put(leg.id, leg);
        return new Step.Ask(leg.id, request);
    }

    private Step accept(@Nullable Leg leg) {
        if (leg == null) {
            return refuse(RpcError.NOT_FOUND, "no such leg");
        }
        return switch (leg.state) {
            case LegState.Invited s -> {
                leg.state = new LegState.Accepting(s.acceptByMs());
                yield new Step.Ask(leg.id, new AgentMessage.AcceptInvite(agent, leg.id));
            }
            case LegState.Talking _ -> new Step.Reply(Answer.done(), List.of());
            case LegState.Inviting _, LegState.Accepting _ ->
                    refuse(RpcError.CONFLICT, "the leg is being set up");
            case LegState.Ended _, LegState.Ending _ ->
                    refuse(RpcError.NOT_FOUND, "the leg is over");
        };
    }

    private Step bye(@Nullable Leg leg) {
        if (leg == null) {
            return refuse(RpcError.NOT_FOUND, "no such leg");
        }
        legs.remove(leg.id);
        // Both said bye at once: call control knows already.
        return leg.state.isAlive()
                ? new Step.Reply(Answer.done(), List.of(farewell(leg, "bye")))
                : new Step.Reply(Answer.done(), List.of());
    }

    /**
     * The leg a request names: by its connection on the topic, else by its contact; without either,
     * the newest. A connection names its own leg or none: the contact may have another leg by now.
     */
    private @Nullable Leg find(Params params, @Nullable String connection) throws BadParams {
        String contactId = params.optionalWord("contactId");
        return connection == null
                ? newest(l -> contactId == null || contactId.equals(l.contactId))
                : newest(l -> connection.equals(l.connection));
    }

    private @Nullable Leg findForAccept(Params params, @Nullable String connection)
            throws BadParams {
        Leg named = find(params, connection);
        // The second manager of connect-rtc-js accepts by a connection of its own, not the leg's.
        return named == null && params.optionalWord("contactId") != null
                ? find(params, null)
                : named;
    }

    private @Nullable Leg newest(Predicate<Leg> which) {
        Leg alive = null;
        Leg ending = null;
        for (Leg leg : legs.values()) {
            if (!which.test(leg)) {
                continue;
            }
            if (leg.state.isAlive()) {
                alive = leg;
            } else {
                ending = leg;
            }
        }
        return alive != null ? alive : ending;
    }

    /** Call control's reply to what was asked for a leg. */
    Answer onReply(String legId, Reply reply, long nowMs) {
        Leg leg = legs.get(legId);
        if (leg == null) {
            return Answer.failure(RpcError.NOT_FOUND, "the leg is over");
        }
        return switch (leg.state) {
            case LegState.Inviting _ -> invited(leg, reply, nowMs);
            case LegState.Accepting s -> {
                leg.state =
                        reply instanceof Reply.Done
                                ? new LegState.Talking()
                                : new LegState.Invited(s.acceptByMs());
                yield AgentMethods.answer(reply);
            }
            case LegState.Invited _, LegState.Talking _, LegState.Ended _, LegState.Ending _ ->
                    AgentMethods.answer(reply);
        };
    }

    private Answer invited(Leg leg, Reply reply, long nowMs) {
        if (reply instanceof Reply.Invited) {
            leg.state = new LegState.Invited(nowMs + limits.acceptWithinMs());
            // On a desktop a second invite for a contact replaces its leg; call control did so.
            legs.values()
                    .removeIf(l ->
                            l != leg
                                    && l.token.equals(leg.token)
                                    && !(l.state instanceof LegState.Ending));
        } else {
            legs.remove(leg.id);
        }
        return AgentMethods.answer(reply);
    }

    /** No reply came in time to what was asked for a leg. */
    Answer onTimeout(String legId, List<Effect> out) {
        Leg leg = legs.get(legId);
        if (leg != null && leg.state instanceof LegState.Inviting) {
            // The leg may yet come to be: whoever makes it finds this behind the invite.
            legs.remove(legId);
            out.add(farewell(leg, "never-accepted"));
        } else if (leg != null && leg.state instanceof LegState.Accepting s) {
            leg.state = new LegState.Invited(s.acceptByMs());
        }
        return Answer.failure(RpcError.TIMEOUT, "no answer in time");
    }

    /** Call control ends a leg; the client is told by what {@link #byesDue} gives next. */
    void onEndLeg(String legId) {
        Leg leg = legs.get(legId);
        if (leg == null) {
            counters.oddity("unknown-leg");
            return;
        }
        switch (leg.state) {
            // Never speak before the invite is answered; its answer will be "not found".
            case LegState.Inviting _ -> legs.remove(legId);
            case LegState.Invited _, LegState.Accepting _, LegState.Talking _ ->
                    leg.state = new LegState.Ended();
            case LegState.Ended _, LegState.Ending _ -> {}
        }
    }

    /**
     * The byes to legs that call control has ended, once each. One waits while the client's next
     * invite for the contact is being answered: it is said if that comes to nothing.
     *
     * @param answerWithinMs how long the client may take for its answer
     */
    List<String> byesDue(long answerWithinMs, long nowMs) {
        List<String> byes = new ArrayList<>(0);
        for (Leg leg : legs.values()) {
            if (leg.state instanceof LegState.Ended && !isReplaced(leg)) {
                leg.state = new LegState.Ending("s" + ++lastBye, nowMs + answerWithinMs);
                byes.add(byeText(leg));
            }
        }
        return byes;
    }

    /**
     * Whether the client has begun another leg for the contact by the same connection: a bye would
     * be taken for one to the new leg.
     */
    private boolean isReplaced(Leg leg) {
        return legs.values().stream()
                .anyMatch(l ->
                        l.state.isAlive()
                                && l.token.equals(leg.token)
                                && Objects.equals(l.connection, leg.connection));
    }

    /** The client answered one of our requests. */
    void onResponse(RpcId id) {
        boolean known =
                id instanceof RpcId.Text text
                        && legs.values()
                                .removeIf(l ->
                                        l.state instanceof LegState.Ending e
                                                && e.byeId().equals(text.value()));
        if (!known) {
            counters.oddity("stray-response");
        }
    }

    /** Byes that were not answered, to be said again on a new socket. */
    List<String> unansweredByes() {
        return legs.values().stream()
                .filter(leg -> leg.state instanceof LegState.Ending && !isReplaced(leg))
                .map(this::byeText)
                .toList();
    }

    /** Reaps what has waited too long. */
    void onDeadline(long nowMs, List<Effect> out) {
        for (Leg leg : new ArrayList<>(legs.values())) {
            if (leg.state.deadlineMs() - nowMs > 0) {
                continue;
            }
            legs.remove(leg.id);
            if (leg.state instanceof LegState.Ending) {
                counters.oddity("bye-unanswered");
            } else {
                counters.session("leg-never-accepted");
                out.add(farewell(leg, "never-accepted"));
            }
        }
    }

    /** The carrier is lost for good: so are its legs. */
    void onCarrierLost(List<Effect> out) {
        for (Leg leg : legs.values()) {
            if (leg.state.isAlive()) {
                counters.session("leg-socket-lost");
                out.add(farewell(leg, "socket-lost"));
            }
        }
        legs.clear();
    }

    long nextDeadlineMs() {
        long next = Long.MAX_VALUE;
        for (Leg leg : legs.values()) {
            next = Math.min(next, leg.state.deadlineMs());
        }
        return next;
    }

    /** The state of the only leg of a direct socket; null when it has none. */
    @Nullable LegState only() {
        return legs.isEmpty() ? null : legs.values().iterator().next().state;
    }

    private Effect farewell(Leg leg, String why) {
        return new Effect.Tell(new AgentMessage.Bye(agent, leg.id, why));
    }

    private String byeText(Leg leg) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        if (!leg.contactId.isEmpty()) {
            params.put("contactId", leg.contactId);
        }
        String id = leg.state instanceof LegState.Ending e ? e.byeId() : "";
        String bye = JsonRpc.request(id, BYE, params);
        return leg.connection == null ? bye : SoftphoneTopic.wrap(leg.connection, bye);
    }

    private static Step refuse(RpcError error, String message) {
        return new Step.Reply(Answer.failure(error, message), List.of());
    }
}
