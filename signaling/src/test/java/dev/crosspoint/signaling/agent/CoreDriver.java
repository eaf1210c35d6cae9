package dev.crosspoint.signaling.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import java.util.ArrayList;
import java.util.List;

/** Drives a session's core in virtual time and sorts what it asks for. */
final class CoreDriver {

    static final Limits LIMITS =
            new Limits(
                    5_000, 4_500, 20_000, 10_000, 2_000, 30_000, 60_000, 5_000, 15_000, 10_000,
                    60_000);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SessionCore core;
    private long nowMs;
    final List<JsonNode> sent = new ArrayList<>();
    final List<Effect.Ask> asked = new ArrayList<>();
    final List<AgentMessage.Request> told = new ArrayList<>();
    final List<Effect.Close> closed = new ArrayList<>();
    boolean forgotten;

    CoreDriver(SessionCore core) {
        this.core = core;
    }

    long nowMs() {
        return nowMs;
    }

    CoreDriver perform(List<Effect> effects) {
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Send send -> sent.add(json(send.text()));
                case Effect.SendIfIdle send -> sent.add(json(send.text()));
                case Effect.Ask ask -> asked.add(ask);
                case Effect.Tell tell -> told.add(tell.request());
                case Effect.Proven _ -> {}
                case Effect.Close close -> closed.add(close);
                case Effect.Forget _ -> forgotten = true;
            }
        }
        return this;
    }

    CoreDriver text(String text) {
        return perform(core.onText(text.replace('\'', '"'), nowMs));
    }

    /** A request with the given id, method and params (single quotes will do). */
    CoreDriver request(int id, String method, String params) {
        return text(
                "{'jsonrpc':'2.0','id':%d,'method':'%s','params':%s}"
                        .formatted(id, method, params));
    }

    CoreDriver reply(Reply reply) {
        return reply(lastAsked().call(), reply);
    }

    CoreDriver reply(long call, Reply reply) {
        return perform(core.onReply(call, reply, nowMs));
    }

    CoreDriver event(AgentMessage.Event event) {
        return perform(core.onEvent(event, 1_795_341_600_000L + nowMs, nowMs));
    }

    CoreDriver loseSocket() {
        return perform(core.onSocketLost(nowMs));
    }

    /** Lets time pass, stopping at every deadline on the way. */
    CoreDriver pass(long ms) {
        long endMs = nowMs + ms;
        while (!forgotten && core.nextDeadlineMs() <= endMs) {
            nowMs = Math.max(nowMs, core.nextDeadlineMs());
            long before = core.nextDeadlineMs();
            perform(core.onDeadline(nowMs));
            if (!forgotten && closed.isEmpty() && core.nextDeadlineMs() == before) {
                throw new AssertionError("a deadline does not go away");
            }
            if (!closed.isEmpty()) {
                break;
            }
        }
        nowMs = endMs;
        return this;
    }

    Effect.Ask lastAsked() {
        return asked.getLast();
    }

    JsonNode lastSent() {
        return sent.getLast();
    }

    /** The request call control was asked last. */
    <T extends AgentMessage.Request> T lastRequest(Class<T> type) {
        return type.cast(lastAsked().request());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("sent something that is not JSON", e);
        }
    }
}
