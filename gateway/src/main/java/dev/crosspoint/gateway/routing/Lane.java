package dev.crosspoint.gateway.routing;

import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Contacts of one queue that ask the same of an agent, and the available agents who can do it and
 * whose delay these contacts have waited: any of the ones may be given to any of the others.
 */
final class Lane {
    final Tier tier;
    final Requirement requirement;
    final NavigableSet<Waiting> contacts = new TreeSet<>(Waiting.ORDER);
    final NavigableSet<Member> agents = new TreeSet<>(Member.LONGEST_IDLE);
    private final Set<Lane> live;

    /**
     * @param live the lanes that have both contacts and agents; kept by the lanes themselves
     */
    Lane(Tier tier, Requirement requirement, Set<Lane> live) {
        this.tier = tier;
        this.requirement = requirement;
        this.live = live;
    }

    /** To be called after every change of the two sets. */
    void note() {
        if (contacts.isEmpty() || agents.isEmpty()) {
            live.remove(this);
        } else {
            live.add(this);
        }
    }
}
