package dev.crosspoint.media.loop;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
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

    /** An IPv6 subscriber has a whole /64 (RFC 4291 2.5.1): count that as one address. */
    private static final int NETWORK_BYTES = 8;

    private record Stranger(ByteBuffer network, long deadlineNanos) {}

    private record Guest<L>(L owner, long deadlineNanos) {}

    private final TcpLimits limits;

    /** In the order of their coming, those of each network too. */
    private final SequencedMap<F, Stranger> strangers = new LinkedHashMap<>();

    private final Map<ByteBuffer, SequencedSet<F>> neighbours = new HashMap<>();

    /** In the order of their last checks, those of each owner too. */
    private final SequencedMap<F, Guest<L>> guests = new LinkedHashMap<>();

    private final Map<L, SequencedSet<F>> owned = new HashMap<>();

    TcpGuests(TcpLimits limits) {
        this.limits = limits;
    }

    /**
     * Somebody has connected.
     *
     * @return who has to go for it, if anybody
     */
    @Nullable F connected(F flow, InetAddress from, long nowNanos) {
        var network = network(from);
        strangers.put(flow, new Stranger(network, nowNanos + limits.firstCheckMs() * NANOS_PER_MS));
        var near = join(neighbours, network, flow);
        if (near.size() > limits.waitingOfOne()) {
            return near.getFirst();
        }
        return strangers.size() > limits.waiting() ? strangers.firstEntry().getKey() : null;
    }

    /**
     * A check has proved that a connection is somebody's, or still is.
     *
     * @return who has to go for it, if anybody; maybe itself
     */
    @Nullable F checked(F flow, L owner, long nowNanos) {
        if (!gone(flow)) {
            return null; // it was gone before
        }
        if (guests.size() >= limits.settled()) {
            return flow;
        }
        guests.put(flow, new Guest<>(owner, nowNanos + limits.silenceMs() * NANOS_PER_MS));
        var own = join(owned, owner, flow);
        return own.size() > limits.ofLeg() ? own.getFirst() : null;
    }

    /** Those that belong to somebody, the one checked last at the end. */
    List<F> of(L owner) {
        var own = owned.get(owner);
        return own == null ? List.of() : List.copyOf(own);
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

    /**
     * A connection has ended.
     *
     * @return whether it was here
     */
    boolean gone(F flow) {
        Stranger stranger = strangers.remove(flow);
        if (stranger != null) {
            leave(neighbours, stranger.network(), flow);
        }
        Guest<L> guest = guests.remove(flow);
        if (guest != null) {
            leave(owned, guest.owner(), flow);
        }
        return stranger != null || guest != null;
    }

    private static ByteBuffer network(InetAddress address) {
        var bytes = ByteBuffer.wrap(address.getAddress());
        return bytes.limit(Math.min(NETWORK_BYTES, bytes.limit()));
    }

    private static <K, F> SequencedSet<F> join(Map<K, SequencedSet<F>> sets, K key, F flow) {
        var set = sets.computeIfAbsent(key, _ -> new LinkedHashSet<>());
        set.add(flow);
        return set;
    }

    private static <K, F> void leave(Map<K, SequencedSet<F>> sets, K key, F flow) {
        var set = sets.get(key);
        if (set != null && set.remove(flow) && set.isEmpty()) {
            sets.remove(key);
        }
    }
}
