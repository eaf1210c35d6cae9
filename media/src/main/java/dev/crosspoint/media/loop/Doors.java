package dev.crosspoint.media.loop;

import dev.crosspoint.media.call.Leg;
import dev.crosspoint.media.ice.TcpPeer;
import dev.crosspoint.media.srtp.SrtpKeys;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The doors of one loop: whose packets come in here, where each is handed on to, and the handshake
 * of each. A leg's door stays where it was made, whoever holds the leg. Touched only by its loop.
 */
final class Doors {
    private static final Logger LOG = LoggerFactory.getLogger(Doors.class);

    private final MediaVerticle verticle;
    private final MediaPlane plane;
    private final MediaLoop loop;
    private final Seats seats = new Seats();
    private @Nullable TcpPort tcp;

    Doors(MediaVerticle verticle, MediaPlane plane, MediaLoop loop) {
        this.verticle = verticle;
        this.plane = plane;
        this.loop = loop;
    }

    /** From now on browsers may connect. */
    void opened(TcpPort port) {
        tcp = port;
    }

    /** The door of a new leg, which this loop holds. */
    Seats.Seat open(Leg leg) {
        return seats.add(leg, leg.localUfrags(), loop.index());
    }

    /** Whose datagram this is, or null for nobody's. On the packet path. */
    Seats.@Nullable Seat find(byte[] data, int offset, int length, InetSocketAddress from) {
        return seats.find(data, offset, length, from);
    }

    /** From now on the checks of a leg's peer are known by these names, and by no others. */
    void rename(Leg leg, List<String> ufrags) {
        seats.rename(leg, ufrags);
    }

    /**
     * The leg has ended: whatever it has here is given up.
     *
     * @return whether it was here
     */
    boolean close(Leg leg) {
        boolean wasHere = seats.remove(leg);
        ((LegDoor) leg.door()).close();
        if (tcp != null) {
            tcp.ended(leg);
        }
        return wasHere;
    }

    /** ICE has validated an address: it is bound, and DTLS may begin. */
    void pathValidated(Leg leg, InetSocketAddress from) {
        if (seats.of(leg) == null) {
            return; // it has ended meanwhile
        }
        seats.bind(leg, from);
        if (from instanceof TcpPeer peer && tcp != null) {
            tcp.checked(peer, leg, System.nanoTime());
        }
        if (leg.door() instanceof LegDoor.Shared door && door.handshake() == null) {
            door.handshake(
                    plane.handshakes()
                            .start(
                                    loop,
                                    new HandshakeNews(leg),
                                    wire -> plane.handshake(leg, wire)));
        }
    }

    /** Another loop holds the leg from now on. */
    void movedTo(Leg leg, int holderLoop) {
        Seats.Seat seat = seats.of(leg);
        if (seat != null) {
            seat.holderLoop(holderLoop);
        }
    }

    /**
     * Does something where a leg of this loop's doors is held. The holder may be giving it away in
     * this moment; then it is done by whoever has it next, and by nobody when it has ended.
     */
    void atHolder(Leg leg, Consumer<MediaVerticle> what) {
        Seats.Seat seat = seats.of(leg);
        if (seat == null) {
            return;
        }
        verticle.on(
                seat.holderLoop(),
                holder -> {
                    if (holder.has(leg)) {
                        what.accept(holder);
                    } else if (holder != verticle) {
                        // Its word of the move has reached this loop before this does.
                        holder.on(loop.index(), home -> home.doors().atHolder(leg, what));
                    }
                });
    }

    /** What a handshake has to say goes to whoever holds the leg by then. */
    private final class HandshakeNews implements Handshakes.Listener {
        private final Leg leg;

        HandshakeNews(Leg leg) {
            this.leg = leg;
        }

        @Override
        public void onRecord(byte[] record) {
            atHolder(holder -> leg.sendHandshakeRecord(record, 0, record.length, holder.outbox()));
        }

        @Override
        public void onKeys(SrtpKeys keys) {
            atHolder(_ -> leg.onKeys(keys, System.nanoTime()));
        }

        @Override
        public void onFailure(Exception reason) {
            LOG.info("leg {}: no keys: {}", leg.id(), reason.getMessage());
            atHolder(_ -> leg.onHandshakeFailed(System.nanoTime()));
        }

        @Override
        public void onClosed() {
            atHolder(_ -> leg.onPeerClosed(System.nanoTime()));
        }

        private void atHolder(Consumer<MediaVerticle> what) {
            Doors.this.atHolder(leg, what);
        }
    }
}
