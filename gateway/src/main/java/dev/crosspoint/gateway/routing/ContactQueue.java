package dev.crosspoint.gateway.routing;

import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Contacts that wait for an agent, in order. A contact is in it once or not at all. */
final class ContactQueue {
    private final String id;
    private final QueueRules rules;
    private final Set<Lane> live;
    private final TreeSet<Waiting> order = new TreeSet<>(Waiting.ORDER);
    private final NavigableMap<Integer, Tier> tiers = new TreeMap<>();

    private boolean isNumbered = true;
    private long oldestArrivalNanos;
    private int available;
    private int staffed;
    private int online;

    /**
     * @param live the lanes, of all queues, that have both contacts and agents
     */
    ContactQueue(String id, QueueRules rules, Set<Lane> live) {
        this.id = id;
        this.rules = rules;
        this.live = live;
    }

    String id() {
        return id;
    }

    QueueRules rules() {
        return rules;
    }

    boolean hasRoom() {
        return order.size() < rules.capacity();
    }

    List<Waiting> contacts() {
        return List.copyOf(order);
    }

    void join(Waiting contact) {
        order.add(contact);
        isNumbered = false;
    }

    void leave(Waiting contact) {
        order.remove(contact);
        isNumbered = false;
        leaveLanes(contact);
    }

    /** Into the lanes it belongs to at that moment; answers when that may be others. */
    OptionalLong settle(Waiting contact, long nowNanos) {
        var requirement = contact.requirement(nowNanos);
        if (!contact.lanes.isEmpty() && !contact.lanes.getFirst().requirement.equals(requirement)) {
            leaveLanes(contact);
        }
        var next = soonest(contact.nextRequirementNanos(nowNanos), timeoutNanos(contact), nowNanos);
        for (var tier : tiers.values()) {
            long ripe = tier.ripeNanos(contact);
            if (ripe - nowNanos > 0) {
                return soonest(next, OptionalLong.of(ripe), nowNanos);
            }
            if (contact.lanes.stream().noneMatch(lane -> lane.tier == tier)) {
                tier.join(contact, requirement);
            }
        }
        return next;
    }

    /** When it has waited too long here; empty when it never has. */
    OptionalLong timeoutNanos(Waiting contact) {
        return rules.timeoutSeconds() == 0
                ? OptionalLong.empty()
                : OptionalLong.of(
                        contact.place.joinedNanos()
                                + TimeUnit.SECONDS.toNanos(rules.timeoutSeconds()));
    }

    /** 1 is next. */
    int position(Waiting contact) {
        number();
        return contact.position;
    }

    QueueMetrics metrics(long nowNanos) {
        number();
        long oldest = order.isEmpty() ? 0 : nowNanos - oldestArrivalNanos;
        return new QueueMetrics(order.size(), oldest, available, staffed, online);
    }

    // --- who serves it ---

    /** One more agent; answers whether nobody had its delay before. */
    boolean enrol(Member member, Serving serving) {
        int delay = serving.delaySeconds();
        boolean isNew = !tiers.containsKey(delay);
        var tier = tiers.computeIfAbsent(delay, _ -> new Tier(this, delay, live));
        tier.enrol(member);
        member.serve(tier, serving.priority());
        return isNew;
    }

    /** Whether anybody who serves it is online. */
    boolean isServed() {
        return online > 0;
    }

    void recount(AgentRow before, AgentRow after) {
        available += step(before.isAvailable(), after.isAvailable());
        staffed += step(before.isStaffed(), after.isStaffed());
        online += step(before.isOnline(), after.isOnline());
    }

    private static int step(boolean before, boolean after) {
        return (after ? 1 : 0) - (before ? 1 : 0);
    }

    /**
     * Once for all who ask between two changes: hundreds of waiting customers ask for their
     * position every second, and a queue of thousands changes a few times in one.
     */
    private void number() {
        if (isNumbered) {
            return;
        }
        int position = 0;
        for (var contact : order) {
            contact.position = ++position;
            long arrived = contact.place.arrivedNanos();
            if (position == 1 || arrived - oldestArrivalNanos < 0) {
                oldestArrivalNanos = arrived;
            }
        }
        isNumbered = true;
    }

    private static void leaveLanes(Waiting contact) {
        contact.lanes.forEach(lane -> lane.tier.leave(contact, lane));
        contact.lanes.clear();
    }

    private static OptionalLong soonest(OptionalLong a, OptionalLong b, long nowNanos) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isPresent() ? a : b;
        }
        return a.getAsLong() - nowNanos <= b.getAsLong() - nowNanos ? a : b;
    }
}
