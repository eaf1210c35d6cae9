package dev.crosspoint.gateway.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An agent as the queues see one. */
final class Member {
    /** Nanosecond clocks may wrap: compare by distance. */
    static final Comparator<Member> LONGEST_IDLE =
            (a, b) -> {
                int byTime = Long.signum(a.row.idleNanos() - b.row.idleNanos());
                return byTime != 0 ? byTime : Integer.compare(a.number, b.number);
            };

    /** The lanes it stands in while available. */
    final Set<Lane> lanes = new HashSet<>();

    private final int number;
    private final Map<ContactQueue, Integer> priorities = new HashMap<>();
    private final List<Tier> tiers = new ArrayList<>();
    private AgentRow row;

    /**
     * @param number in the order in which agents were added
     */
    Member(int number, AgentRow row) {
        this.number = number;
        this.row = row;
    }

    AgentRow row() {
        return row;
    }

    Map<String, Double> skills() {
        return row.profile().skills();
    }

    void serve(Tier tier, int priority) {
        tiers.add(tier);
        priorities.put(tier.queue, priority);
    }

    /** How high the agent puts one of its queues; 1 is first. */
    int priority(ContactQueue queue) {
        return priorities.getOrDefault(queue, Serving.LOWEST_PRIORITY);
    }

    /** The agent's row is another now: in or out of every lane that is for it. */
    void become(AgentRow changed) {
        for (var lane : lanes) {
            lane.agents.remove(this);
            lane.note();
        }
        lanes.clear();
        var before = row;
        row = changed;
        for (var tier : tiers) {
            tier.queue.recount(before, changed);
            if (changed.isAvailable()) {
                tier.admit(this);
            }
        }
    }
}
