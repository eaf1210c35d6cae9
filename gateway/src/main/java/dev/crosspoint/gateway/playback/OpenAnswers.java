package dev.crosspoint.gateway.playback;

import dev.crosspoint.gateway.routing.AgentKey;
import java.util.HashMap;
import java.util.Map;

/** How many answers are being made at once: each may have a file open and a part in memory. */
final class OpenAnswers {
    /** With a megabyte each they fit in any heap. */
    static final int MOST = 128;

    /** Of one person: a player asks for the next range before it lets go of the last. */
    static final int MOST_PER_AGENT = 12;

    private final Map<AgentKey, Integer> byAgent = new HashMap<>();
    private int all;

    /** Lets one in, if there is room. */
    synchronized boolean enter(AgentKey who) {
        int own = byAgent.getOrDefault(who, 0);
        if (all == MOST || own == MOST_PER_AGENT) {
            return false;
        }
        all++;
        byAgent.put(who, own + 1);
        return true;
    }

    synchronized void leave(AgentKey who) {
        all--;
        byAgent.computeIfPresent(who, (_, own) -> own == 1 ? null : own - 1);
    }

    synchronized int count() {
        return all;
    }
}
