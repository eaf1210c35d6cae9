package dev.crosspoint.media.loop;

import dev.crosspoint.media.call.Leg;
import dev.crosspoint.media.ice.IceLite;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose packets come to a loop's shared port, and which loop holds each leg now. A browser's first
 * packets are known by the ICE user name in them, all later ones by where they come from.
 */
final class Seats {
    /**
     * Addresses known of one browser. It may roam for ever: what has not been checked for longest
     * is forgotten, which is never the path in use, because that one is checked all the time.
     */
    private static final int MAX_ADDRESSES = 16;

    /** A leg that has its door on this loop. */
    static final class Seat {
        private final Leg leg;
        private List<String> ufrags = List.of();
        private final List<InetSocketAddress> addresses = new ArrayList<>();
        private int holderLoop;

        private Seat(Leg leg, int holderLoop) {
            this.leg = leg;
            this.holderLoop = holderLoop;
        }

        Leg leg() {
            return leg;
        }

        /** The loop of the call that has the leg. */
        int holderLoop() {
            return holderLoop;
        }

        void holderLoop(int loop) {
            holderLoop = loop;
        }
    }

    private final IdentityHashMap<Leg, Seat> byLeg = new IdentityHashMap<>();
    private final Map<InetSocketAddress, Seat> byAddress = new HashMap<>();
    private final Map<String, Seat> byUfrag = new HashMap<>();

    /**
     * A new leg.
     *
     * @param ufrags by which its peer's checks are known; none for a leg with ports of its own
     */
    Seat add(Leg leg, List<String> ufrags, int holderLoop) {
        Seat seat = new Seat(leg, holderLoop);
        byLeg.put(leg, seat);
        rename(leg, ufrags);
        return seat;
    }

    /** From now on its peer's checks are known by these names, and by no others. */
    void rename(Leg leg, List<String> ufrags) {
        Seat seat = byLeg.get(leg);
        if (seat == null) {
            return;
        }
        seat.ufrags.forEach(ufrag -> byUfrag.remove(ufrag, seat));
        seat.ufrags = List.copyOf(ufrags);
        seat.ufrags.forEach(ufrag -> byUfrag.put(ufrag, seat));
    }

    @Nullable Seat of(Leg leg) {
        return byLeg.get(leg);
    }

    /** Whose datagram this is, or null for nobody's. */
    @Nullable Seat find(byte[] data, int offset, int length, InetSocketAddress from) {
        // A check names its leg, and a browser may use an old leg's address for a new one.
        String ufrag = IceLite.localUfragOf(data, offset, length);
        return ufrag == null ? byAddress.get(from) : byUfrag.get(ufrag);
    }

    /** Whatever comes from there is this leg's from now on. */
    void bind(Leg leg, InetSocketAddress from) {
        Seat seat = byLeg.get(leg);
        if (seat == null) {
            return;
        }
        Seat before = byAddress.put(from, seat);
        if (before != null) {
            before.addresses.remove(from);
        }
        if (seat.addresses.size() == MAX_ADDRESSES) {
            byAddress.remove(seat.addresses.removeFirst(), seat);
        }
        seat.addresses.add(from);
    }

    /** Whether it was here. */
    boolean remove(Leg leg) {
        Seat seat = byLeg.remove(leg);
        if (seat == null) {
            return false;
        }
        seat.ufrags.forEach(ufrag -> byUfrag.remove(ufrag, seat));
        seat.addresses.forEach(address -> byAddress.remove(address, seat));
        return true;
    }
}
