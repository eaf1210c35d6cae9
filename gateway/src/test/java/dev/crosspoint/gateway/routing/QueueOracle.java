package dev.crosspoint.gateway.routing;

import dev.crosspoint.gateway.routing.QueueBook.Moved;
import dev.crosspoint.signaling.api.Tenant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The rules of {@link QueueBook} in their plainest form: everything is looked at every time. */
final class QueueOracle {
    private final AgentBoard board;
    private final List<AgentKey> agents;
    private final Map<String, QueueRules> rules = new HashMap<>();
    final List<Contact> contacts = new ArrayList<>();

    /** Somebody who waits. */
    static final class Contact {
        final Tenant tenant;
        final String id;
        final Standing standing;
        final long arrived;
        final long number;
        String queue;
        long joined;
        long criteria;

        Contact(Tenant tenant, String id, Standing standing, long now, long number, String queue) {
            this.tenant = tenant;
            this.id = id;
            this.standing = standing;
            this.arrived = now;
            this.number = number;
            this.queue = queue;
            this.joined = now;
            this.criteria = now;
        }

        Contact with(Standing changed, long now) {
            var contact = new Contact(tenant, id, changed, arrived, number, queue);
            contact.joined = joined;
            contact.criteria = changed.criteria().equals(standing.criteria()) ? criteria : now;
            return contact;
        }
    }

    QueueOracle(AgentBoard board, List<AgentKey> agents) {
        this.board = board;
        this.agents = agents;
    }

    void add(Tenant tenant, String queue, QueueRules of) {
        rules.put(tenant + queue, of);
    }

    QueueRules rules(Tenant tenant, String queue) {
        var found = rules.get(tenant + queue);
        if (found == null) {
            throw new AssertionError("no queue " + queue);
        }
        return found;
    }

    Contact contact(String id) {
        return contacts.stream().filter(c -> c.id.equals(id)).findFirst().orElseThrow();
    }

    /** In their order. */
    List<Contact> in(Tenant tenant, String queue) {
        return contacts.stream()
                .filter(c -> c.tenant.equals(tenant) && c.queue.equals(queue))
                .sorted(order())
                .toList();
    }

    Optional<String> nextTurn(long now) {
        return agents.stream()
                .map(agent -> board.row(agent).orElseThrow())
                .filter(AgentRow::isAvailable)
                .filter(row -> contacts.stream().anyMatch(c -> fits(row, c, now)))
                .min(
                        Comparator.comparingLong(AgentRow::idleNanos)
                                .thenComparingInt(row -> agents.indexOf(row.agent())))
                .map(row -> first(row, now).id + " for " + row.agent().agentId());
    }

    private Contact first(AgentRow row, long now) {
        return contacts.stream()
                .filter(c -> fits(row, c, now))
                .min(
                        Comparator.<Contact>comparingLong(
                                        c -> serving(row, c).orElseThrow().priority())
                                .thenComparing(order()))
                .orElseThrow();
    }

    private static boolean fits(AgentRow row, Contact contact, long now) {
        return serving(row, contact)
                        .filter(s -> contact.joined + seconds(s.delaySeconds()) <= now)
                        .isPresent()
                && requirement(contact, now).isMetBy(row.profile().skills());
    }

    private static Optional<Serving> serving(AgentRow row, Contact contact) {
        return row.profile().queues().stream()
                .filter(_ -> row.agent().tenant().equals(contact.tenant))
                .filter(s -> s.queue().equals(contact.queue))
                .findFirst();
    }

    private static Requirement requirement(Contact contact, long now) {
        long end = contact.criteria;
        for (var step : contact.standing.criteria().steps()) {
            end += seconds(step.expirySeconds());
            if (step.expirySeconds() == 0 || now < end) {
                return step.requirement();
            }
        }
        return Requirement.NONE;
    }

    private Comparator<Contact> order() {
        return Comparator.<Contact>comparingLong(this::priority)
                .thenComparingLong(c -> c.arrived - seconds(c.standing.adjustSeconds()))
                .thenComparingLong(c -> c.number);
    }

    private long priority(Contact contact) {
        var own = contact.standing.priority();
        return own == null ? rules(contact.tenant, contact.queue).priority() : own;
    }

    /** Who overflows by then; the clock must not have gone past more than one time-out of each. */
    List<Moved> onTime(long now) {
        var moved = new ArrayList<Moved>();
        for (var contact : contacts) {
            var here = rules(contact.tenant, contact.queue);
            if (here.timeoutSeconds() > 0
                    && contact.joined + seconds(here.timeoutSeconds()) <= now) {
                var from = contact.queue;
                var to = String.valueOf(here.overflow());
                contact.queue = to;
                contact.joined = now;
                var name = rules(contact.tenant, to).name();
                moved.add(new Moved(contact.tenant, contact.id, from, to, name));
            }
        }
        return moved;
    }

    /** The next moment that changes who may be given to whom, or that should have. */
    OptionalLong nextDeadline(long now) {
        return contacts.stream()
                .flatMapToLong(c ->
                        LongStream.concat(
                                timeouts(c),
                                LongStream.concat(expiries(c), delays(c)).filter(at -> at > now)))
                .min();
    }

    private static LongStream expiries(Contact contact) {
        long end = contact.criteria;
        var all = LongStream.builder();
        for (var step : contact.standing.criteria().steps()) {
            if (step.expirySeconds() > 0) {
                end += seconds(step.expirySeconds());
                all.add(end);
            }
        }
        return all.build();
    }

    private LongStream delays(Contact contact) {
        return agents.stream()
                .map(agent -> board.row(agent).orElseThrow())
                .flatMap(row -> serving(row, contact).stream())
                .mapToLong(s -> contact.joined + seconds(s.delaySeconds()));
    }

    private LongStream timeouts(Contact contact) {
        int after = rules(contact.tenant, contact.queue).timeoutSeconds();
        return after == 0 ? LongStream.empty() : LongStream.of(contact.joined + seconds(after));
    }

    QueueMetrics metrics(Tenant tenant, String queue, long now) {
        var waiting = in(tenant, queue);
        return new QueueMetrics(
                waiting.size(),
                waiting.stream().mapToLong(c -> now - c.arrived).max().orElse(0),
                (int) serving(tenant, queue).filter(AgentRow::isAvailable).count(),
                (int)
                        serving(tenant, queue)
                                .filter(row -> row.session() != null)
                                .filter(row ->
                                        List.of("available", "busy", "after-contact")
                                                .contains(row.state()))
                                .count(),
                (int)
                        serving(tenant, queue)
                                .filter(row -> row.session() != null)
                                .filter(row -> !row.state().equals("offline"))
                                .count());
    }

    private Stream<AgentRow> serving(Tenant tenant, String queue) {
        return agents.stream()
                .filter(agent -> agent.tenant().equals(tenant))
                .map(agent -> board.row(agent).orElseThrow())
                .filter(row ->
                        row.profile().queues().stream().anyMatch(s -> s.queue().equals(queue)));
    }

    private static long seconds(long count) {
        return TimeUnit.SECONDS.toNanos(count);
    }
}
