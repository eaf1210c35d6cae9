package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Who takes what the wires bring. */
interface Arrivals {

    /** Whether a connection from there may stay; before its handshake, and counted when not. */
    boolean admits(Transport transport, InetSocketAddress from);

    /**
     * One message, the receiver's to keep.
     *
     * @param by the connection that brought it, of which there may be several from one address;
     *     null for a datagram
     */
    void onMessage(
            Wire wire, byte[] message, InetSocketAddress from, @Nullable StreamConnection by);

    /** What came is no message; the connection that brought it is closed after this. */
    void onBroken(Wire wire, BadMessage why, InetSocketAddress from, StreamConnection by);

    /** A connection could not be opened, or is gone. */
    void onDisconnected(Wire wire, InetSocketAddress peer);
}
