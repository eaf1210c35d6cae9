package dev.crosspoint.gateway.routing;

import dev.crosspoint.signaling.api.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every queue of every tenant, and whose turn it is. Of the agents for whom there is something to
 * take, the one idle longest takes it; of what there is for an agent, first what comes from a queue
 * that the agent serves with a higher priority, then the contact's own priority, then its age.
 *
 * <p>Contacts and agents that fit each other meet in {@link Lane}s, which are kept as things
 * change: looking for a turn costs nothing while there is none, and one more contact or agent costs
 * a few insertions into sorted sets, however many there are.
 */
public final class QueueBook {
    private final AgentBoard board;
    private final Map<QueueKey, ContactQueue> queues = new HashMap<>();
    private final Map<ContactKey, Waiting> contacts = new HashMap<>();
    private final Map<AgentKey, Member> members = new HashMap<>();
    private final Deadlines<Waiting> deadlines = new Deadlines<>();
    private final Set<Lane> live = new LinkedHashSet<>();
    private long arrivals;

    private record QueueKey(Tenant tenant, String queue) {}

    private record ContactKey(Tenant tenant, String contactId) {}

    /**
     * A contact and the agent it is for.
     *
     * @param place what it comes back to when the agent does not take it
     */
    public record Turn(String contactId, AgentKey agent, Place place) {}

    /** A contact has waited too long in one queue and waits in another now. */
    public record Moved(Tenant tenant, String contactId, String from, String to, String toName) {}

    /**
     * A book without queues.
     *
     * @param board whose agents take the contacts; it has one book, made before its agents
     */
    public QueueBook(AgentBoard board) {
        this.board = board;
        board.watch(this::onAgent);
    }

    /** Adds an empty queue; to be there before the agents who serve it are added to the board. */
    public void add(Tenant tenant, String queue, QueueRules rules) {
        var key = new QueueKey(tenant, queue);
        if (queues.putIfAbsent(key, new ContactQueue(queue, rules, live)) != null) {
            throw new IllegalArgumentException("queue " + queue + " is there twice");
        }
    }

    // --- contacts come and go ---

    /**
     * Adds a new arrival; answers the queue's name, or empty when there is no room or no queue.
     * Throws when the contact waits somewhere already.
     */
    public Optional<String> join(
            Tenant tenant, String queue, String contactId, Standing standing, long nowNanos) {
        var target = queues.get(new QueueKey(tenant, queue));
        if (target == null || !target.hasRoom()) {
            return Optional.empty();
        }
        var place = new Place(queue, standing, nowNanos, nowNanos, nowNanos, arrivals++);
        enter(new Waiting(tenant, contactId, target, place), nowNanos);
        return Optional.of(target.rules().name());
    }

    /**
     * Gives a contact that had its turn its place back, whatever the capacity: before all that have
     * come since, as if it had never left.
     */
    public void rejoin(Turn turn, long nowNanos) {
        var tenant = turn.agent().tenant();
        var queue = known(tenant, turn.place().queue());
        enter(new Waiting(tenant, turn.contactId(), queue, turn.place()), nowNanos);
    }

    /** Takes a contact out, wherever it waits; false when it does not. */
    public boolean leave(Tenant tenant, String contactId) {
        var contact = waiting(tenant, contactId);
        if (contact != null) {
            exit(contact);
        }
        return contact != null;
    }

    /**
     * Moves a waiting contact to another queue, where it is as old as it is and its routing
     * criteria begin anew. Answers the queue's name; empty, and nothing changes, when there is no
     * room, no queue, or the contact does not wait.
     */
    public Optional<String> move(Tenant tenant, String contactId, String queue, long nowNanos) {
        var contact = waiting(tenant, contactId);
        var target = queues.get(new QueueKey(tenant, queue));
        if (contact == null || target == null || (target != contact.queue && !target.hasRoom())) {
            return Optional.empty();
        }
        move(contact, target, nowNanos, nowNanos);
        return Optional.of(target.rules().name());
    }

    /**
     * Changes what a waiting contact brings; other criteria begin now. False when it does not wait.
     */
    public boolean change(Tenant tenant, String contactId, Standing standing, long nowNanos) {
        var contact = waiting(tenant, contactId);
        if (contact == null) {
            return false;
        }
        var place = contact.place;
        boolean sameCriteria = place.standing().criteria().equals(standing.criteria());
        replace(
                contact,
                contact.queue,
                new Place(
                        place.queue(),
                        standing,
                        place.arrivedNanos(),
                        place.joinedNanos(),
                        sameCriteria ? place.criteriaNanos() : nowNanos,
                        place.number()),
                nowNanos);
        return true;
    }

    /**
     * The next contact that an agent is free for: it has left its queue, and the agent is reserved
     * for it. Empty when there is none. To be asked again until then.
     */
    public Optional<Turn> nextTurn(long nowNanos) {
        if (live.isEmpty()) {
            return Optional.empty();
        }
        var agent = live.iterator().next().agents.first();
        for (var lane : live) {
            var idle = lane.agents.first();
            agent = Member.LONGEST_IDLE.compare(idle, agent) < 0 ? idle : agent;
        }
        var contact = firstFor(agent);
        exit(contact);
        var key = agent.row().agent();
        if (board.reserve(key, contact.contactId, nowNanos) != Reservation.RESERVED) {
            throw new IllegalStateException("agent " + key.agentId() + " was available");
        }
        return Optional.of(new Turn(contact.contactId, key, contact.place));
    }

