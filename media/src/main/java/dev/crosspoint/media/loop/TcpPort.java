package dev.crosspoint.media.loop;

import dev.crosspoint.media.call.Leg;
import dev.crosspoint.media.ice.TcpPeer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where browsers connect to whose network lets no UDP through (ICE-TCP, RFC 6544): the same
 * datagrams, framed (RFC 4571), on the same loop. Whoever has connected is a {@link TcpPeer} to all
 * other rooms. Used only on its loop.
 */
final class TcpPort {
    /**
     * Bytes taken from a connection with one system call, and in one turn of the loop: the other
     * connections, and the ticks of the calls, come before its next ones.
     */
    private static final int CHUNK_BYTES = 4_096;

    /**
     * Bytes that the operating system holds for a connection: what is on its way for a second, at
     * the kernel's two thousand and more for each packet.
     */
    private static final int SEND_BUFFER_BYTES = 64 << 10;

    /** Of those, what has not been sent yet: 200 ms of G.711. The rest waits in our own queue. */
    private static final long UNSENT_BYTES = 2_048;

    /**
     * Connections taken from one tick of the loop to the next, a thousand in a second: each costs
     * some 20 us, and calls go first. The others wait with the operating system.
     */
    static final int TAKEN_PER_TICK = 20;

    /** Ticks of the loop from one look at the deadlines to the next: 200 ms. */
    private static final int LOOK_TICKS = 10;

    private final MediaLoop loop;
    private final UdpPort.Receiver receiver;
    private final TcpLimits limits;
    private final TcpGuests<TcpFlow, Leg> guests;
    private final Map<InetSocketAddress, TcpFlow> flows = new HashMap<>();
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private @Nullable Channel server;
    private long connections;
    private int taken;
    private int ticks;

    private TcpPort(MediaLoop loop, TcpLimits limits, UdpPort.Receiver receiver) {
        this.loop = loop;
        this.receiver = receiver;
        this.limits = limits;
        this.guests = new TcpGuests<>(limits);
    }

    /**
     * Opens a port, from any thread.
     *
     * @param bind an IP address and a port, 0 for any free one
     * @param receiver who gets what arrives, from a {@link TcpPeer}
     * @return fails with {@link PortUnavailable} when the operating system refuses
     */
    static Future<TcpPort> open(
            MediaLoop loop, InetSocketAddress bind, TcpLimits limits, UdpPort.Receiver receiver) {
        Promise<TcpPort> opened = loop.promise();
        var port = new TcpPort(loop, limits, receiver);
        var bootstrap =
                new ServerBootstrap()
                        .group(loop.eventLoop())
                        .channel(
                                loop.epoll()
                                        ? EpollServerSocketChannel.class
                                        : NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.IP_TOS, UdpPort.TRAFFIC_CLASS)
                        .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
                        .childOption(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new FixedRecvByteBufAllocator(CHUNK_BYTES).maxMessagesPerRead(1))
                        .childHandler(port.new Reception());
        if (loop.epoll()) {
            bootstrap.childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT_BYTES);
        }
        var bound = bootstrap.bind(bind);
        bound.addListener(_ -> {
            if (bound.isSuccess()) {
                port.server = bound.channel();
                opened.complete(port);
            } else {
                opened.fail(new PortUnavailable("TCP", bind, bound.cause()));
            }
        });
        return opened.future();
    }

    /** Its number. */
    int number() {
        Channel bound = server;
        return bound == null ? 0 : ((InetSocketAddress) bound.localAddress()).getPort();
    }

    /** Sends to whoever is still connected. */
    void send(TcpPeer to, byte[] data, int offset, int length) {
        TcpFlow flow = flows.get(to);
        if (flow == null || length > UdpPort.MAX_DATAGRAM_BYTES) {
            loop.count(LoopCount.DROPPED_OUT);
        } else {
            flow.send(data, offset, length);
        }
    }

    /** An authentic check of a leg's peer has come by a connection. */
    void checked(TcpPeer from, Leg leg, long nowNanos) {
        TcpFlow flow = flows.get(from);
        if (flow == null) {
            return;
        }
        flow.proved();
        TcpFlow leaving = guests.checked(flow, leg, nowNanos);
        if (leaving != null) {
            refuse(leaving);
        }
    }

    /** The leg has ended, and with it its connections. */
    void ended(Leg leg) {
        guests.of(leg).forEach(this::drop);
    }

    /** Every 20 ms. */
    void onTick(long nowNanos) {
        if (taken >= TAKEN_PER_TICK && server != null) {
            server.config().setAutoRead(true);
        }
        taken = 0;
        if (!flows.isEmpty() && ++ticks >= LOOK_TICKS) {
            ticks = 0;
            guests.overdue(nowNanos).forEach(this::refuse);
        }
    }

    /** Closes the port and all connections, from any thread. */
    Future<Void> close() {
        Promise<Void> closed = loop.promise();
        loop.execute(() -> {
            List.copyOf(flows.values()).forEach(this::drop);
            Channel bound = server;
            if (bound == null) {
                closed.complete();
            } else {
                bound.close().addListener(_ -> closed.complete());
            }
        });
        return closed.future();
    }

    // ---- for its connections

    /** Somebody connects. */
    private final class Reception extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            if (++taken == TAKEN_PER_TICK) {
                channel.parent().config().setAutoRead(false);
            }
            if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
                var _ = channel.close(); // it has gone already
                return;
            }
            var peer = new TcpPeer(remote, loop.index(), connections++);
            var flow = new TcpFlow(loop, TcpPort.this, channel, peer, limits);
            flows.put(peer, flow);
            channel.pipeline().addLast(flow);
            loop.count(LoopCount.TCP_OPENED);
            TcpFlow leaving = guests.connected(flow, remote.getAddress(), System.nanoTime());
            if (leaving != null) {
                refuse(leaving);
            }
        }
    }

    /** Where a connection may put what it reads, until it returns. */
    byte[] chunk() {
        return chunk;
    }

    /** A datagram. */
    void arrived(TcpFlow flow, byte[] data, int length) {
        try {
            receiver.onDatagram(data, 0, length, flow.peer());
        } catch (RuntimeException bug) {
            loop.failed("receiver", bug);
        }
    }

    void batchEnded() {
        try {
            receiver.onBatchEnd();
        } catch (RuntimeException bug) {
            loop.failed("receiver", bug);
        }
    }

    /** Closes a connection that breaks the rules or has no right to stay. */
    void refuse(TcpFlow flow) {
        loop.count(LoopCount.TCP_REFUSED);
        drop(flow);
    }

    private void drop(TcpFlow flow) {
        gone(flow);
        flow.close();
    }

    /** Once is enough. */
    void gone(TcpFlow flow) {
        if (flows.remove(flow.peer(), flow)) {
            loop.count(LoopCount.TCP_CLOSED);
            guests.gone(flow);
        }
    }
}
