package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.access.AgentDirectory;
import dev.crosspoint.gateway.access.AgentDirectory.AgentIdentity;
import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.call.CallFacts.WallClock;
import dev.crosspoint.gateway.call.CallInput;
import dev.crosspoint.gateway.call.CallState;
import dev.crosspoint.gateway.call.Line;
import dev.crosspoint.gateway.call.MediaDouble;
import dev.crosspoint.gateway.call.Party;
import dev.crosspoint.gateway.call.Role;
import dev.crosspoint.gateway.flow.FlowBook;
import dev.crosspoint.gateway.flow.FlowInput;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A whole call centre in virtual time: the real switchboard and desk, with doubles for media and
 * trunks that enforce the rules of the real ones.
 */
final class Office {
    static final Tenant TENANT = new Tenant("acme", "support");
    static final List<String> AGENTS = List.of("ann", "bob", "cat", "dan", "eve", "sue");
    static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.1");

    /** With Tom and Uma, who supervise (Uma only listens), and Ned, who may not call out. */
    static final List<String> EVERYBODY =
            List.of("ann", "bob", "cat", "dan", "eve", "sue", "tom", "uma", "ned");

    static final String CUSTOMER = "+442079460123";
    static final String OUR_NUMBER = "+442079460000";

    final MediaDouble media = new MediaDouble();
    final TrunkDouble trunks = new TrunkDouble();
    final Switchboard switchboard;
    final AgentDesk desk;
    final ControlDesk control;
    final Errands errands;
    final Map<String, List<AgentMessage.Event>> events = new LinkedHashMap<>();
    final Map<Long, AgentMessage.Reply> replies = new HashMap<>();
    long nowNanos = 1_000_000_000;

    /** Tokens that are good no more, and whether somebody ended them. */
    private final Map<String, Boolean> over = new HashMap<>();

    private final AgentDirectory directory =
            new AgentDirectory() {
                @Override
                public Optional<AgentIdentity> byToken(String token) {
                    return over.containsKey(token) ? Optional.empty() : Office.byToken(token);
                }

                @Override
                public boolean isEnded(String token) {
                    return over.getOrDefault(token, false);
                }
            };

    private long tickets = CallInput.NOBODY;
    private int legs;

    Office(FlowBook flows) {
        this(flows, false);
    }

    Office(FlowBook flows, boolean earlyMedia) {
        this(OfficeSettings.of(flows, earlyMedia));
    }

    /** An office whose carrier transfers calls for it. */
    static Office withReferringCarrier(FlowBook flows) {
        return new Office(OfficeSettings.withReferringCarrier(flows));
    }

    Office(CallSettings settings) {
        switchboard =
                new Switchboard(
                        settings,
                        Office::permissions,
                        "events",
                        new ForeseenFresh(),
                        new WallClock(nowNanos, 5_000));
        desk = new AgentDesk(switchboard, directory, true);
        control = new ControlDesk(switchboard);
        errands = new Errands(this);
    }

    /** Ends a sign-in: by somebody, or because its time is over. */
    void ends(String agentId, boolean bySomebody) {
        over.put("token-" + agentId, bySomebody);
        desk.look(nowNanos);
        errands.run();
    }

    /** Sue and Tom may do everything, Uma only listens, Ned may not call out. */
    static Set<Permission> permissions(Tenant tenant, String agentId) {
        if (!tenant.equals(TENANT) || !EVERYBODY.contains(agentId)) {
            return Set.of();
        }
        return switch (agentId) {
            case "sue", "tom" -> Set.of(Permission.values());
            case "uma" -> Set.of(Permission.MANAGER_LISTEN_IN);
            case "ned" -> Set.of(Permission.BASIC_AGENT_ACCESS);
            default -> Permission.OF_AGENTS;
        };
    }

    static Optional<AgentIdentity> byToken(String token) {
        return token.startsWith("token-")
                ? Optional.of(
                        new AgentIdentity(
                                TENANT, token.substring("token-".length()), new Private("name")))
                : Optional.empty();
    }

    // --- agents ---

    /** Signs in at a session of the agent's own name. */
    Agent signIn(String agentId) {
        return signIn(agentId, "session-" + agentId);
    }

    Agent signIn(String agentId, String session) {
        ask(new AgentMessage.Authenticate(session, new Private("token-" + agentId)));
        return new Agent(TENANT, agentId, session);
    }

    Agent available(String agentId) {
        var agent = signIn(agentId);
        ask(new AgentMessage.SetState(agent, "available"));
        return agent;
    }

