package dev.crosspoint.gateway.routing;

import dev.crosspoint.gateway.routing.Requirement.All;
import dev.crosspoint.gateway.routing.RoutingCriteria.Step;
import dev.crosspoint.signaling.api.Tenant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * What one event costs in a large centre: 1,000 agents who serve 10 of 100 queues each, and 5,000
 * contacts, half of which ask for skills. Prints the median of {@value #ROUNDS} rounds per row.
 */
public final class QueueBench {
    private static final int AGENTS = 1_000;
    private static final int QUEUES = 100;
    private static final int WAITING = 5_000;
    private static final int ROUNDS = 15;
    private static final int EVENTS = 2_000;
    private static final Tenant TENANT = new Tenant("acme", "support");

    private final Random random = new Random(1);
    private final AgentBoard board = new AgentBoard(_ -> {});
    private final QueueBook book = new QueueBook(board);
    private final List<AgentKey> agents = new ArrayList<>();
    private final List<String> contacts = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();
    private long nowNanos = 1;
    private int names;

    private QueueBench() {
        for (int i = 0; i < QUEUES; i++) {
            book.add(TENANT, "q" + i, new QueueRules("q" + i, WAITING, 5, 0, null));
        }
        for (int i = 0; i < AGENTS; i++) {
            var servings = new ArrayList<Serving>();
            for (int j = 0; j < 10; j++) {
                servings.add(new Serving("q" + (i * 7 + j * 10) % QUEUES, 1 + j % 3, j % 2 * 20));
            }
            var skills = new HashMap<String, Double>();
            for (int skill = 0; skill < 10; skill++) {
                if (random.nextBoolean()) {
                    skills.put("s" + skill, 1.0 + random.nextInt(5));
                }
            }
            var key = new AgentKey(TENANT, "a" + i);
            agents.add(key);
            board.add(key, new AgentProfile(servings, skills, List.of(), 0), nowNanos);
            board.signIn(key, "s", nowNanos);
        }
    }

    public static void main(String[] arguments) {
        var crowded = new QueueBench();
        for (int i = 0; i < WAITING; i++) {
            crowded.join();
        }
        crowded.pass();
        crowded.measure(
                "5,000 wait: an agent comes free and is given one, another joins",
                _ -> {
                    crowded.serveOne();
                    crowded.join();
                });
        crowded.measure(
                "5,000 wait: one leaves, another joins",
                _ -> {
                    crowded.leaveOne();
                    crowded.join();
                });
        crowded.measure("5,000 wait: asked for a turn in vain", _ -> crowded.ask());
        crowded.measure("5,000 wait: a position, nothing changed", _ -> crowded.position());
        crowded.measure(
                "5,000 wait: a position after every change",
                _ -> {
                    crowded.leaveOne();
                    crowded.join();
                    crowded.position();
                });
        crowded.measure("5,000 wait: the metrics of a queue", _ -> crowded.metrics());

        var idle = new QueueBench();
        idle.agents.forEach(agent -> idle.board.choose(agent, "available", ++idle.nowNanos));
        idle.measure(
                "1,000 idle: one arrives, is given to an agent, who comes back",
                _ -> {
                    idle.join();
                    var turn = idle.book.nextTurn(++idle.nowNanos);
                    turn.ifPresentOrElse(
                            t -> idle.board.release(t.agent(), Release.FAILED, ++idle.nowNanos),
                            () -> check(idle.book.leave(TENANT, idle.contacts.getLast())));
                    idle.forget(idle.contacts.getLast());
                });
        idle.measure(
                "1,000 idle: one goes to lunch and comes back",
                i -> {
                    var agent = idle.agents.get(i % AGENTS);
                    idle.board.choose(agent, "offline", ++idle.nowNanos);
                    idle.board.choose(agent, "available", ++idle.nowNanos);
                });
    }

    private void measure(String what, IntConsumer event) {
        var roundsNanos = new long[ROUNDS];
        for (int round = -ROUNDS; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < EVENTS; i++) {
                event.accept(i);
            }
            if (round >= 0) {
                roundsNanos[round] = (System.nanoTime() - start) / EVENTS;
            }
        }
        Arrays.sort(roundsNanos);
        System.out.printf(
                "%-70s %8.2f us  (%.2f to %.2f)%n",
                what,
                roundsNanos[ROUNDS / 2] / 1e3,
                roundsNanos[0] / 1e3,
                roundsNanos[ROUNDS - 1] / 1e3);
    }

    private void serveOne() {
        var agent = agents.get(random.nextInt(AGENTS));
        board.choose(agent, "available", ++nowNanos);
        var turn = book.nextTurn(++nowNanos).orElseThrow();
        forget(turn.contactId());
        board.engage(turn.agent(), turn.contactId(), ++nowNanos);
        board.release(turn.agent(), Release.ENDED, ++nowNanos);
        board.choose(turn.agent(), "offline", ++nowNanos);
    }

    private void join() {
        var contact = "c" + ++names;
        var queue = "q" + random.nextInt(QUEUES);
        check(book.join(TENANT, queue, contact, standing(), ++nowNanos).isPresent());
        places.put(contact, contacts.size());
        contacts.add(contact);
    }

    private void leaveOne() {
        var contact = contacts.get(random.nextInt(contacts.size()));
        check(book.leave(TENANT, contact));
        forget(contact);
    }

    private void forget(String contact) {
        int at = Objects.requireNonNull(places.remove(contact));
        var last = contacts.removeLast();
        if (at < contacts.size()) {
            contacts.set(at, last);
            places.put(last, at);
        }
    }

    private static void check(boolean condition) {
        if (!condition) {
            throw new AssertionError("the bench does not do what it says");
        }
    }

    private void ask() {
        check(book.nextTurn(++nowNanos).isEmpty());
    }

    private void position() {
        var contact = contacts.get(random.nextInt(contacts.size()));
        check(book.position(TENANT, contact).isPresent());
    }

    private void metrics() {
        var queue = "q" + random.nextInt(QUEUES);
        check(book.metrics(TENANT, queue, ++nowNanos).isPresent());
    }

    private void pass() {
        nowNanos += TimeUnit.SECONDS.toNanos(30);
        book.onTime(nowNanos);
    }

    /** One of some fifty things that are asked for, or nothing. */
    private Standing standing() {
        if (random.nextBoolean()) {
            return Standing.ORDINARY;
        }
        var one = Requirement.atLeast("s" + random.nextInt(10), 1 + random.nextInt(4));
        var requirement =
                random.nextBoolean() ? one : new All(List.of(one, Requirement.atLeast("s0", 2)));
        return new Standing(null, 0, new RoutingCriteria(List.of(new Step(requirement, 3_600))));
    }
}
