package dev.crosspoint.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.routing.QueueBook.Turn;
import dev.crosspoint.gateway.routing.QueueOracle.Contact;
import dev.crosspoint.gateway.routing.Requirement.All;
import dev.crosspoint.gateway.routing.Requirement.Any;
import dev.crosspoint.gateway.routing.Requirement.Level;
import dev.crosspoint.gateway.routing.RoutingCriteria.Step;
import dev.crosspoint.signaling.api.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many queues, agents and contacts at random, and at every step the book says what is right. */
class QueueWalkTest {
    private static final int STEPS = 3_000;
    private static final int MOST_WAITING = 40;
    private static final List<Tenant> TENANTS =
            List.of(new Tenant("acme", "support"), new Tenant("acme", "sales"));
    private static final List<String> QUEUES = List.of("a", "b", "c", "d");
    private static final List<String> SKILLS = List.of("german", "loans", "cards");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void saysWhoseTurnItIsAsIfEverythingHadBeenLookedAt(int seed) {
        var walk = new Walk(seed);
        for (int i = 0; i < STEPS; i++) {
            walk.step();
            walk.check();
        }
        assertThat(walk.turnsTaken).isGreaterThan(150);
        assertThat(walk.movesMade).isGreaterThan(10);
    }

    private static final class Walk {
        private final Random random;
        private final AgentBoard board = new AgentBoard(_ -> {});
        private final QueueBook book = new QueueBook(board);
        private final List<AgentKey> agents = new ArrayList<>();
        private final QueueOracle oracle = new QueueOracle(board, agents);
        private final Map<String, Turn> turns = new HashMap<>();
        private final Map<String, Contact> away = new HashMap<>();
        private final List<AgentKey> free = new ArrayList<>();
        private long nowNanos;
        private long arrivals;
        private int names;
        private int turnsTaken;
        private int movesMade;

        Walk(int seed) {
            random = new Random(seed);
            for (var tenant : TENANTS) {
                for (int i = 0; i < QUEUES.size(); i++) {
                    boolean overflows = i > 0 && random.nextBoolean();
                    var rules =
                            new QueueRules(
                                    "name of " + QUEUES.get(i),
                                    8,
                                    1 + random.nextInt(10),
                                    overflows ? 20 + random.nextInt(100) : 0,
                                    overflows ? QUEUES.get(i - 1) : null);
                    book.add(tenant, QUEUES.get(i), rules);
                    oracle.add(tenant, QUEUES.get(i), rules);
                }
            }
            for (int i = 0; i < 14; i++) {
                addAgent();
            }
        }

        void step() {
            switch (random.nextInt(13)) {
                case 0, 1, 2 -> join();
                case 3, 4 -> pass();
                case 5 -> choose();
                case 6, 7 -> release();
                case 8 -> leave();
                case 9 -> change();
                case 10 -> move();
                case 11 -> session();
                default -> {
                    if (agents.size() < 20 && random.nextInt(100) == 0) {
                        addAgent();
                    }
                }
            }
            if (random.nextInt(3) == 0) {
                takeTurns();
            }
        }

        /** Everything that can be asked. */
        void check() {
            assertThat(book.waiting()).isEqualTo(oracle.contacts.size());
            var tenant = pick(TENANTS);
            var queue = pick(QUEUES);
            var order = oracle.in(tenant, queue);
            for (int i = 0; i < order.size(); i++) {
                assertThat(book.position(tenant, order.get(i).id)).hasValue(i + 1);
            }
            assertThat(book.metrics(tenant, queue, nowNanos))
                    .contains(oracle.metrics(tenant, queue, nowNanos));
            assertThat(book.hasAgents(tenant, queue))
                    .isEqualTo(oracle.metrics(tenant, queue, nowNanos).online() > 0);
            assertThat(book.nextDeadlineNanos()).isEqualTo(oracle.nextDeadline(nowNanos));
        }

        private void takeTurns() {
            for (var expected = oracle.nextTurn(nowNanos); ; expected = oracle.nextTurn(nowNanos)) {
                var turn = book.nextTurn(nowNanos);
                assertThat(turn.map(t -> t.contactId() + " for " + t.agent().agentId()))
                        .isEqualTo(expected);
                if (turn.isEmpty()) {
                    return;
                }
                var id = turn.get().contactId();
                away.put(id, oracle.contact(id));
                oracle.contacts.remove(oracle.contact(id));
                turns.put(id, turn.get());
                turnsTaken++;
            }
        }

        private void addAgent() {
            var key = new AgentKey(pick(TENANTS), "agent" + agents.size());
            var servings = new ArrayList<Serving>();
            for (var queue : QUEUES) {
                if (random.nextInt(3) != 0) {
                    servings.add(
                            new Serving(queue, 1 + random.nextInt(3), pick(List.of(0, 0, 15, 40))));
                }
            }
            var skills = new HashMap<String, Double>();
            for (var skill : SKILLS) {
                if (random.nextBoolean()) {
                    skills.put(skill, 1.0 + random.nextInt(5));
                }
            }
            board.add(key, new AgentProfile(servings, skills, List.of("lunch"), 5), nowNanos);
            agents.add(key);
            board.signIn(key, "s", nowNanos);
        }