    /** Asks and lets everything happen; the reply, or null when it is still to come. */
    AgentMessage.@Nullable Reply ask(AgentMessage.Request request) {
        return replies.get(askLater(request));
    }

    /** Does something with the contact that the agent has. */
    AgentMessage.@Nullable Reply ask(Agent agent, ContactVerb verb) {
        return ask(new AgentMessage.OnContact(agent, contactOf(agent), verb));
    }

    /** The same, which must be done. */
    void does(Agent agent, ContactVerb verb) {
        var reply = ask(agent, verb);
        if (!new AgentMessage.Reply.Done().equals(reply)) {
            throw new AssertionError(agent.agentId() + " " + verb + ": " + reply);
        }
    }

    /** The contact that an agent has or is offered; {@code none} without one. */
    String contactOf(Agent agent) {
        var contact = switchboard.routing().board().row(key(agent)).orElseThrow().contact();
        return contact == null ? "none" : contact;
    }

    static AgentKey key(Agent agent) {
        return new AgentKey(agent.tenant(), agent.agentId());
    }

    long askLater(AgentMessage.Request request) {
        long ticket = ++tickets;
        desk.onRequest(request, ticket, nowNanos);
        errands.run();
        return ticket;
    }

    /** A program asks; the reply, or null when it is still to come. */
    AgentMessage.@Nullable Reply ask(ControlMessage.Request request) {
        return replies.get(askLater(request));
    }

    long askLater(ControlMessage.Request request) {
        long ticket = ++tickets;
        control.onRequest(request, ticket, nowNanos);
        errands.run();
        return ticket;
    }

    long lastTicket() {
        return tickets;
    }

    List<AgentMessage.Event> eventsOf(Agent agent) {
        return events.getOrDefault(agent.session(), List.of());
    }

