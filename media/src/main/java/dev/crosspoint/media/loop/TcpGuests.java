package dev.crosspoint.media.loop;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which connections of a port may stay. Until a check has proved whose it is, a connection is a
 * stranger's: there are few of them, for a short time, and a newcomer takes the place of whoever
 * has waited longest, so that nobody who only connects keeps anybody out. Pure.
 *
 * @param <F> a connection
 * @param <L> whom a connection belongs to
 */
final class TcpGuests<F, L> {
    private static final long NANOS_PER_MS = 1_000_000L;

    private record Stranger(InetAddress from, long deadlineNanos) {}

    private record Guest<L>(L owner, long deadlineNanos) {}

    private final TcpLimits limits;

    /** In the order of their coming. */
    private final Map<F, Stranger> strangers = new LinkedHashMap<>();

    /** In the order of their last checks. */
    private final Map<F, Guest<L>> guests = new LinkedHashMap<>();

    TcpGuests(TcpLimits limits) {
        this.limits = limits;
    }

    /**
     * Somebody has connected.
     *
     * @return who has to go for it, if anybody
     */
    @Nullable F connected(F flow, InetAddress from, long nowNanos) {
        strangers.put(flow, new Stranger(from, nowNanos + limits.firstCheckMs() * NANOS_PER_MS));
        var neighbours =
                strangers.entrySet().stream()
                        .filter(other -> other.getValue().from().equals(from))
                        .map(Map.Entry::getKey)
                        .toList();
        if (neighbours.size() > limits.waitingOfOne()) {
            return neighbours.getFirst();
        }
        return strangers.size() > limits.waiting() ? oldest(strangers) : null;
    }

    /**
     * A check has proved that a connection is somebody's, or still is.
     *
     * @return who has to go for it, if anybody; maybe itself
     */
    @Nullable F checked(F flow, L owner, long nowNanos) {
        boolean isNew = strangers.remove(flow) != null;
        if (!isNew && guests.remove(flow) == null) {
            return null; // it is gone
        }
        if (guests.size() >= limits.settled()) {
            return flow;
        }
        guests.put(flow, new Guest<>(owner, nowNanos + limits.silenceMs() * NANOS_PER_MS));
        List<F> own = isNew ? of(owner) : List.of();
        return own.size() > limits.ofLeg() ? own.getFirst() : null;
    }

    /** Those that belong to somebody, the one checked last at the end. */
    List<F> of(L owner) {
        return guests.entrySet().stream()
                .filter(guest -> guest.getValue().owner().equals(owner))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Those whose time is over. */
    List<F> overdue(long nowNanos) {
        var overdue = new ArrayList<F>();
        strangers.forEach((flow, stranger) -> {
            if (stranger.deadlineNanos() - nowNanos <= 0) {
                overdue.add(flow);
            }
        });
        guests.forEach((flow, guest) -> {
            if (guest.deadlineNanos() - nowNanos <= 0) {
                overdue.add(flow);
            }
        });
        return overdue;
    }

    /** A connection has ended. */
    void gone(F flow) {
        strangers.remove(flow);
        guests.remove(flow);
    }

    private static <F> F oldest(Map<F, ?> flows) {
        return flows.keySet().iterator().next();
    }
}
