package dev.crosspoint.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.routing.QueueBook.Turn;
import dev.crosspoint.gateway.routing.RoutingCriteria.Step;
import dev.crosspoint.signaling.api.Tenant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A board and its book, in few words. */
final class Queues {
    static final Tenant TENANT = new Tenant("acme", "support");

    final AgentBoard board = new AgentBoard(_ -> {});
    final QueueBook book = new QueueBook(board);

    void queue(String id) {
        queue(id, new QueueRules(id, 100, 5, 0, null));
    }

    void queue(String id, QueueRules rules) {
        book.add(TENANT, id, rules);
    }

    void agent(String name, Serving... queues) {
        board.add(key(name), new AgentProfile(List.of(queues), Map.of(), List.of("lunch"), 0), 0);
    }

    void skilled(String name, Map<String, Double> skills, String queue) {
        board.add(
                key(name),
                new AgentProfile(List.of(Serving.first(queue)), skills, List.of(), 0),
                0);
    }

    void available(String name, long nowNanos) {
        board.signIn(key(name), "s-" + name, nowNanos);
        assertThat(board.choose(key(name), "available", nowNanos)).isTrue();
    }

    void release(String name, Release why, long nowNanos) {
        board.release(key(name), why, nowNanos);
    }

    void join(String queue, String contact, Standing standing, long nowNanos) {
        assertThat(book.join(TENANT, queue, contact, standing, nowNanos)).isPresent();
    }

    String turn(long nowNanos) {
        var turn = book.nextTurn(nowNanos).orElseThrow();
        return turn.contactId() + " for " + turn.agent().agentId();
    }

    /** What one agent is given, one contact after the other. */
    List<String> turns(String name, int count) {
        long nowNanos = seconds(60);
        available(name, nowNanos);
        book.onTime(nowNanos);
        return IntStream.range(0, count)
                .mapToObj(_ -> {
                    Turn turn = book.nextTurn(nowNanos).orElseThrow();
                    board.release(turn.agent(), Release.FAILED, nowNanos);
                    return turn.contactId();
                })
                .toList();
    }

    AgentRow row(String name) {
        return board.row(key(name)).orElseThrow();
    }

    static AgentKey key(String name) {
        return new AgentKey(TENANT, name);
    }

    static Standing ordinary() {
        return Standing.ORDINARY;
    }

    static Standing priority(int priority) {
        return new Standing((long) priority, 0, RoutingCriteria.NONE);
    }

    static Standing insisting(Requirement requirement) {
        return new Standing(null, 0, new RoutingCriteria(List.of(new Step(requirement, 0))));
    }

    static long seconds(long count) {
        return TimeUnit.SECONDS.toNanos(count);
    }
}
