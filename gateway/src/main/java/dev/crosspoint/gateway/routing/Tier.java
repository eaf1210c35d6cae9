package dev.crosspoint.gateway.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The agents who serve a queue after the same delay. */
final class Tier {
    final ContactQueue queue;
    private final long delayNanos;
    private final Set<Lane> live;
    private final List<Member> members = new ArrayList<>();

    /** One for everything that is asked for by a contact that is ripe. */
    private final Map<Requirement, Lane> lanes = new HashMap<>();

    Tier(ContactQueue queue, int delaySeconds, Set<Lane> live) {
        this.queue = queue;
        this.delayNanos = TimeUnit.SECONDS.toNanos(delaySeconds);
        this.live = live;
    }

    /** When these agents are asked to take the contact. */
    long ripeNanos(Waiting contact) {
        return contact.place.joinedNanos() + delayNanos;
    }

    void join(Waiting contact, Requirement requirement) {
        var lane = lanes.computeIfAbsent(requirement, this::open);
        lane.contacts.add(contact);
        contact.lanes.add(lane);
        lane.note();
    }

    /**
     * Takes a contact out of a lane of this tier. A lane without contacts is forgotten, but for the
     * one that every queue needs: what can be asked for is without end.
     */
    void leave(Waiting contact, Lane lane) {
        lane.contacts.remove(contact);
        lane.note();
        if (lane.contacts.isEmpty() && !lane.requirement.equals(Requirement.NONE)) {
            lanes.remove(lane.requirement);
            lane.agents.forEach(agent -> agent.lanes.remove(lane));
        }
    }

    void enrol(Member member) {
        members.add(member);
    }

    /** An agent is available from now on. */
    void admit(Member member) {
        lanes.values().forEach(lane -> admit(member, lane));
    }

    private Lane open(Requirement requirement) {
        var lane = new Lane(this, requirement, live);
        members.stream()
                .filter(member -> member.row().isAvailable())
                .forEach(member -> admit(member, lane));
        return lane;
    }

    private static void admit(Member member, Lane lane) {
        if (lane.requirement.isMetBy(member.skills())) {
            lane.agents.add(member);
            member.lanes.add(lane);
            lane.note();
        }
    }
}
