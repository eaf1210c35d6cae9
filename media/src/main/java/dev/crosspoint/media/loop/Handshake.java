package dev.crosspoint.media.loop;

import dev.crosspoint.media.srtp.SrtpKeys;
import java.util.function.Consumer;

/** A DTLS handshake as its thread and its loop see it. */
interface Handshake {

    /** A record from the network, copied; on any thread. */
    void offer(byte[] data, int offset, int length);

    /**
     * Shakes hands on the calling thread, hands over the keys, and then answers the peer's
     * retransmissions until the connection is closed.
     *
     * @throws Exception when there are no keys to be had
     */
    void run(Consumer<SrtpKeys> onKeys) throws Exception;

    /** Ends it; on any thread. */
    void close();
}
