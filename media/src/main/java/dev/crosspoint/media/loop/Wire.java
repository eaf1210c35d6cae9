package dev.crosspoint.media.loop;

import io.vertx.core.Future;
import java.net.InetSocketAddress;

/** How a {@link UdpPort} moves its datagrams. Used only on the port's loop. */
sealed interface Wire permits EpollWire, ChannelWire {

    /** Who takes what comes in. */
    interface Taker {

        /**
         * A datagram, borrowed until this returns, in an array with spare room behind it.
         *
         * @param length 0 to {@link UdpPort#DATAGRAM_STRIDE}; that much when it was cut off
         */
        void onDatagram(byte[] data, int length, InetSocketAddress from);

        /** The socket was read empty, or as far as fairness allows. */
        void onBatchEnd();
    }

    InetSocketAddress localAddress();

    /** What the operating system granted, bytes; Linux reports the double. */
    int receiveBufferBytes();

    /**
     * Queues a copy of a packet.
     *
     * @return false when it cannot be sent: closed, or out of memory for it
     */
    boolean send(InetSocketAddress to, byte[] data, int offset, int length);

    /** Hands what is queued to the operating system, as far as it has room. */
    void flush();

    /** Packets queued that the operating system has not taken yet. */
    int waiting();

    /** Closes the socket, from any thread, after a last {@link #flush}. */
    Future<Void> close();
}
