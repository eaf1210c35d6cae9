package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;

/** What bytes leave by. */
sealed interface Wire permits UdpWire, StreamWire, SocketWire {

    Transport transport();

    /** Whether there is a way to this address without opening one first. */
    boolean reaches(InetSocketAddress to);

    /**
     * Sends one message, or queues it for a connection that is being opened.
     *
     * @throws IOException when there is no way there, or no room to wait
     */
    void send(byte[] message, InetSocketAddress to) throws IOException;
}
