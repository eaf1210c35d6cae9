package dev.crosspoint.signaling.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Questions to call control that wait for their reply, and for whom. */
final class PendingCalls {

    /**
     * One question.
     *
     * @param method for the error column and the counter
     * @param askers ids of the client's requests that get the answer; none when the session asks
     *     for itself or the socket is gone
     * @param leg the softphone leg it is about, or null
     * @param key its idempotency key, or null
     */
    record Call(
            long number,
            String method,
            List<RpcId> askers,
            @Nullable String leg,
            @Nullable String key,
            long deadlineMs) {}

    private final Map<Long, Call> waiting = new LinkedHashMap<>(4);
    private long lastNumber;

    /** A number for the next question. */
    long nextNumber() {
        return ++lastNumber;
    }

    void add(Call call) {
        waiting.put(call.number(), call);
    }

    /** Somebody else wants the answer of a running question. */
    void join(long number, RpcId asker) {
        Call call = waiting.get(number);
        if (call != null) {
            call.askers().add(asker);
        }
    }

    /** The question a reply belongs to, which is then no longer pending; null when it is late. */
    @Nullable Call take(long number) {
        return waiting.remove(number);
    }

    /** The socket is gone: answers have nobody to go to, though their effects stay. */
    void orphan() {
        waiting.values().forEach(call -> call.askers().clear());
    }

    /** Removes and returns the questions whose deadline has passed. */
    List<Call> expire(long nowMs) {
        List<Call> expired = new ArrayList<>();
        waiting.values().removeIf(call -> call.deadlineMs() - nowMs <= 0 && expired.add(call));
        return expired;
    }

    /** When {@link #expire} has something to do; {@link Long#MAX_VALUE} when nothing waits. */
    long nextDeadlineMs() {
        return waiting.values().stream().mapToLong(Call::deadlineMs).min().orElse(Long.MAX_VALUE);
    }
}
