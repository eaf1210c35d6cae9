package dev.crosspoint.media.loop;

import dev.crosspoint.media.call.Count;
import java.util.Map;

/**
 * How one media loop and its calls are doing, at one moment.
 *
 * @param loop sockets, ticks, rings and handshakes
 * @param counts what the packet path has counted since the start
 */
public record MediaMeter(LoopMeter loop, Map<Count, Long> counts) {
    public MediaMeter {
        counts = Map.copyOf(counts);
    }

    /** One counter. */
    public long count(Count what) {
        return counts.getOrDefault(what, 0L);
    }

    /** Calls open on this loop. */
    public long calls() {
        return count(Count.CALLS_OPENED) - count(Count.CALLS_CLOSED);
    }

    /** Legs with their door on this loop. */
    public long legs() {
        return count(Count.LEGS_OPENED) - count(Count.LEGS_CLOSED);
    }
}
