package dev.crosspoint.media.loop;

import io.vertx.core.Future;
import java.net.InetSocketAddress;

/**
 * A UDP socket on a media loop. Datagrams are read in batches with one system call, and what is
 * sent during a turn of the loop leaves with one. Used only on its loop.
 */
public final class UdpPort {

    /**
     * The longest datagram taken or sent, bytes. Audio, STUN and DTLS stay within a path MTU of
     * 1500.
     */
    public static final int MAX_DATAGRAM_BYTES = 1_535;

    /** One more than the longest, so that a longer one shows by its length and is dropped. */
    static final int DATAGRAM_STRIDE = MAX_DATAGRAM_BYTES + 1;

    /** RFC 8837: expedited forwarding (DSCP 46) for audio. */
    static final int TRAFFIC_CLASS = 46 << 2;

    /** Datagrams that go out at once without waiting for the end of the turn. */
    private static final int FLUSH_AT = PacketMemory.BATCH;

    /** Who gets what arrives. Called on the port's loop. */
    public interface Receiver {

        /**
         * A datagram, in an array with at least 256 bytes of spare room behind it. The receiver may
         * change the array, and gives it back by returning.
         */
        void onDatagram(byte[] data, int offset, int length, InetSocketAddress from);

        /** The socket was read empty, or as far as fairness allows. */
        void onBatchEnd();
    }

    private final MediaLoop loop;
    private final UdpSettings settings;
    private final Wire wire;
    private final Runnable flush = this::flush;
    private int unflushed;

    private UdpPort(MediaLoop loop, UdpSettings settings, Wire wire) {
        this.loop = loop;
        this.settings = settings;
        this.wire = wire;
    }

    /**
     * Opens a port, from any thread.
     *
     * @param bind an IP address and a port, 0 for any free one
     * @return fails with {@link PortUnavailable} when the operating system refuses
     */
    public static Future<UdpPort> open(
            MediaLoop loop, InetSocketAddress bind, UdpSettings settings, Receiver receiver) {
        Inbound inbound = new Inbound(loop, receiver);
        Future<Wire> wire =
                loop.epoll()
                        ? EpollWire.open(loop, bind, settings, inbound)
                        : ChannelWire.open(loop, bind, settings, inbound);
        return wire.map(opened -> new UdpPort(loop, settings, opened))
                .recover(e -> Future.failedFuture(new PortUnavailable("UDP", bind, e)));
    }

    /** Where this port listens. */
    public InetSocketAddress localAddress() {
        return wire.localAddress();
    }

    /** The receive buffer that the operating system granted, bytes; Linux reports the double. */
    public int receiveBufferBytes() {
        return wire.receiveBufferBytes();
    }

    /**
     * Sends a copy of a packet with this turn's others.
     *
     * @return false when it was dropped (and counted): too long, too many waiting, closed, or to an
     *     address that this socket cannot reach
     */
    public boolean send(InetSocketAddress to, byte[] data, int offset, int length) {
        if (length > MAX_DATAGRAM_BYTES
                || wire.waiting() >= settings.sendQueue()
                || !wire.send(to, data, offset, length)) {
            loop.count(LoopCount.DROPPED_OUT);
            return false;
        }
        loop.count(LoopCount.PACKETS_OUT);
        loop.count(LoopCount.BYTES_OUT, length);
        if (unflushed++ == 0) {
            loop.atTurnEnd(flush);
        } else if (unflushed >= FLUSH_AT) {
            wire.flush();
            unflushed = 1; // The end of the turn is already asked for.
        }
        return true;
    }

    private void flush() {
        unflushed = 0;
        wire.flush();
    }

    /**
     * Closes the port, from any thread; what was sent before still goes out. The number is free for
     * others then.
     */
    public Future<Void> close() {
        return wire.close();
    }

    /** Counts what comes in, and shields the wire from what the receiver does with it. */
    private record Inbound(MediaLoop loop, Receiver receiver) implements Wire.Taker {

        @Override
        public void onDatagram(byte[] data, int length, InetSocketAddress from) {
            if (length == 0 || length > MAX_DATAGRAM_BYTES) {
                loop.count(LoopCount.UNUSABLE_IN);
                return;
            }
            loop.count(LoopCount.PACKETS_IN);
            loop.count(LoopCount.BYTES_IN, length);
            try {
                receiver.onDatagram(data, 0, length, from);
            } catch (RuntimeException e) {
                loop.failed("receiver", e);
            }
        }

        @Override
        public void onBatchEnd() {
            try {
                receiver.onBatchEnd();
            } catch (RuntimeException e) {
                loop.failed("receiver", e);
            }
        }
    }
}
