package dev.crosspoint.signaling.agent;

import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.AgentMessage.QuickConnect;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A test double of call control on the event bus. It enforces the rules of the vocabulary: a
 * session belongs to one agent, only known sessions ask, a leg id is used once, only an invited leg
 * is accepted, only a live leg says bye, and nothing comes from a session after it was lost. What
 * breaks a rule is kept in {@link #violations}.
 *
 * <p>Sign-in tokens are {@code token-<agent>}, {@code silent} is never answered. Contact tokens
 * decide what becomes of an invite: {@code refuse-<AgentError>} is refused so, {@code silent} is
 * never answered, {@code contact-...} is good, all others are unknown.
 */
public final class GatewayDouble {

    /** What a good invite is answered with. */
    static final int STANDS_MS = 60_000;

    public static final String ANSWER_SDP = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\n";

    public static final String ANSWER_CANDIDATE =
            "candidate:1 1 udp 2130706431 192.0.2.1 10000 typ host";

    private static final Tenant TENANT = new Tenant("acme", "main");
    private static final Set<String> FAREWELLS =
            Set.of("bye", "never-accepted", "socket-lost", "inactive");

    private enum LegStep {
        INVITED,
        ACCEPTED,
        OVER
    }

    private final Vertx vertx;
    private final Map<String, Agent> sessions = new HashMap<>();
    private final Set<String> lostSessions = new HashSet<>();
    private final Map<String, LegStep> legs = new HashMap<>();
    private final BlockingQueue<AgentMessage.Request> requests = new LinkedBlockingQueue<>();

    /** Rules that were broken, in words. */
    public final List<String> violations = new CopyOnWriteArrayList<>();

    private GatewayDouble(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Installs the codec and answers requests from now on. */
    public static GatewayDouble on(Vertx vertx) {
        LocalCodec.installOn(vertx.eventBus());
        GatewayDouble gateway = new GatewayDouble(vertx);
        vertx.eventBus().<AgentMessage.Request>localConsumer(AgentMessage.REQUESTS, gateway::on);
        return gateway;
    }

    /** Sends an event to a session, or to a direct leg by its id. */
    public void send(String session, AgentMessage.Event event) {
        vertx.eventBus().send(AgentMessage.eventsFor(session), event, LocalCodec.options());
    }

    /** The next request of that kind; others before it are passed over. */
    public <T extends AgentMessage.Request> T next(Class<T> type) throws InterruptedException {
        while (true) {
            AgentMessage.Request request = requests.poll(20, TimeUnit.SECONDS);
            if (request == null) {
                throw new AssertionError("no " + type.getSimpleName() + " came");
            }
            if (type.isInstance(request)) {
                return type.cast(request);
            }
        }
    }

    private synchronized void on(Message<AgentMessage.Request> message) {
        Reply reply = reply(message.body());
        requests.add(message.body());
        if (reply != null) {
            message.reply(reply, LocalCodec.options());
        }
    }

    private @Nullable Reply reply(AgentMessage.Request request) {
        return switch (request) {
            case AgentMessage.Authenticate r -> authenticate(r);
            case AgentMessage.SessionLost r -> {
                checkAgent(r.agent());
                lostSessions.add(r.agent().session());
                yield new Reply.Done();
            }
            case AgentMessage.Refresh r -> {
                checkAgent(r.agent());
                send(
                        r.agent().session(),
                        new AgentMessage.StateChanged(
                                "Offline",
                                1,
                                List.of("Available"),
                                null,
                                0,
                                "softphone",
                                List.of("softphone")));
                yield new Reply.Done();
            }
            case AgentMessage.SetState r -> {
                checkAgent(r.agent());
                send(
                        r.agent().session(),
                        new AgentMessage.StateChanged(
                                r.state(),
                                2,
                                List.of("Offline"),
                                null,
                                0,
                                "softphone",
                                List.of("softphone")));
                yield new Reply.Done();
            }
            case AgentMessage.OnContact r -> done(r.agent());
            case AgentMessage.SetDevice r -> done(r.agent());
            case AgentMessage.Watch r -> done(r.agent());
            case AgentMessage.ListQuickConnects r -> {
                checkAgent(r.agent());
                yield new Reply.QuickConnects(
                        List.of(
                                new QuickConnect(
                                        new Private("Bob"), new Target.ToAgent("bob"), true),
                                new QuickConnect(
                                        new Private("Taxi"),
                                        new Target.ToNumber(new Private("+4930")),
                                        null)));
            }
            case AgentMessage.CallDemoCustomer r -> done(r.agent());
            case AgentMessage.Dial r -> {
                checkAgent(r.agent());
                boolean silent = r.target().equals(new Target.ToNumber(new Private("silent")));
                yield silent ? null : new Reply.Dialing("contact-1");
            }
            case AgentMessage.Invite r -> invite(r);
            case AgentMessage.AcceptInvite r -> {
                rule(legs.get(r.leg()) == LegStep.INVITED, "accept of a leg that is not invited");
                legs.put(r.leg(), LegStep.ACCEPTED);
                yield new Reply.Done();
            }
            case AgentMessage.ConnectContact r -> {
                rule(legs.get(r.leg()) == LegStep.ACCEPTED, "a contact for a leg that is none");
                yield r.contactToken().value().startsWith("contact-")
                        ? new Reply.Done()
                        : new Reply.Refused(AgentError.NOT_FOUND, "no such contact");
            }
            case AgentMessage.DisconnectContact r -> {
                rule(legs.get(r.leg()) == LegStep.ACCEPTED, "a contact put down by a leg of none");
                send(
                        r.agent() == null ? r.leg() : r.agent().session(),
                        new AgentMessage.StandLeg(r.leg()));
                yield new Reply.Done();
            }
            case AgentMessage.Bye r -> {
                rule(FAREWELLS.contains(r.why()), "bye for an unknown reason");
                rule(legs.containsKey(r.leg()), "bye of an unknown leg");
                rule(legs.get(r.leg()) != LegStep.OVER, "bye of a leg that is over");
                legs.put(r.leg(), LegStep.OVER);
                yield new Reply.Done();
            }
        };
    }

    private @Nullable Reply authenticate(AgentMessage.Authenticate request) {
        String token = request.token().value();
        if (token.equals("silent")) {
            return null;
        }
        if (!token.startsWith("token-")) {
            return new Reply.Refused(AgentError.ACCESS_DENIED, "sign in again");
        }
        String agentId = token.substring("token-".length());
        Agent agent = new Agent(TENANT, agentId, request.session());
        Agent owner = sessions.putIfAbsent(request.session(), agent);
        if (owner != null && !owner.equals(agent)) {
            return new Reply.Refused(AgentError.ACCESS_DENIED, "not your session");
        }
        rule(!lostSessions.contains(request.session()), "a lost session came back");
        return new Reply.Authenticated(
                agent, new Private("Agent " + agentId), List.of(), List.of("softphone"));
    }

    private @Nullable Reply invite(AgentMessage.Invite request) {
        if (request.agent() != null) {
            checkAgent(request.agent());
        }
        LegStep before = legs.get(request.leg());
        rule(before == null || before == LegStep.ACCEPTED, "a leg id was used twice");
        if (before == LegStep.ACCEPTED) {
            return new Reply.Invited(new Private(ANSWER_SDP), List.of(ANSWER_CANDIDATE));
        }
        Private contact = request.contactToken();
        rule(contact != null || request.standing(), "a leg for nothing");
        String token = contact == null ? "contact-none" : contact.value();
        legs.put(request.leg(), LegStep.INVITED);
        if (token.equals("silent")) {
            return null;
        }
        if (token.startsWith("contact-")) {
            return new Reply.Invited(
                    new Private(ANSWER_SDP),
                    List.of(ANSWER_CANDIDATE),
                    request.standing() ? STANDS_MS : 0);
        }
        legs.put(request.leg(), LegStep.OVER);
        return token.startsWith("refuse-")
                ? new Reply.Refused(
                        AgentError.valueOf(token.substring("refuse-".length())), "as asked")
                : new Reply.Refused(AgentError.NOT_FOUND, "no such contact");
    }

    /** Call control ends a leg. */
    public synchronized void endLeg(String session, String leg) {
        rule(legs.get(leg) != LegStep.OVER, "the test ends a leg that is over");
        legs.put(leg, LegStep.OVER);
        send(session, new AgentMessage.EndLeg(leg));
    }

    private Reply done(Agent agent) {
        checkAgent(agent);
        return new Reply.Done();
    }

    private void checkAgent(Agent agent) {
        rule(agent.equals(sessions.get(agent.session())), "a request of an unknown session");
        rule(!lostSessions.contains(agent.session()), "a request of a lost session");
    }

    private void rule(boolean kept, String broken) {
        if (!kept) {
            violations.add(broken);
        }
    }
}
