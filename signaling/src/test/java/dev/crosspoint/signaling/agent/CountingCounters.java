package dev.crosspoint.signaling.agent;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Counters that a test can read: {@code kind:detail[:detail]} to how often. */
public final class CountingCounters implements AgentCounters {

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Void>> waiters = new ConcurrentHashMap<>();

    /** How often it was counted, 0 when never. */
    public int of(String name) {
        return counts.getOrDefault(name, 0);
    }

    @Override
    public void upgrade(String outcome) {
        count("upgrade:" + outcome);
    }

    @Override
    public void closed(String path, String reason) {
        count("closed:" + path + ":" + reason);
    }

    @Override
    public void request(String method, String outcome) {
        count("request:" + method + ":" + outcome);
    }

    @Override
    public void session(String change) {
        count("session:" + change);
    }

    @Override
    public void oddity(String what) {
        count("oddity:" + what);
    }

    @Override
    public void connection(String closed) {
        count("connection:" + closed);
    }

    /** Completes when the name has been counted at least once. */
    public CompletableFuture<Void> whenCounted(String name) {
        CompletableFuture<Void> waiter =
                waiters.computeIfAbsent(name, _ -> new CompletableFuture<>());
        if (of(name) > 0) {
            waiter.complete(null);
        }
        return waiter;
    }

    private void count(String name) {
        counts.merge(name, 1, Integer::sum);
        CompletableFuture<Void> waiter = waiters.get(name);
        if (waiter != null) {
            waiter.complete(null);
        }
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
