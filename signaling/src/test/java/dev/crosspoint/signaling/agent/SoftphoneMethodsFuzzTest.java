package dev.crosspoint.signaling.agent;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Any order of frames, replies, ends, losses and waits: a request gets at most one answer, a
 * session holds no more legs than it may, and every leg that call control has is either ended by it
 * or given back to it, once.
 */
class SoftphoneMethodsFuzzTest {

    private static final Agent ALICE = new Agent(new Tenant("a", "i"), "alice", "s");
    private static final Private NONE = new Private("");
    private static final int MAX_LEGS = 4;
    private static final int MAX_STEPS = 400;

    private static final String[] METHODS = {
        "invite", "invite", "accept", "bye", "restart", "connectContact", "disconnectContact", "no"
    };
    private static final String[] STANDING = {"", "'persistentConnection':true,"};
    private static final String[] CONTACTS = {"", "'contactId':'c',", "'contactId':'d',"};
    private static final String[] TOKENS = {"t", "u", "v"};
    private static final String[] CONNECTIONS = {"", "", "m", "n"};
    private static final String[] KEYS = {"", "", "", "'idempotencyKey':'k',"};

    private static final Reply[] REPLIES = {
        new Reply.Invited(new Private("v=0"), List.of("candidate:1")),
        new Reply.Invited(new Private("v=0"), List.of("candidate:1"), 6_000),
        new Reply.Done(),
        new Reply.Refused(AgentError.NOT_FOUND, "no"),
        new Reply.Refused(AgentError.CONFLICT, "no")
    };

    @FuzzTest(maxDuration = "5s")
    void losesNoLegAndAnswersNothingTwice(FuzzedDataProvider data) {
        var world = new World();
        for (int i = 0; i < MAX_STEPS && data.remainingBytes() > 0 && world.goesOn(); i++) {
            world.step(data);
        }
        world.end();
    }

    /** Call control and client of one session, and what they know of its legs. */
    private static final class World {
        private int lastLeg;
        private int lastId = 1;
        private boolean attached = true;

        private final AgentSession session =
                new AgentSession(
                        new Reply.Authenticated(ALICE, new Private("A"), List.of(), List.of()),
                        CoreDriver.LIMITS,
                        AgentCounters.NONE,
                        () -> "leg-" + ++lastLeg,
                        List::of,
                        0);
        private final CoreDriver driver = new CoreDriver(session);

        /** Legs that call control has been asked for and that are not over, with their tokens. */
        private final Map<String, Private> alive = new HashMap<>();

        /** Those of them that may outlive their contact. */
        private final Set<String> stands = new HashSet<>();

        /** The question about the next contact of a leg, by leg. */
        private final Map<String, Long> connecting = new HashMap<>();

        private final Set<String> known = new HashSet<>();

        /** The names of the peer connection that the client was given last. */
        private String peer = "";

        private final Set<Long> waiting = new HashSet<>();
        private final Set<Integer> answered = new HashSet<>();
        private int asked;
        private int told;
        private int sent;

        World() {
            driver.perform(session.onSocket(new RpcId.Whole(0), false, -1, 0));
            check();
        }

        boolean goesOn() {
            return !driver.forgotten && driver.closed.isEmpty();
        }

        void step(FuzzedDataProvider data) {
            switch (data.consumeInt(0, 10)) {
                case 0, 1, 2, 3 -> request(data);
                case 4, 5 -> reply(data);
                case 6 -> endLeg(leg(data));
                case 7 -> respond(data);
                case 10 -> standLeg(leg(data));
                case 8 -> driver.pass(data.consumeInt(0, 12_000));
                default -> loseOrResume();
            }
            check();
        }

        private String leg(FuzzedDataProvider data) {
            return "leg-" + data.consumeInt(1, lastLeg + 1);
        }

        private void request(FuzzedDataProvider data) {
            if (!attached) {
                return;
            }
            String method = data.pickValue(METHODS);
            boolean restart = method.equals("restart");
            String params =
                    "{%s%s%s%s%s%s'sdp':'v=0'}"
                            .formatted(
                                    data.pickValue(CONTACTS),
                                    data.pickValue(KEYS),
                                    data.pickValue(STANDING),
                                    data.consumeBoolean() ? peer : "",
                                    restart ? "'iceRestart':true," : "",
                                    restart
                                            ? ""
                                            : "'callContextToken':'"
                                                    + data.pickValue(TOKENS)
                                                    + "',");
            String frame =
                    "{'jsonrpc':'2.0','id':%d,'method':'%s','params':%s}"
                            .formatted(++lastId, restart ? "invite" : method, params);
            String connection = data.pickValue(CONNECTIONS);
            driver.text(
                    connection.isEmpty()
                            ? frame
                            : "{'topic':'aws/softphone','connectionId':'%s','jsonRpcMsg':%s}"
                                    .formatted(connection, frame));
        }

