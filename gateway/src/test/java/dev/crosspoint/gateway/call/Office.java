package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.call.AgentDirectory.AgentIdentity;
import dev.crosspoint.gateway.call.CallFacts.WallClock;
import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.flow.FlowBook;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A whole call centre in virtual time: the real switchboard and desk, with doubles for media and
 * trunks that enforce the rules of the real ones.
 */
final class Office {
    static final Tenant TENANT = new Tenant("acme", "support");
    static final List<String> AGENTS = List.of("ann", "bob", "cat");
    static final Path MUSIC = Path.of("music.wav");
    static final Path RINGBACK = Path.of("ringback.wav");
    static final String CUSTOMER = "+442079460123";
    static final String OUR_NUMBER = "+442079460000";

    final MediaDouble media = new MediaDouble();
    final TrunkDouble trunks = new TrunkDouble();
    final Switchboard switchboard;
    final AgentDesk desk;
    final Map<String, List<AgentMessage.Event>> events = new LinkedHashMap<>();
    final Map<Long, AgentMessage.Reply> replies = new HashMap<>();
    final List<Errand> others = new ArrayList<>();
    final List<RuntimeException> bugs = new ArrayList<>();
    boolean bugsExpected;
    long nowNanos = 1_000_000_000;

    private long tickets = CallInput.NOBODY;
    private int names;

    Office(FlowBook flows) {
        this(flows, false);
    }

    Office(FlowBook flows, boolean earlyMedia) {
        var settings = settings(flows, earlyMedia);
        var fresh =
                new Fresh() {
                    @Override
                    public String id() {
                        return "id" + ++names;
                    }

                    @Override
                    public String secret() {
                        return "secret" + ++names;
                    }
                };
        switchboard = new Switchboard(settings, "events", fresh, new WallClock(nowNanos, 5_000));
        desk = new AgentDesk(switchboard, Office::byToken, true);
    }

    static CallSettings settings(FlowBook flows, boolean earlyMedia) {
        var tenant =
                new TenantSettings(
                        TENANT,
                        "GB",
                        CodecPolicy.QUALITY,
                        "carrier",
                        new PhoneNumber(OUR_NUMBER),
                        flows,
                        List.of(new TenantSettings.NumberSettings("carrier", "*", "inbound")),
                        List.of(
                                new TenantSettings.QueueSettings("sales", "Sales", 3),
                                new TenantSettings.QueueSettings("service", "Service", 3)),
                        List.of(
                                agent("ann", "sales", "service"),
                                agent("bob", "sales"),
                                agent("cat", "service")),
                        List.of("lunch"));
        return new CallSettings(
                List.of(tenant),
                List.of(trunk()),
                2,
                20,
                45,
                20,
                4_000,
                earlyMedia,
                MUSIC,
                RINGBACK);
    }

    /** The rules of its only tenant. */
    static CallRules rules(FlowBook flows) {
        var settings = settings(flows, false);
        return CallRules.of(settings, settings.tenants().getFirst());
    }

    private static TenantSettings.AgentSettings agent(String id, String... queues) {
        return new TenantSettings.AgentSettings(id, new Private(id), List.of(queues));
    }

    private static TrunkConfig trunk() {
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
                Set.of());
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

    long askLater(AgentMessage.Request request) {
        long ticket = ++tickets;
        desk.onRequest(request, ticket, nowNanos);
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
        var contact = last(agent, AgentMessage.ContactOffered.class).contactId();
        ask(new AgentMessage.AcceptContact(agent, contact));
        return connectSoftphone(agent, "leg-" + agent.agentId() + "-" + ++names);
    }

    LegId connectSoftphone(Agent agent, String leg) {
        var token = last(agent, AgentMessage.ContactAccepted.class).contactToken();
        var call = onlyCall();
        ask(new AgentMessage.Invite(agent, leg, token, new Private("offer"), List.of("c")));
        ask(new AgentMessage.AcceptInvite(agent, leg));
        media(new MediaEvent.LegFlowing(mediaTenant(), call, new LegId(leg)));
        return new LegId(leg);
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
        trunks.invited(dialog);
        trunk(
                new TrunkMessage.CallArrived(
                        TENANT,
                        dialog,
                        "carrier",
                        new Private(CUSTOMER),
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
        return state(call).facts().customer().leg();
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
        var play = room.plays.values().iterator().next();
        if (play.times() == 0) {
            throw new AssertionError("music does not end");
        }
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
        for (var errands = switchboard.drain(); !errands.isEmpty(); errands = switchboard.drain()) {
            errands.forEach(this::carryOut);
        }
    }

    private void carryOut(Errand errand) {
        switch (errand) {
            case Errand.ToMedia(_, var command, long ticket) ->
                    switchboard.onMediaReply(command, media.on(command), ticket, nowNanos);
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
            case Errand.CallDemo _, Errand.Count _, Errand.CountEnd _, Errand.Log _ ->
                    others.add(errand);
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
