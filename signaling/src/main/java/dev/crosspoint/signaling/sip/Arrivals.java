package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import java.net.InetSocketAddress;

/** Who takes what the wires bring. */
interface Arrivals {

    /** Whether a connection from there may stay; before its handshake, and counted when not. */
    boolean admits(Transport transport, InetSocketAddress from);

    /** One message, the receiver's to keep. */
    void onMessage(Wire wire, byte[] message, InetSocketAddress from);

    /** What came is no message; a connection is closed after this. */
    void onBroken(Wire wire, BadMessage why, InetSocketAddress from);

    /** A connection could not be opened, or is gone. */
    void onDisconnected(Wire wire, InetSocketAddress peer);
}