    /** The newest event of a type that an agent got. */
    <T extends AgentMessage.Event> T last(Agent agent, Class<T> type) {
        return eventsOf(agent).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .reduce((_, later) -> later)
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName()));
    }

    /** Takes what is offered and lets the softphone connect: invite, answer, first audio. */
    LegId take(Agent agent) {
        does(agent, new ContactVerb.Accept());
        return connectSoftphone(agent, "leg-" + agent.agentId() + "-" + ++legs);
    }

    LegId connectSoftphone(Agent agent, String leg) {
        var token = last(agent, AgentMessage.ContactAccepted.class).contactToken();
        var call = switchboard.calls().contact(contactOf(agent)).orElseThrow().id();
        ask(new AgentMessage.Invite(agent, leg, token, new Private("offer"), List.of("c"), false));
        ask(new AgentMessage.AcceptInvite(agent, leg));
        media(new MediaEvent.LegFlowing(mediaTenant(), call, new LegId(leg)));
        return new LegId(leg);
    }

    /** A softphone connects on a socket of its own, by the token alone. */
    void direct(CallId call, String leg, Private token) {
        ask(new AgentMessage.Invite(null, leg, token, new Private("offer"), List.of("c"), false));
        media(new MediaEvent.LegFlowing(mediaTenant(), call, new LegId(leg)));
    }

    // --- customers ---

    /** A customer calls, media answers and the customer's audio arrives. */
    CallId arrive(String dialog) {
        ring(dialog);
        var live = switchboard.calls().dialog(dialog).orElseThrow();
        media(new MediaEvent.LegFlowing(mediaTenant(), live.id(), customerLeg(live.id())));
        return live.id();
    }

    /** A customer calls. */
    void ring(String dialog) {
        ring(dialog, CUSTOMER);
    }

    void ring(String dialog, String number) {
        trunks.invited(dialog);
        trunk(
                new TrunkMessage.CallArrived(
                        TENANT,
                        dialog,
                        "carrier",
                        ADDRESS,
                        new Private(number),
                        new Private(OUR_NUMBER),
                        new Private("offer"),
                        Map.of(),
                        null));
    }

    /** Something that comes from nowhere. */
    void feed(CallId call, CallInput input) {
        switchboard.feed(switchboard.calls().call(call).orElseThrow(), input);
        switchboard.settle(nowNanos);
        errands.run();
    }

    void hangUpCustomer(String dialog) {
        trunks.endedByPeer(dialog);
        trunk(new TrunkMessage.CallEnded(TENANT, dialog, "bye"));
    }

    LegId customerLeg(CallId call) {
        return customerLine(call).leg();
    }

    Line.Trunk customerLine(CallId call) {
        return (Line.Trunk)
                state(call).parties().stream()
                        .filter(party -> party.role() instanceof Role.Customer)
                        .map(Party::line)
                        .findFirst()
                        .orElseThrow();
    }

    /** The party of an agent. */
    Party party(CallId call, Agent agent) {
        return state(call).agent(key(agent)).orElseThrow();
    }

    /** The SIP call that was placed last. */
    TrunkMessage.PlaceCall placed() {
        return trunks.commands.stream()
                .filter(TrunkMessage.PlaceCall.class::isInstance)
                .map(TrunkMessage.PlaceCall.class::cast)
                .reduce((_, later) -> later)
                .orElseThrow(() -> new AssertionError("nobody was called"));
    }

    /** Whoever was called last answers. */
    void answers() {
        var dialog = placed().dialog();
        trunks.dialog(dialog).stage = TrunkDouble.Stage.ANSWERED;
        trunk(new TrunkMessage.CallAnswered(TENANT, dialog, new Private("sdp")));
    }

    /** Whoever was called last does not come. */
    void fails(int status) {
        var dialog = placed().dialog();
        trunks.endedByPeer(dialog);
        trunk(new TrunkMessage.CallFailed(TENANT, dialog, status, "no"));
    }

    /** Who hears whom in media, as {@code listener<source}, by the names of {@link #nameOf}. */
    Set<String> hearing(CallId call) {
        var words = new TreeSet<String>();
        for (var pair : media.room(call).hearing) {
            words.add(nameOf(call, pair.listener()) + "<" + nameOf(call, pair.source()));
        }
        return words;
    }

    /** What plays to whom in media, as {@code listener:file}. */
    Set<String> playing(CallId call) {
        var words = new TreeSet<String>();
        for (var play : media.room(call).plays.values()) {
            words.add(nameOf(call, play.listeners().getFirst()) + ":" + play.file());
        }
        return words;
    }

    private String nameOf(CallId call, LegId leg) {
        return state(call).parties().stream()
                .filter(party -> leg.equals(party.leg()))
                .map(Office::nameOf)
                .findFirst()
                .orElseThrow();
    }

    /** An agent's id, {@code customer}, or a number's last three digits. */
    static String nameOf(Party party) {
        return switch (party.role()) {
            case Role.Customer _ -> "customer";
            case Role.External(var number) -> number.value().substring(number.value().length() - 3);
            case Role.Agent agent ->
                    Optional.ofNullable(agent.agent()).map(AgentKey::agentId).orElse("nobody");
        };
    }

    CallState state(CallId call) {
        return switchboard.calls().call(call).orElseThrow().state();
    }

    CallId onlyCall() {
        var all = switchboard.calls().all();
        if (all.size() != 1) {
            throw new AssertionError("not one call but " + all.size());
        }
        return all.iterator().next().id();
    }

    static dev.crosspoint.media.api.Tenant mediaTenant() {
        return new dev.crosspoint.media.api.Tenant(TENANT.account(), TENANT.instance());
    }

    // --- the world ---

    void trunk(TrunkMessage.Event event) {
        switchboard.onTrunk(event, nowNanos);
        errands.run();
    }

    void media(MediaEvent event) {
        if (event instanceof MediaEvent.LegEnded ended && media.rooms.containsKey(ended.call())) {
            media.room(ended.call()).lose(ended.leg());
        }
        switchboard.onMedia(event, nowNanos);
        errands.run();
    }

    /** The prompt or music that plays in a call comes to its end, as prompts do. */
    void endPlay(CallId call) {
        var room = media.room(call);
        var play =
                room.plays.values().stream()
                        .filter(it -> it.times() != 0)
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("music does not end"));
        room.plays.remove(play.play());
        media(new MediaEvent.PlayEnded(mediaTenant(), call, play.play()));
    }

    /** Time passes, deadline by deadline. */
    void pass(long seconds) {
        passNanos(TimeUnit.SECONDS.toNanos(seconds));
    }

    void passNanos(long nanos) {
        long end = nowNanos + nanos;
        var next = switchboard.nextDeadlineNanos();
        while (next.isPresent() && next.getAsLong() - end <= 0) {
            nowNanos = Math.max(nowNanos, next.getAsLong());
            switchboard.onTime(nowNanos);
            errands.run();
            next = switchboard.nextDeadlineNanos();
        }
        nowNanos = end;
        switchboard.onTime(nowNanos);
        errands.run();
    }

    void answer(Errand.Invoke question, FlowInput.FunctionAnswer answer) {
        switchboard.onFunction(question.call(), question.run(), answer, nowNanos);
        errands.run();
    }

    /** Everything that media has answered so far is heard. */
    void mediaAnswers() {
        errands.hearMedia();
        errands.run();
    }
}