        private void reply(FuzzedDataProvider data) {
            if (driver.asked.isEmpty()) {
                return;
            }
            var ask = driver.asked.get(data.consumeInt(0, driver.asked.size() - 1));
            if (!waiting.remove(ask.call())) {
                return;
            }
            Reply reply = data.pickValue(REPLIES);
            if (ask.request() instanceof AgentMessage.Invite invite) {
                settle(invite, reply);
            }
            if (ask.request() instanceof AgentMessage.ConnectContact connect
                    && connecting.remove(connect.leg(), ask.call())
                    && reply instanceof Reply.Done) {
                alive.replace(connect.leg(), connect.contactToken());
            }
            driver.reply(ask.call(), reply);
        }

        /** As call control does: a new leg replaces those of its contact, a refused one is none. */
        private void settle(AgentMessage.Invite invite, Reply reply) {
            boolean first =
                    driver.asked.stream()
                                    .filter(ask ->
                                            ask.request() instanceof AgentMessage.Invite other
                                                    && other.leg().equals(invite.leg()))
                                    .count()
                            == 1;
            if (!first || !alive.containsKey(invite.leg())) {
                return;
            }
            if (reply instanceof Reply.Invited invited) {
                if (invited.standsMs() > 0) {
                    stands.add(invite.leg());
                }
                alive.entrySet()
                        .removeIf(leg ->
                                invite.contactToken() != null
                                        && invite.contactToken().equals(leg.getValue())
                                        && number(leg.getKey()) < number(invite.leg()));
            } else {
                alive.remove(invite.leg());
            }
        }

        private void endLeg(String leg) {
            alive.remove(leg);
            driver.event(new AgentMessage.EndLeg(leg));
        }

        /** As call control does, once it has answered the invite. */
        private void standLeg(String leg) {
            if (stands.contains(leg)) {
                alive.replace(leg, NONE);
                driver.event(new AgentMessage.StandLeg(leg));
            }
        }

        private void respond(FuzzedDataProvider data) {
            if (attached) {
                driver.text(
                        "{'jsonrpc':'2.0','result':{},'id':'s%d'}"
                                .formatted(data.consumeInt(0, 5)));
            }
        }

        private void loseOrResume() {
            if (attached) {
                driver.loseSocket();
            } else {
                driver.perform(session.onSocket(new RpcId.Whole(0), true, 0, driver.nowMs()));
            }
            attached = !attached;
        }

        private void check() {
            for (; asked < driver.asked.size(); asked++) {
                var ask = driver.asked.get(asked);
                waiting.add(ask.call());
                if (ask.request() instanceof AgentMessage.Invite invite
                        && known.add(invite.leg())) {
                    alive.put(invite.leg(), invite.contactToken());
                }
                if (ask.request() instanceof AgentMessage.ConnectContact connect) {
                    connecting.put(connect.leg(), ask.call());
                }
                putDown(ask.request());
            }
            for (; told < driver.told.size(); told++) {
                putDown(driver.told.get(told));
                if (driver.told.get(told) instanceof AgentMessage.Bye bye) {
                    must(alive.remove(bye.leg()) != null, "a leg is given back that is over");
                }
            }
            must(alive.size() <= MAX_LEGS, "too many legs");
            for (; sent < driver.sent.size(); sent++) {
                answered(driver.sent.get(sent));
            }
        }

        private void putDown(AgentMessage.Request request) {
            if (request instanceof AgentMessage.DisconnectContact down) {
                connecting.remove(down.leg());
                alive.replace(down.leg(), NONE);
            }
        }

        private void answered(JsonNode frame) {
            JsonNode message =
                    frame.has("topic")
                            ? CoreDriver.json(frame.path("content").textValue()).path("jsonRpcMsg")
                            : frame;
            int id = message.path("id").asInt();
            String name = message.path("result").path("peerConnectionId").textValue();
            if (name != null) {
                peer =
                        "'peerConnectionId':'%s','peerConnectionToken':'%s',"
                                .formatted(
                                        name,
                                        message.path("result")
                                                .path("peerConnectionToken")
                                                .textValue());
            }
            if (!message.has("method") && id > 0) {
                must(answered.add(id), "a request is answered twice");
            }
        }

        void end() {
            if (attached && !driver.forgotten) {
                driver.closed.clear();
                driver.loseSocket();
            }
            driver.closed.clear();
            driver.pass(CoreDriver.LIMITS.graceMs() + 1L);
            check();
            must(driver.forgotten, "a session outlives its grace");
            must(alive.isEmpty(), "a leg is forgotten");
        }

        private static int number(String leg) {
            return Integer.parseInt(leg.substring("leg-".length()));
        }

        private static void must(boolean kept, String broken) {
            if (!kept) {
                throw new AssertionError(broken);
            }
        }
    }
}
