package dev.crosspoint.signaling.agent;

import dev.crosspoint.signaling.agent.PendingCalls.Call;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.client.TokenBucket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The JSON-RPC side of a carrier, desktop or direct: reads what comes within the rate, keeps the
 * questions to call control with their deadlines, and answers on the socket there is, if any.
 */
final class Exchange {

    private final Function<String, RpcFrame> parser;
    private final Limits limits;
    private final AgentCounters counters;
    private final TokenBucket rate;
    private final PendingCalls calls = new PendingCalls();
    private boolean attached;
    private int refusals;

    /**
     * @param parser reads any text
     */
    Exchange(Function<String, RpcFrame> parser, Limits limits, AgentCounters counters, long nowMs) {
        this.parser = parser;
        this.limits = limits;
        this.counters = counters;
        this.rate = TokenBucket.ofClient(nowMs);
    }

    /** A socket is there: answers of the one before have nobody to go to. */
    void attach() {
        detach();
        attached = true;
        refusals = 0;
    }

    /** The socket is gone: what was asked goes on, its answers go nowhere. */
    void detach() {
        attached = false;
        calls.orphan();
    }

    boolean isAttached() {
        return attached;
    }

    /** Reads one message. Whatever is no request within the rate is dealt with here. */
    void read(
            String text,
            long nowMs,
            Consumer<RpcFrame.Request> onRequest,
            Consumer<RpcId> onResponse,
            List<Effect> out) {
        boolean allowed = rate.take(nowMs);
        switch (parser.apply(text)) {
            case RpcFrame.Response response -> onResponse.accept(response.id());
            case RpcFrame.Notification _ -> counters.oddity("notification");
            case RpcFrame.Malformed m ->
                    answer(m.id(), "", Answer.failure(m.error(), m.message()), out);
            case RpcFrame.Request request -> {
                if (allowed) {
                    onRequest.accept(request);
                } else {
                    refuse(request, RpcError.RATE_LIMITED, "too many requests", out);
                }
            }
        }
        if (!allowed && ++refusals > Limits.MAX_REFUSALS) {
            out.add(new Effect.Close(CloseReason.FLOOD));
        }
    }

    /** A number for the next question. */
    long nextNumber() {
        return calls.nextNumber();
    }

    /** Asks call control for a client's request. */
    void ask(
            long number,
            RpcFrame.Request request,
            @Nullable String leg,
            @Nullable String key,
            AgentMessage.Request question,
            long nowMs,
            List<Effect> out) {
        List<RpcId> askers = new ArrayList<>(1);
        askers.add(request.id());
        String method = request.method();
        long deadlineMs = nowMs + limits.timeoutMs(method);
        ask(new Call(number, method, askers, leg, key, deadlineMs), question, out);
    }

    /** Asks on the session's own behalf. */
    void ask(String what, AgentMessage.Request question, long nowMs, List<Effect> out) {
        long deadlineMs = nowMs + limits.requestTimeoutMs();
        List<RpcId> nobody = new ArrayList<>(0);
        ask(new Call(nextNumber(), what, nobody, null, null, deadlineMs), question, out);
    }

    private void ask(Call call, AgentMessage.Request question, List<Effect> out) {
        calls.add(call);
        out.add(new Effect.Ask(call.number(), question));
    }

    /** Another request wants the answer of a running question. */
    void join(long number, RpcId asker) {
        calls.join(number, asker);
    }

    /** The question that a reply answers; null, and counted, when the reply is late. */
    @Nullable Call take(long number) {
        Call call = calls.take(number);
        if (call == null) {
            counters.oddity("late-reply");
        }
        return call;
    }

    /** The questions whose deadline has passed; they are no longer waited for. */
    List<Call> expire(long nowMs) {
        return calls.expire(nowMs);
    }

    /** Answers everybody who waited for a question. */
    void finish(Call call, Answer answer, List<Effect> out) {
        if (call.askers().isEmpty()) {
            counters.request(call.method(), answer.label());
        }
        call.askers().forEach(id -> answer(id, call.method(), answer, out));
    }

    /** Refuses a request that was not executed. */
    void refuse(RpcFrame.Request request, RpcError error, String message, List<Effect> out) {
        answer(request.id(), request.method(), Answer.failure(error, message), out);
    }

    /** Answers a request; {@code method} may be anything a client has sent. */
    void answer(@Nullable RpcId id, String method, Answer answer, List<Effect> out) {
        counters.request(label(method), answer.label());
        if (id instanceof RpcId.OnTopic on) {
            send(SoftphoneTopic.wrap(on.connection(), JsonRpc.answer(id, answer, true)), out);
        } else {
            send(JsonRpc.answer(id, answer, SoftphoneMethods.knows(method)), out);
        }
    }

    /** Sends a text if there is a socket. */
    void send(String text, List<Effect> out) {
        if (attached) {
            out.add(new Effect.Send(text));
        }
    }

    long nextDeadlineMs() {
        return calls.nextDeadlineMs();
    }

    /** A counter's label is never a text of the client's. */
    private static String label(String method) {
        return AgentMethods.knows(method)
                        || SoftphoneMethods.knows(method)
                        || method.equals(AgentMethods.START)
                        || method.equals(AgentMethods.PING)
                ? method
                : "unknown";
    }
}
