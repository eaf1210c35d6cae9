package dev.crosspoint.signaling.agent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.signaling.agent.PendingCalls.Call;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.IceServer;
import dev.crosspoint.signaling.client.RecentAnswers;
import dev.crosspoint.signaling.client.RecentAnswers.Found;
import dev.crosspoint.signaling.client.ReplayBuffer;
import dev.crosspoint.signaling.json.EventJson;
import dev.crosspoint.signaling.json.Params;
import dev.crosspoint.signaling.json.Params.BadParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One agent's session, whatever sockets it lives through: requests, numbered events, replay, and
 * the legs of its softphone. The first input is {@link #onSocket}.
 */
final class AgentSession implements SessionCore {

    /** The member of {@code params} that carries an idempotency key. */
    private static final String KEY = "idempotencyKey";

    private final Reply.Authenticated who;
    private final Agent agent;
    private final Limits limits;
    private final AgentCounters counters;
    private final Exchange exchange;
    private final RecentAnswers<Answer> recent = new RecentAnswers<>();
    private final ReplayBuffer replay;
    private final SoftphoneMethods softphone;
    private final Supplier<List<IceServer>> iceServers;
    private long graceEndsMs = Long.MAX_VALUE;

    /**
     * @param legIds unguessable ids for softphone legs
     * @param iceServers relays for the browser, fresh at each start
     * @param nowMs any monotonic clock, from 0
     */
    AgentSession(
            Reply.Authenticated who,
            Limits limits,
            AgentCounters counters,
            Supplier<String> legIds,
            Supplier<List<IceServer>> iceServers,
            long nowMs) {
        this.who = who;
        this.agent = who.agent();
        this.limits = limits;
        this.replay =
                new ReplayBuffer(Limits.REPLAY_EVENTS, Limits.REPLAY_CHARACTERS, limits.replayMs());
        this.counters = counters;
        this.iceServers = iceServers;
        this.softphone = new SoftphoneMethods(agent, limits, counters, legIds, legIds);
        this.exchange = new Exchange(SoftphoneTopic::parse, limits, counters, nowMs);
    }

    Agent agent() {
        return agent;
    }

    /**
     * An authenticated socket of this agent takes the session over.
     *
     * @param startId the request this answers
     * @param resumes whether the client asked for this session, knowing it
     * @param lastSeq the last event the client has handled, -1 when it does not say
     */
    List<Effect> onSocket(RpcId startId, boolean resumes, long lastSeq, long nowMs) {
        List<Effect> out = new ArrayList<>();
        exchange.attach();
        graceEndsMs = Long.MAX_VALUE;
        Optional<List<String>> missed = resumes ? replay.since(lastSeq) : Optional.empty();
        counters.session(missed.isPresent() ? "resumed" : resumes ? "restarted" : "started");
        counters.request(AgentMethods.START, "ok");
        out.add(new Effect.Send(JsonRpc.answer(startId, started(missed.isPresent()), false)));
        missed.ifPresentOrElse(
                events -> events.forEach(text -> out.add(new Effect.Send(text))),
                () -> exchange.ask("snapshot", new AgentMessage.Refresh(agent), nowMs, out));
        softphone.unansweredByes().forEach(bye -> out.add(new Effect.Send(bye)));
        return out;
    }

    private Answer started(boolean resumed) {
        ObjectNode result =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("session", agent.session())
                        .put("agent", agent.agentId())
                        .put("displayName", who.displayName().value());
        who.permissions().forEach(result.putArray("permissions")::add);
        who.devices().forEach(result.putArray("devices")::add);
        ArrayNode relays = result.putArray("iceServers");
        iceServers.get().forEach(relay -> relays.add(json(relay)));
        return new Answer.Result(
                result.put("resumed", resumed)
                        .put("seq", replay.lastSeq())
                        .put("pingIntervalMs", limits.pingIntervalMs())
                        .put("graceMs", limits.graceMs()));
    }

    private static ObjectNode json(IceServer relay) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        relay.urls().forEach(json.putArray("urls")::add);
        return json.put("username", relay.username().value())
                .put("credential", relay.credential().value());
    }

    @Override
    public List<Effect> onText(String text, long nowMs) {
        List<Effect> out = new ArrayList<>();
        exchange.read(
                text, nowMs, request -> onRequest(request, nowMs, out), softphone::onResponse, out);
        sayByes(nowMs, out);
        return out;
    }

    private void onRequest(RpcFrame.Request request, long nowMs, List<Effect> out) {
        String method = request.method();
        if (request.connection() != null && !SoftphoneMethods.knows(method)) {
            exchange.refuse(request, RpcError.UNKNOWN_METHOD, "no method of a softphone", out);
        } else if (method.equals(AgentMethods.PING)) {
            exchange.answer(request.id(), method, Answer.done(), out);
        } else if (method.equals(AgentMethods.START)) {
            exchange.refuse(request, RpcError.CONFLICT, "the session has been started", out);
        } else if (AgentMethods.knows(method) || SoftphoneMethods.knows(method)) {
            try {
                executeOnce(request, nowMs, out);
            } catch (BadParams e) {
                exchange.refuse(request, RpcError.BAD_PARAMS, e.sentence(), out);
            }
        } else {
            exchange.refuse(request, RpcError.UNKNOWN_METHOD, "no such method", out);
        }
    }

    /** Executes a request unless its idempotency key says that this has been done. */
    private void executeOnce(RpcFrame.Request request, long nowMs, List<Effect> out)
            throws BadParams {
        Params params = new Params(request.params());
        long number = exchange.nextNumber();
        if (!request.params().has(KEY)) {
            execute(request, params, number, null, nowMs, out);
            return;
        }
        String key = params.text(KEY, RecentAnswers.MAX_KEY_LENGTH);
        ObjectNode rest = request.params().deepCopy();
        rest.remove(KEY);
        byte[] fingerprint = RecentAnswers.fingerprint(request.method(), rest);
        switch (recent.find(key, fingerprint, number, nowMs)) {
            case Found.New<Answer> _ -> {
                try {
                    execute(request, params, number, key, nowMs, out);
                } catch (BadParams e) {
                    recent.forget(key);
                    throw e;
                }
            }
            case Found.Answered<Answer> known ->
                    exchange.answer(request.id(), request.method(), known.answer(), out);
            case Found.Running<Answer> running -> exchange.join(running.call(), request.id());
            case Found.Conflict<Answer> _ ->
                    exchange.refuse(
                            request, RpcError.CONFLICT, "this key belongs to another request", out);
            case Found.Full<Answer> _ ->
                    exchange.refuse(
                            request, RpcError.RATE_LIMITED, "too many idempotency keys", out);
        }
    }

    private void execute(
            RpcFrame.Request request,
            Params params,
            long number,
            @Nullable String key,
            long nowMs,
            List<Effect> out)
            throws BadParams {
        String method = request.method();
        if (AgentMethods.knows(method)) {
            AgentMessage.Request question = AgentMethods.read(method, params, agent);
            exchange.ask(number, request, null, key, question, nowMs, out);
            return;
        }
        switch (softphone.onRequest(method, params, request.connection(), nowMs)) {
            case SoftphoneMethods.Step.Ask step ->
                    exchange.ask(number, request, step.leg(), key, step.request(), nowMs, out);
            case SoftphoneMethods.Step.Reply step -> {
                if (key != null) {
                    recent.answered(key, step.answer());
                }
                exchange.answer(request.id(), method, step.answer(), out);
                out.addAll(step.effects());
            }
        }
    }

    @Override
    public List<Effect> onReply(long number, Reply reply, long nowMs) {
        List<Effect> out = new ArrayList<>();
        Call call = exchange.take(number);
        if (call != null) {
            Answer answer =
                    call.leg() == null
                            ? AgentMethods.answer(reply)
                            : softphone.onReply(call.leg(), call.method(), reply, nowMs);
            finish(call, answer, out);
            sayByes(nowMs, out);
        }
        return out;
    }

    /** Those that are due now, after the answer that made them so. */
    private void sayByes(long nowMs, List<Effect> out) {
        softphone
                .byesDue(limits.graceMs() + limits.byeTimeoutMs(), nowMs)
                .forEach(bye -> exchange.send(bye, out));
    }

    private void finish(Call call, Answer answer, List<Effect> out) {
        if (call.key() != null) {
            recent.answered(call.key(), answer);
        }
        exchange.finish(call, answer, out);
    }

    @Override
    public List<Effect> onEvent(AgentMessage.Event event, long atMs, long nowMs) {
        List<Effect> out = new ArrayList<>();
        switch (event) {
            case AgentMessage.EndLeg e -> {
                softphone.onEndLeg(e.leg());
                sayByes(nowMs, out);
            }
            case AgentMessage.StandLeg e -> softphone.onStandLeg(e.leg(), nowMs);
            case AgentMessage.EndSession e -> {
                counters.session("ended");
                exchange.detach();
                out.add(new Effect.Close(CloseReason.SESSION_ENDED, e.reason()));
                out.add(new Effect.Forget());
            }
            case AgentMessage.ContactQuality _, AgentMessage.ContactTalkers _ -> {
                // Stale in a second: neither numbered nor kept, so that replay has no gaps.
                if (exchange.isAttached()) {
                    EventJson.of(event)
                            .map(body -> print(replay.lastSeq(), atMs, body))
                            .ifPresent(text -> out.add(new Effect.SendIfIdle(text)));
                }
            }
            case AgentMessage.StateChanged _,
                    AgentMessage.ContactOffered _,
                    AgentMessage.ContactAccepted _,
                    AgentMessage.ContactProgress _,
                    AgentMessage.ContactConnected _,
                    AgentMessage.ContactRoster _,
                    AgentMessage.ContactTransferFailed _,
                    AgentMessage.ContactSupervision _,
                    AgentMessage.ContactMicrophone _,
                    AgentMessage.Watched _,
                    AgentMessage.ContactDigit _,
                    AgentMessage.ContactEnded _ ->
                    EventJson.of(event).ifPresent(body -> number(body, atMs, out));
        }
        return out;
    }

    /** The notification's text. */
    private static String print(long seq, long atMs, EventJson.Body body) {
        ObjectNode params =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("seq", seq)
                        .put("type", body.type())
                        .put("at", atMs);
        params.set("data", body.data());
        return JsonRpc.notification("event", params);
    }

    private void number(EventJson.Body body, long atMs, List<Effect> out) {
        String text = print(replay.lastSeq() + 1, atMs, body);
        replay.add(text, atMs);
        exchange.send(text, out);
    }

    @Override
    public List<Effect> onSocketLost(long nowMs) {
        exchange.detach();
        graceEndsMs = nowMs + limits.graceMs();
        return List.of();
    }

    @Override
    public List<Effect> onDeadline(long nowMs) {
        List<Effect> out = new ArrayList<>();
        for (Call call : exchange.expire(nowMs)) {
            Answer answer =
                    call.leg() == null
                            ? Answer.failure(RpcError.TIMEOUT, "no answer in time")
                            : softphone.onTimeout(call.leg(), call.method(), out);
            finish(call, answer, out);
        }
        softphone.onDeadline(nowMs, out);
        sayByes(nowMs, out);
        if (graceEndsMs - nowMs <= 0) {
            counters.session("lost");
            softphone.onCarrierLost(out);
            out.add(new Effect.Tell(new AgentMessage.SessionLost(agent)));
            out.add(new Effect.Forget());
        }
        return out;
    }

    @Override
    public long nextDeadlineMs() {
        return Math.min(
                graceEndsMs, Math.min(exchange.nextDeadlineMs(), softphone.nextDeadlineMs()));
    }
}
