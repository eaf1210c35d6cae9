package dev.crosspoint.gateway.control;

import dev.crosspoint.gateway.http.Problem;
import dev.crosspoint.signaling.client.RecentAnswers;
import dev.crosspoint.signaling.client.RecentAnswers.Found;
import dev.crosspoint.signaling.client.TokenBucket;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What is remembered of one agent's programs, by the rules of the WebSocket: how often they ask,
 * and what they were answered. All of an agent's programs share it.
 */
final class Client {
    private final TokenBucket rate;
    private final RecentAnswers<Answer> recent = new RecentAnswers<>();
    private final Map<Long, Future<Answer>> running = new HashMap<>();
    private long lastCall;

    Client(long nowMs) {
        this.rate = TokenBucket.ofClient(nowMs);
    }

    /** Takes one request's worth of the rate; false when there is none. */
    boolean mayAsk(long nowMs) {
        return rate.take(nowMs);
    }

    /**
     * Executes a request unless its key says that this has been done, or is being done.
     *
     * @param fingerprint of the request, without the key
     */
    Future<Answer> once(
            String key, byte[] fingerprint, long nowMs, Supplier<Future<Answer>> execution) {
        long call = ++lastCall;
        return switch (recent.find(key, fingerprint, call, nowMs)) {
            case Found.New<Answer> _ -> begin(key, call, execution);
            case Found.Answered<Answer>(var answer) -> Future.succeededFuture(answer);
            case Found.Running<Answer>(long first) ->
                    Objects.requireNonNull(running.get(first), "not running");
            case Found.Conflict<Answer> _ ->
                    failed(Problem.CONFLICT, "this key belongs to another request");
            case Found.Full<Answer> _ -> failed(Problem.TOO_MANY, "too many idempotency keys");
        };
    }

    private Future<Answer> begin(String key, long call, Supplier<Future<Answer>> execution) {
        var answer = execution.get();
        running.put(call, answer);
        return answer.onSuccess(known -> {
            running.remove(call);
            recent.answered(key, known);
        });
    }

    private static Future<Answer> failed(Problem problem, String detail) {
        return Future.succeededFuture(new Answer.Failed(problem, detail));
    }
}
