package dev.crosspoint.loadtest.phone;

import io.vertx.core.Future;
import java.util.function.Consumer;

/** What carries the telephones' SIP: {@link UdpSipWire} or {@link StreamSipWire}. On the loop. */
sealed interface SipWire permits UdpSipWire, StreamSipWire {
    /**
     * Opens it.
     *
     * @param address of this machine
     * @param port that the gateway reaches telephones at; 0 for any
     * @param messages is given each message of the gateway's
     * @return the port
     */
    Future<Integer> open(String address, int port, Consumer<byte[]> messages);

    /** Sends a message to the gateway. */
    void send(String message);
}
