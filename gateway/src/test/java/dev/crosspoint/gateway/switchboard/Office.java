package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.access.AgentDirectory.AgentIdentity;
import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.call.CallFacts.WallClock;
import dev.crosspoint.gateway.call.CallInput;
import dev.crosspoint.gateway.call.CallState;
import dev.crosspoint.gateway.call.CodecPolicy;
import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.call.Fresh;
import dev.crosspoint.gateway.call.Line;
import dev.crosspoint.gateway.call.MediaDouble;
import dev.crosspoint.gateway.call.Party;
import dev.crosspoint.gateway.call.Role;
import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.flow.FlowBook;
import dev.crosspoint.gateway.flow.FlowInput;
import dev.crosspoint.gateway.fraud.FraudRules;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.routing.QueueRules;
import dev.crosspoint.gateway.routing.Serving;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig;
import dev.crosspoint.signaling.api.SignalingConfig.TransferDirection;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

    static final String DESK_PHONE = "+442079460555";
    static final Path MUSIC = Path.of("music.wav");
    static final Path RINGBACK = Path.of("ringback.wav");
    static final String CUSTOMER = "+442079460123";
    static final String OUR_NUMBER = "+442079460000";

    final MediaDouble media = new MediaDouble();
    final TrunkDouble trunks = new TrunkDouble();
    final Switchboard switchboard;
    final AgentDesk desk;
    final ControlDesk control;
    final Map<String, List<AgentMessage.Event>> events = new LinkedHashMap<>();
    final Map<Long, AgentMessage.Reply> replies = new HashMap<>();
    final List<Errand> others = new ArrayList<>();

    /** Everything there was to do, in order. */
    final List<Errand> errands = new ArrayList<>();

    final List<RuntimeException> bugs = new ArrayList<>();
    boolean bugsExpected;

    /** Whether media's answers wait for {@link #mediaAnswers}. */
    boolean mediaIsSlow;

    long nowNanos = 1_000_000_000;

    private final Deque<Runnable> unheard = new ArrayDeque<>();
    private long tickets = CallInput.NOBODY;
    private int names;
    private int lots;

    Office(FlowBook flows) {
        this(flows, false);
    }

    Office(FlowBook flows, boolean earlyMedia) {
        this(settings(flows, earlyMedia));
    }

    /** An office whose carrier transfers calls for it. */
    static Office withReferringCarrier(FlowBook flows) {
        return new Office(
                settings(flows, false, Set.of(TransferDirection.values()), FraudRules.LENIENT));
    }

    /** An office that lets denied callers in, for flows to see. */
    static Office thatLetsDeniedIn(FlowBook flows) {
        var lenient = FraudRules.LENIENT;
        var fraud =
                new FraudRules(
                        lenient.windowSeconds(),
                        lenient.mostPerNumber(),
                        lenient.mostPerAddress(),
                        false,
                        lenient.denied());
        return new Office(settings(flows, false, Set.of(), fraud));
    }

    Office(CallSettings settings) {
        var fresh =
                new Fresh() {
                    @Override
                    public String id() {
                        return "id" + ++names;
                    }

                    @Override
                    public String secret() {
                        return "secret-%032d".formatted(++names);
                    }

                    @Override
                    public int percent() {
                        // Every lot comes up, in an order of its own.
                        lots = (lots + 37) % 100;
                        return lots + 1;
                    }
                };
        switchboard = new Switchboard(settings, "events", fresh, new WallClock(nowNanos, 5_000));
        desk = new AgentDesk(switchboard, Office::byToken, true);
        control = new ControlDesk(switchboard);
    }

    static CallSettings settings(FlowBook flows, boolean earlyMedia) {
        return settings(flows, earlyMedia, Set.of(), FraudRules.LENIENT);
    }

    private static CallSettings settings(
            FlowBook flows,
            boolean earlyMedia,
            Set<TransferDirection> transfers,
            FraudRules fraud) {
        var tenant =
                new TenantSettings(
                        TENANT,
                        "GB",
                        CodecPolicy.QUALITY,
                        "carrier",
                        new PhoneNumber(OUR_NUMBER),
                        flows,
                        List.of(new TenantSettings.NumberSettings("carrier", "*", "inbound")),
                        List.of(queue("sales", "Sales"), queue("service", "Service")),
                        List.of(
                                agent("ann", "sales", "service"),
                                agent("bob", "sales"),
                                agent("cat", "service"),
                                new TenantSettings.AgentSettings(
                                        "dan",
                                        new Private("Dan"),
                                        List.of(Serving.first("service")),
                                        Map.of(),
                                        new PhoneNumber(DESK_PHONE),
                                        Permission.OF_AGENTS),
                                agent("eve", "sales"),
                                supervisor("sue"),
                                supervisor("tom"),
                                new TenantSettings.AgentSettings(
                                        "uma",
                                        new Private("uma"),
                                        List.of(),
                                        Map.of(),
                                        null,
                                        Set.of(Permission.MANAGER_LISTEN_IN)),
                                new TenantSettings.AgentSettings(
                                        "ned",
                                        new Private("ned"),
                                        List.of(),
                                        Map.of(),
                                        null,
                                        Set.of(Permission.BASIC_AGENT_ACCESS))),
                        List.of(),
                        List.of("lunch"),
                        TenantLimits.ORDINARY,
                        fraud);
        return new CallSettings(
                List.of(tenant),
                List.of(trunk(transfers)),
                2,
                20,
                45,
                20,
                4_000,
                earlyMedia,
                MUSIC,
                RINGBACK);
    }

    private static TenantSettings.AgentSettings agent(String id, String... queues) {
        return new TenantSettings.AgentSettings(
                id,
                new Private(id),
                Stream.of(queues).map(Serving::first).toList(),
                Map.of(),
                null,
                Permission.OF_AGENTS);
    }

    private static TenantSettings.AgentSettings supervisor(String id) {
        return new TenantSettings.AgentSettings(
                id, new Private(id), List.of(), Map.of(), null, Set.of(Permission.values()));
    }

    private static TenantSettings.QueueSettings queue(String id, String name) {
        return new TenantSettings.QueueSettings(
                id, new QueueRules(name, 3, QueueRules.ORDINARY_PRIORITY, 0, null));
    }

    private static TrunkConfig trunk(Set<TransferDirection> transfers) {
        return new TrunkConfig(
                "carrier",
                TENANT,
                SignalingConfig.Exposure.PUBLIC,
                List.of(SignalingConfig.Transport.TLS),
                SignalingConfig.MediaSecurity.REQUIRED,
                "192.0.2.1",
                5061,
                List.of("192.0.2.0/24"),
                null,
                null,
                null,
                null,
                List.of(),
                "GB",
                null,
                transfers);
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
        run();
        return ticket;
    }

    /** A program asks; the reply, or null when it is still to come. */
    AgentMessage.@Nullable Reply ask(ControlMessage.Request request) {
        return replies.get(askLater(request));
    }

    long askLater(ControlMessage.Request request) {
        long ticket = ++tickets;
        control.onRequest(request, ticket, nowNanos);
        run();
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
        return connectSoftphone(agent, "leg-" + agent.agentId() + "-" + ++names);
    }

    LegId connectSoftphone(Agent agent, String leg) {
        var token = last(agent, AgentMessage.ContactAccepted.class).contactToken();
        var call = switchboard.calls().contact(contactOf(agent)).orElseThrow().id();
        ask(new AgentMessage.Invite(agent, leg, token, new Private("offer"), List.of("c")));
        ask(new AgentMessage.AcceptInvite(agent, leg));
        media(new MediaEvent.LegFlowing(mediaTenant(), call, new LegId(leg)));
        return new LegId(leg);
    }

    /** A softphone connects on a socket of its own, by the token alone. */
    void direct(CallId call, String leg, Private token) {
        ask(new AgentMessage.Invite(null, leg, token, new Private("offer"), List.of("c")));
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
        run();
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
        run();
    }

    void media(MediaEvent event) {
        if (event instanceof MediaEvent.LegEnded ended && media.rooms.containsKey(ended.call())) {
            media.room(ended.call()).lose(ended.leg());
        }
        switchboard.onMedia(event, nowNanos);
        run();
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
        long end = nowNanos + TimeUnit.SECONDS.toNanos(seconds);
        var next = switchboard.nextDeadlineNanos();
        while (next.isPresent() && next.getAsLong() - end <= 0) {
            nowNanos = Math.max(nowNanos, next.getAsLong());
            switchboard.onTime(nowNanos);
            run();
            next = switchboard.nextDeadlineNanos();
        }
        nowNanos = end;
        switchboard.onTime(nowNanos);
        run();
    }

    /** Carries out errands until nothing is left to do. */
    private void run() {
        for (var next = switchboard.drain(); !next.isEmpty(); next = switchboard.drain()) {
            errands.addAll(next);
            next.forEach(this::carryOut);
        }
    }

    private void carryOut(Errand errand) {
        switch (errand) {
            case Errand.ToMedia(_, var command, long ticket) -> {
                media.commands.add(command);
                // A trunk's leg waits for its port; everything else is done at once.
                boolean waits = mediaIsSlow && command instanceof MediaCommand.OfferLeg;
                var done = waits ? null : media.carryOut(command);
                unheard.add(() -> {
                    var reply = done == null ? media.carryOut(command) : done;
                    switchboard.onMediaReply(command, reply, ticket, nowNanos);
                });
                if (!mediaIsSlow) {
                    hearMedia();
                }
            }
            case Errand.ToTrunk(var call, var command) -> {
                var reply = trunks.on(command);
                if (reply instanceof TrunkMessage.Reply.Refused && call != null) {
                    switchboard.onTrunkRefusal(call, command, nowNanos);
                }
            }
            case Errand.ToSession(var session, var event) ->
                    events.computeIfAbsent(session, _ -> new ArrayList<>()).add(event);
            case Errand.Reply(long ticket, var reply) -> {
                if (replies.putIfAbsent(ticket, reply) != null) {
                    throw new AssertionError("two replies to one request");
                }
            }
            case Errand.LogBug(_, var bug) -> {
                if (!bugsExpected) {
                    throw new AssertionError("a bug ended a call", bug);
                }
                bugs.add(bug);
            }
            case Errand.CallDemo _,
                    Errand.Count _,
                    Errand.CountEnd _,
                    Errand.Log _,
                    Errand.Audit _,
                    Errand.Invoke _ ->
                    others.add(errand);
        }
    }

    /** The questions to functions that were asked since the last time. */
    List<Errand.Invoke> takeQuestions() {
        var questions =
                others.stream()
                        .filter(Errand.Invoke.class::isInstance)
                        .map(Errand.Invoke.class::cast)
                        .toList();
        others.removeAll(questions);
        return questions;
    }

    void answer(Errand.Invoke question, FlowInput.FunctionAnswer answer) {
        switchboard.onFunction(question.call(), question.run(), answer, nowNanos);
        run();
    }

    /** Everything that media has answered so far is heard. */
    void mediaAnswers() {
        hearMedia();
        run();
    }

    private void hearMedia() {
        for (int waiting = unheard.size(); waiting > 0; waiting--) {
            unheard.remove().run();
        }
    }

    List<EndCause> ends() {
        return others.stream()
                .filter(Errand.CountEnd.class::isInstance)
                .map(errand -> ((Errand.CountEnd) errand).cause())
                .toList();
    }

    long counted(Errand.Counted what) {
        return others.stream().filter(new Errand.Count(what)::equals).count();
    }
}
