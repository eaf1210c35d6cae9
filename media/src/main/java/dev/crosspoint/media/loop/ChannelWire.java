package dev.crosspoint.media.loop;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/**
 * A socket of the JDK in a Netty channel, where there is no epoll: a development machine. Plain and
 * correct; every packet costs a system call and some garbage.
 */
final class ChannelWire implements Wire {
    private final MediaLoop loop;
    private final Taker taker;
    private final Channel channel;
    private int waiting;

    private ChannelWire(MediaLoop loop, Taker taker, Channel channel) {
        this.loop = loop;
        this.taker = taker;
        this.channel = channel;
    }

    /** Opens a socket, from any thread; the cause of a failure is the operating system's. */
    static Future<Wire> open(
            MediaLoop loop, InetSocketAddress bind, UdpSettings settings, Taker taker) {
        Promise<Wire> opened = loop.promise();
        NioDatagramChannel channel;
        try {
            channel =
                    new NioDatagramChannel(
                            bind.getAddress() instanceof Inet6Address
                                    ? SocketProtocolFamily.INET6
                                    : SocketProtocolFamily.INET);
        } catch (RuntimeException e) {
            // Out of file descriptors, or no such address family here.
            return Future.failedFuture(e);
        }
        ChannelWire wire = new ChannelWire(loop, taker, channel);
        new Bootstrap()
                .group(loop.eventLoop())
                .channelFactory(() -> channel)
                .handler(wire.new Inbound())
                .option(ChannelOption.SO_RCVBUF, settings.receiveBufferBytes())
                .option(ChannelOption.SO_SNDBUF, settings.sendBufferBytes())
                .option(ChannelOption.IP_TOS, UdpPort.TRAFFIC_CLASS)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(UdpPort.DATAGRAM_STRIDE))
                // Our own bound is in packets; Netty's would only cost events.
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(Integer.MAX_VALUE - 1, Integer.MAX_VALUE))
                .bind(bind)
                .addListener(bound -> {
                    if (bound.isSuccess()) {
                        opened.complete(wire);
                    } else {
                        opened.fail(bound.cause());
                    }
                });
        return opened.future();
    }

    @Override
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) channel.localAddress();
    }

    @Override
    public int receiveBufferBytes() {
        return channel.config().getOption(ChannelOption.SO_RCVBUF);
    }

    @Override
    public boolean send(InetSocketAddress to, byte[] data, int offset, int length) {
        if (!channel.isActive() || to.isUnresolved()) {
            return false;
        }
        waiting++;
        channel.write(new DatagramPacket(Unpooled.copiedBuffer(data, offset, length), to))
                .addListener(written -> {
                    waiting--;
                    if (!written.isSuccess()) {
                        loop.count(LoopCount.SOCKET_ERRORS);
                    }
                });
        return true;
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public int waiting() {
        return waiting;
    }

    /** The number of the port is free after the selector's next round. */
    @Override
    public Future<Void> close() {
        Promise<Void> closed = loop.promise();
        channel.flush();
        channel.close().addListener(_ -> closed.complete());
        return closed.future();
    }

    /** What the channel reads. */
    private final class Inbound extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            DatagramPacket datagram = (DatagramPacket) message;
            ByteBuf content = datagram.content();
            int length = content.readableBytes();
            byte[] data = loop.memory().scratch();
            content.readBytes(data, 0, length);
            InetSocketAddress from = datagram.sender();
            datagram.release();
            taker.onDatagram(data, length, from);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            taker.onBatchEnd();
        }

        /** ICMP errors and full or vanished interfaces: the network's business, not ours. */
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            loop.count(LoopCount.SOCKET_ERRORS);
        }
    }
}
