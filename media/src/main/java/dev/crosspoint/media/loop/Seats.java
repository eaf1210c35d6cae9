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
        private final @Nullable String ufrag;
        private final List<InetSocketAddress> addresses = new ArrayList<>();
        private int holderLoop;

        private Seat(Leg leg, @Nullable String ufrag, int holderLoop) {
            this.leg = leg;
            this.ufrag = ufrag;
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

    /** A new leg; {@code ufrag} is null for one with ports of its own. */
    Seat add(Leg leg, @Nullable String ufrag, int holderLoop) {
        Seat seat = new Seat(leg, ufrag, holderLoop);
        byLeg.put(leg, seat);
        if (ufrag != null) {
            byUfrag.put(ufrag, seat);
        }
        return seat;
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
        if (seat.ufrag != null) {
            byUfrag.remove(seat.ufrag, seat);
        }
        seat.addresses.forEach(address -> byAddress.remove(address, seat));
        return true;
    }
}
