package dev.crosspoint.signaling.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random walks over events, lost sockets and resumes: whatever part of what was sent a dying socket
 * still delivered, the client handles every event once, in order, or is told to start afresh.
 */
class ReplayWalkTest {

    private static final int STEPS = 5_000;

    private final AgentSession session =
            new AgentSession(
                    new Reply.Authenticated(
                            new Agent(new Tenant("acme", "main"), "alice", "s"),
                            new Private("Alice"),
                            List.of(),
                            List.of()),
                    CoreDriver.LIMITS,
                    AgentCounters.NONE,
                    () -> "leg",
                    List::of,
                    0);

    /** A client that follows the documented rule. */
    private static final class Client {
        private long lastSeq = -1;
        private final List<Integer> handled = new ArrayList<>();
        private int restarts;

        void on(JsonNode message) {
            if (message.has("result")) {
                boolean resumed = message.path("result").path("resumed").booleanValue();
                long seq = message.path("result").path("seq").longValue();
                if (!resumed) {
                    restarts++;
                    lastSeq = seq;
                    handled.clear();
                }
                return;
            }
            JsonNode params = message.path("params");
            long seq = params.path("seq").longValue();
            if (params.path("type").textValue().equals("contact.quality")) {
                assertThat(seq).as("quality carries the last number").isEqualTo(lastSeq);
                return;
            }
            assertThat(seq).as("no gap and no repetition").isEqualTo(lastSeq + 1);
            lastSeq = seq;
            handled.add(Integer.parseInt(params.path("data").path("contactId").textValue()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void losesNothingAndRepeatsNothing(long seed) {
        Random random = new Random(seed);
        Client client = new Client();
        List<Integer> truth = new ArrayList<>();
        List<String> inFlight = new ArrayList<>();
        boolean attached = false;
        int happened = 0;
        long nowMs = 0;
        for (int step = 0; step < STEPS; step++) {
            nowMs += random.nextInt(100);
            int choice = random.nextInt(100);
            if (choice < 2 && attached) {
                // The network delivers some of it and loses the rest with the socket.
                deliver(inFlight.subList(0, random.nextInt(inFlight.size() + 1)), client);
                inFlight.clear();
                session.onSocketLost(nowMs);
                attached = false;
            } else if (choice < 12 && (!attached || choice < 3)) {
                int restarts = client.restarts;
                deliver(inFlight.subList(0, random.nextInt(inFlight.size() + 1)), client);
                inFlight.clear();
                boolean first = client.lastSeq < 0;
                send(session.onSocket(new RpcId.Whole(1), !first, client.lastSeq, nowMs), inFlight);
                attached = true;
                deliver(inFlight, client);
                inFlight.clear();
                if (client.restarts > restarts) {
                    truth.clear();
                }
                assertThat(client.handled).isEqualTo(truth);
            } else if (choice < 30) {
                send(
                        session.onEvent(
                                new AgentMessage.ContactQuality("c", Map.of(), Map.of(), Map.of()),
                                0,
                                nowMs),
                        inFlight);
            } else {
                truth.add(++happened);
                send(
                        session.onEvent(
                                new AgentMessage.ContactMicrophone(String.valueOf(happened), "ok"),
                                0,
                                nowMs),
                        inFlight);
            }
        }
        assertThat(happened).isGreaterThan(STEPS / 2);
        if (attached) {
            deliver(inFlight, client);
            assertThat(client.handled).isEqualTo(truth);
        }
    }

    private static void deliver(List<String> messages, Client client) {
        messages.forEach(text -> client.on(CoreDriver.json(text)));
    }

    private static void send(List<Effect> effects, List<String> inFlight) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Send send) {
                inFlight.add(send.text());
            } else if (effect instanceof Effect.SendIfIdle send) {
                inFlight.add(send.text());
            }
        }
    }
}
