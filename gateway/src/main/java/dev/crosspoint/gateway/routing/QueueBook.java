package dev.crosspoint.gateway.routing;

import dev.crosspoint.signaling.api.Tenant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Every queue of every tenant, and whose turn it is. */
public final class QueueBook {

    /** In the order they were added: of two queues an agent serves, the earlier goes first. */
    private final Map<Key, Line> lines = new LinkedHashMap<>();

    private record Key(Tenant tenant, String queue) {}

    private record Line(String name, ContactQueue contacts) {}

    /** A contact and the agent it is for. */
    public record Turn(String contactId, AgentKey agent) {}

    /** Adds an empty queue. */
    public void add(Tenant tenant, String queue, String name, int capacity) {
        lines.put(new Key(tenant, queue), new Line(name, new ContactQueue(capacity)));
    }

    /** Adds a new arrival; answers the queue's name, or empty when there is no room or no queue. */
    public Optional<String> join(Tenant tenant, String queue, String contactId) {
        return line(tenant, queue).filter(line -> line.contacts().join(contactId)).map(Line::name);
    }

    /** Puts a contact that had its turn before all others. */
    public void rejoin(Tenant tenant, String queue, String contactId) {
        line(tenant, queue).orElseThrow().contacts().rejoin(contactId);
    }

    /** Takes a contact out, if it is there. */
    public void leave(Tenant tenant, String queue, String contactId) {
        line(tenant, queue).ifPresent(line -> line.contacts().leave(contactId));
    }

    /** How many wait in all queues. */
    public int waiting() {
        return lines.values().stream().mapToInt(line -> line.contacts().size()).sum();
    }

    /** The next contact that an agent is free for; it leaves its queue. Empty when none is. */
    public Optional<Turn> nextTurn(AgentBoard board) {
        for (var entry : lines.entrySet()) {
            var contacts = entry.getValue().contacts();
            var first = contacts.first();
            var agent = board.longestIdle(entry.getKey().tenant(), entry.getKey().queue());
            if (first.isPresent() && agent.isPresent()) {
                contacts.leave(first.get());
                return Optional.of(new Turn(first.get(), agent.get()));
            }
        }
        return Optional.empty();
    }

    private Optional<Line> line(Tenant tenant, String queue) {
        return Optional.ofNullable(lines.get(new Key(tenant, queue)));
    }
}