        private void join() {
            if (oracle.contacts.size() >= MOST_WAITING) {
                return;
            }
            var tenant = pick(TENANTS);
            var queue = pick(QUEUES);
            var id = "c" + ++names;
            var standing = standing();
            var rules = oracle.rules(tenant, queue);
            boolean room = oracle.in(tenant, queue).size() < rules.capacity();
            assertThat(book.join(tenant, queue, id, standing, nowNanos).isPresent())
                    .isEqualTo(room);
            if (room) {
                oracle.contacts.add(new Contact(tenant, id, standing, nowNanos, arrivals++, queue));
            }
        }

        private void pass() {
            long jump = TimeUnit.SECONDS.toNanos(1 + random.nextInt(15));
            long end = nowNanos + jump;
            for (var next = book.nextDeadlineNanos();
                    next.isPresent() && next.getAsLong() <= end;
                    next = book.nextDeadlineNanos()) {
                nowNanos = Math.max(nowNanos, next.getAsLong());
                var moved = book.onTime(nowNanos);
                assertThat(moved).containsExactlyInAnyOrderElementsOf(oracle.onTime(nowNanos));
                movesMade += moved.size();
            }
            nowNanos = end;
            board.onTime(nowNanos);
        }

        private void choose() {
            board.choose(pick(agents), pick(List.of("available", "available", "lunch")), nowNanos);
        }

        private void session() {
            var agent = pick(agents);
            if (random.nextInt(4) == 0) {
                board.signOut(agent, nowNanos);
            } else {
                board.signIn(agent, "s" + names, nowNanos);
                board.choose(agent, "available", nowNanos);
            }
        }

        /** An agent takes a contact and ends it, or it goes back to where it stood. */
        private void release() {
            free.clear();
            agents.stream()
                    .filter(agent -> board.row(agent).orElseThrow().engagement() != null)
                    .forEach(free::add);
            if (free.isEmpty()) {
                return;
            }
            var agent = pick(free);
            var contact = String.valueOf(board.row(agent).orElseThrow().contact());
            if (random.nextInt(3) == 0) {
                board.release(
                        agent,
                        pick(List.of(Release.values())) == Release.FAILED
                                ? Release.WITHDRAWN
                                : Release.MISSED,
                        nowNanos);
                var turn = turns.get(contact);
                if (turn != null) {
                    book.rejoin(turn, nowNanos);
                    oracle.contacts.add(away.get(contact));
                }
            } else {
                board.engage(agent, contact, nowNanos);
                board.release(agent, Release.ENDED, nowNanos);
            }
        }

        private void leave() {
            if (!oracle.contacts.isEmpty()) {
                var contact = pick(oracle.contacts);
                assertThat(book.leave(contact.tenant, contact.id)).isTrue();
                oracle.contacts.remove(contact);
            }
        }

        private void change() {
            if (!oracle.contacts.isEmpty()) {
                var contact = pick(oracle.contacts);
                var standing = standing();
                assertThat(book.change(contact.tenant, contact.id, standing, nowNanos)).isTrue();
                oracle.contacts.set(
                        oracle.contacts.indexOf(contact), contact.with(standing, nowNanos));
            }
        }

        private void move() {
            if (oracle.contacts.isEmpty()) {
                return;
            }
            var contact = pick(oracle.contacts);
            var queue = pick(QUEUES);
            boolean room =
                    queue.equals(contact.queue)
                            || oracle.in(contact.tenant, queue).size()
                                    < oracle.rules(contact.tenant, queue).capacity();
            assertThat(book.move(contact.tenant, contact.id, queue, nowNanos).isPresent())
                    .isEqualTo(room);
            if (room) {
                contact.queue = queue;
                contact.joined = nowNanos;
                contact.criteria = nowNanos;
            }
        }

        private Standing standing() {
            return new Standing(
                    random.nextInt(3) == 0 ? (Long) (1L + random.nextInt(10)) : null,
                    random.nextInt(4) == 0 ? random.nextInt(60) - 30 : 0,
                    criteria());
        }

        private RoutingCriteria criteria() {
            var steps = new ArrayList<Step>();
            int count = random.nextInt(3);
            for (int i = 0; i < count; i++) {
                boolean forEver = i == count - 1 && random.nextBoolean();
                steps.add(new Step(requirement(2), forEver ? 0 : 1 + random.nextInt(40)));
            }
            return new RoutingCriteria(steps);
        }

        private Requirement requirement(int depth) {
            int what = random.nextInt(depth == 0 ? 1 : 4);
            return switch (what) {
                case 0, 1 -> {
                    double least = 1.0 + random.nextInt(5);
                    yield random.nextBoolean()
                            ? Requirement.atLeast(pick(SKILLS), least)
                            : new Level(pick(SKILLS), least, Math.min(5.0, least + 1));
                }
                case 2 -> new All(List.of(requirement(depth - 1), requirement(depth - 1)));
                default -> new Any(List.of(requirement(depth - 1), requirement(depth - 1)));
            };
        }

        private <T> T pick(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }
    }
}
