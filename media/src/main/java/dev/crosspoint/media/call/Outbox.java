package dev.crosspoint.media.call;

import dev.crosspoint.media.api.MediaCommand.RecordLegs;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.record.Tape;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a pure room puts what is to happen outside. Bytes are borrowed until the method returns. An
 * outbox never calls back into the call or the leg.
 */
public interface Outbox {

    /**
     * Sends a datagram to a leg's peer.
     *
     * @param rtcp whether it leaves by the RTCP port, where the leg has one of its own
     */
    void datagram(Leg leg, boolean rtcp, InetSocketAddress to, byte[] data, int offset, int length);

    /** A DTLS record that came from a validated address, for the leg's handshake. */
    void handshakeRecord(Leg leg, byte[] data, int offset, int length);

    /** ICE has validated a 5-tuple of this leg; whatever comes from there is the leg's. */
    void pathValidated(Leg leg, InetSocketAddress from);

    /** The leg has ended and belongs to nobody; its door may close. */
    void closed(Leg leg);

    /**
     * Something call control wants to know.
     *
     * @param address event-bus address that the call was opened with
     */
    void event(String address, MediaEvent event);

    /**
     * Somewhere to record to. It stays usable whatever happens to the disk behind it, which is told
     * by an event of the call.
     *
     * @param events where the call's events go
     * @return null where nothing is recorded at all
     */
    @Nullable Tape tape(RecordLegs command, String events);

    /** Adds to a counter of the loop. */
    void count(Count what, long howMany);

    /** Adds one to a counter of the loop. */
    default void count(Count what) {
        count(what, 1);
    }
}
