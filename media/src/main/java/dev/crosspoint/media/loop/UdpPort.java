package dev.crosspoint.media.loop;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.Inet6Address;
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
    private static final int TRAFFIC_CLASS = 46 << 2;

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
    private final Receiver receiver;
    private final Channel channel;
    private final Runnable flush = this::flush;
    private int waiting;
    private int unflushed;

    private UdpPort(MediaLoop loop, UdpSettings settings, Receiver receiver, Channel channel) {
        this.loop = loop;
        this.settings = settings;
        this.receiver = receiver;
        this.channel = channel;
    }

    /**
     * Opens a port, from any thread.
     *
     * @param bind an IP address and a port, 0 for any free one
     * @return fails with {@link PortUnavailable} when the operating system refuses
     */
    public static Future<UdpPort> open(
            MediaLoop loop, InetSocketAddress bind, UdpSettings settings, Receiver receiver) {
        Promise<UdpPort> opened = loop.promise();
        Channel channel;
        try {
            channel = newChannel(loop, bind);
        } catch (RuntimeException e) {
            // Out of file descriptors, or no such address family here.
            return Future.failedFuture(new PortUnavailable(bind, e));
        }
        UdpPort port = new UdpPort(loop, settings, receiver, channel);
        new Bootstrap()
                .group(loop.eventLoop())
                .channelFactory(() -> channel)
                .handler(port.new Wire())
                .option(ChannelOption.SO_RCVBUF, settings.receiveBufferBytes())
                .option(ChannelOption.SO_SNDBUF, settings.sendBufferBytes())
                .option(ChannelOption.IP_TOS, TRAFFIC_CLASS)
                // Our own bound is in packets; Netty's would only cost events.
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(Integer.MAX_VALUE - 1, Integer.MAX_VALUE))
                .bind(bind)
                .addListener(bound -> {
                    if (bound.isSuccess()) {
                        opened.complete(port);
                    } else {
                        opened.fail(new PortUnavailable(bind, bound.cause()));
                    }
                });
        return opened.future();
    }

    private static Channel newChannel(MediaLoop loop, InetSocketAddress bind) {
        SocketProtocolFamily family =
                bind.getAddress() instanceof Inet6Address
                        ? SocketProtocolFamily.INET6
                        : SocketProtocolFamily.INET;
        if (loop.epoll()) {
            Channel channel = new EpollDatagramChannel(family);
            channel.config().setRecvByteBufAllocator(new BatchReads(loop.memory()));
            channel.config()
                    .setOption(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, DATAGRAM_STRIDE);
            return channel;
        }
        Channel channel = new NioDatagramChannel(family);
        channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(DATAGRAM_STRIDE));
        return channel;
    }

    /** Where this port listens. */
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** The receive buffer that the operating system granted, bytes; Linux reports the double. */
    public int receiveBufferBytes() {
        return channel.config().getOption(ChannelOption.SO_RCVBUF);
    }

    /**
     * Sends a copy of a packet with this turn's others.
     *
     * @return false when it was dropped (and counted): too long, too many waiting, or closed
     */
    public boolean send(InetSocketAddress to, byte[] data, int offset, int length) {
        SendSlot slot =
                length > MAX_DATAGRAM_BYTES
                                || waiting >= settings.sendQueue()
                                || !channel.isActive()
                        ? null
                        : loop.memory().slot();
        if (slot == null) {
            loop.count(LoopCount.DROPPED_OUT);
            return false;
        }
        waiting++;
        loop.count(LoopCount.PACKETS_OUT);
        loop.count(LoopCount.BYTES_OUT, length);
        // Failures come to exceptionCaught, without a promise for each packet.
        var _ = channel.write(slot.fill(this, to, data, offset, length), channel.voidPromise());
        if (unflushed++ == 0) {
            loop.atTurnEnd(flush);
        } else if (unflushed >= FLUSH_AT) {
            channel.flush();
            unflushed = 1; // The end of the turn is already asked for.
        }
        return true;
    }

    private void flush() {
        unflushed = 0;
        channel.flush();
    }

    /** A packet left the queue, for the network or for nowhere. */
    void left() {
        waiting--;
    }

    /**
     * Closes the port, from any thread; what was sent before still goes out. The number is free for
     * others then, without epoll only after the selector's next round.
     */
    public Future<Void> close() {
        Promise<Void> closed = loop.promise();
        channel.flush();
        channel.close().addListener(_ -> closed.complete());
        return closed.future();
    }

    private void take(DatagramPacket datagram) {
        ByteBuf content = datagram.content();
        int length = content.readableBytes();
        if (length == 0 || length > MAX_DATAGRAM_BYTES) {
            loop.count(LoopCount.UNUSABLE_IN);
            return;
        }
        loop.count(LoopCount.PACKETS_IN);
        loop.count(LoopCount.BYTES_IN, length);
        byte[] packet = loop.memory().copy(content, length);
        receiver.onDatagram(packet, 0, length, datagram.sender());
    }

    /** Between Netty and the port. */
    private final class Wire extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            DatagramPacket datagram = (DatagramPacket) message;
            try {
                take(datagram);
            } catch (RuntimeException e) {
                loop.failed("receiver", e);
            } finally {
                datagram.release();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            try {
                receiver.onBatchEnd();
            } catch (RuntimeException e) {
                loop.failed("receiver", e);
            }
        }

        /** ICMP errors and full or vanished interfaces: the network's business, not ours. */
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            loop.count(LoopCount.SOCKET_ERRORS);
        }
    }
}