    // --- time ---

    /** When {@link #onTime} has something to do next. */
    public OptionalLong nextDeadlineNanos() {
        return deadlines.next();
    }

    /**
     * Lets delays, routing steps and time-outs pass; turns may follow. Answers which contacts wait
     * in another queue now: one that overflows always has room, because it waits already.
     */
    public List<Moved> onTime(long nowNanos) {
        var moved = new ArrayList<Moved>();
        for (var due = deadlines.poll(nowNanos); due.isPresent(); due = deadlines.poll(nowNanos)) {
            var contact = due.get();
            var timeout = contact.queue.timeoutNanos(contact);
            if (timeout.isPresent() && timeout.getAsLong() - nowNanos <= 0) {
                moved.add(overflow(contact, nowNanos));
            } else {
                deadlines.set(contact, contact.queue.settle(contact, nowNanos));
            }
        }
        return moved;
    }

    // --- questions ---

    /** How many contacts wait in all queues. */
    public int waiting() {
        return contacts.size();
    }

    /** Where a contact stands in its queue, 1 for the next; empty when it does not wait. */
    public OptionalInt position(Tenant tenant, String contactId) {
        var contact = waiting(tenant, contactId);
        return contact == null
                ? OptionalInt.empty()
                : OptionalInt.of(contact.queue.position(contact));
    }

    /** The queue at this moment; empty when there is none. */
    public Optional<QueueMetrics> metrics(Tenant tenant, String queue, long nowNanos) {
        return Optional.ofNullable(queues.get(new QueueKey(tenant, queue)))
                .map(found -> found.metrics(nowNanos));
    }

    /** Whether anybody who serves the queue is signed in and not offline. */
    public boolean hasAgents(Tenant tenant, String queue) {
        var found = queues.get(new QueueKey(tenant, queue));
        return found != null && found.isServed();
    }

    // --- the rest ---

    private static Waiting firstFor(Member agent) {
        Waiting first = null;
        for (var lane : agent.lanes) {
            if (!lane.contacts.isEmpty()) {
                var contact = lane.contacts.first();
                first = first == null || isBefore(contact, first, agent) ? contact : first;
            }
        }
        if (first == null) {
            throw new IllegalStateException("a lane without contacts is not live");
        }
        return first;
    }

    private static boolean isBefore(Waiting contact, Waiting other, Member agent) {
        int served = Integer.compare(agent.priority(contact.queue), agent.priority(other.queue));
        return served != 0 ? served < 0 : Waiting.ORDER.compare(contact, other) < 0;
    }

    private void enter(Waiting contact, long nowNanos) {
        var key = new ContactKey(contact.tenant, contact.contactId);
        if (contacts.putIfAbsent(key, contact) != null) {
            throw new IllegalStateException("contact " + contact.contactId + " waits already");
        }
        contact.queue.join(contact);
        deadlines.set(contact, contact.queue.settle(contact, nowNanos));
    }

    private void exit(Waiting contact) {
        contacts.remove(new ContactKey(contact.tenant, contact.contactId));
        contact.queue.leave(contact);
        deadlines.set(contact, OptionalLong.empty());
    }

    private void replace(Waiting contact, ContactQueue queue, Place place, long nowNanos) {
        exit(contact);
        enter(new Waiting(contact.tenant, contact.contactId, queue, place), nowNanos);
    }

    private void move(Waiting contact, ContactQueue target, long criteriaNanos, long nowNanos) {
        var place = contact.place;
        replace(
                contact,
                target,
                new Place(
                        target.id(),
                        place.standing(),
                        place.arrivedNanos(),
                        nowNanos,
                        criteriaNanos,
                        place.number()),
                nowNanos);
    }

    private Moved overflow(Waiting contact, long nowNanos) {
        var from = contact.queue;
        var to = from.rules().overflow();
        if (to == null) {
            throw new IllegalStateException("queue " + from.id() + " has no overflow");
        }
        var target = known(contact.tenant, to);
        move(contact, target, contact.place.criteriaNanos(), nowNanos);
        return new Moved(contact.tenant, contact.contactId, from.id(), to, target.rules().name());
    }

    private void onAgent(AgentRow row) {
        var member = members.get(row.agent());
        if (member == null) {
            member = enrol(row);
        }
        member.become(row);
    }

    private Member enrol(AgentRow row) {
        var absent = AgentRow.absent(row.agent(), row.profile(), row.sinceNanos());
        var member = new Member(members.size(), absent);
        members.put(row.agent(), member);
        for (var serving : row.profile().queues()) {
            var queue = known(row.agent().tenant(), serving.queue());
            if (queue.enrol(member, serving)) {
                for (var contact : queue.contacts()) {
                    deadlines.set(contact, queue.settle(contact, row.sinceNanos()));
                }
            }
        }
        return member;
    }

    private @Nullable Waiting waiting(Tenant tenant, String contactId) {
        return contacts.get(new ContactKey(tenant, contactId));
    }

    private ContactQueue known(Tenant tenant, String queue) {
        var found = queues.get(new QueueKey(tenant, queue));
        if (found == null) {
            throw new IllegalArgumentException("no queue " + queue);
        }
        return found;
    }
}
