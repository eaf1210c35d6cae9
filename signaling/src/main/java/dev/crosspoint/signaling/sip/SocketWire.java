package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.SipSockets;
import dev.crosspoint.signaling.sip.SipCounters.DropCause;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIP over the WebSockets of agents' phones (RFC 7118). Each way to a phone is a flow (RFC 5626)
 * with an address of its own that nothing else on earth has: it stays when the phone's socket drops
 * and another takes its place, so that calls need not know, and what is sent meanwhile waits. The
 * sockets live on other event loops; everything else here is on the endpoint's.
 */
final class SocketWire implements Wire, SipSockets {

    private static final Logger LOG = LoggerFactory.getLogger(SocketWire.class);

    /** RFC 1112 4: 240.0.0.0/4 was never given to anybody. */
    private static final int RESERVED = 0xF0000000;

    private static final int RESERVED_BITS = 28;

    /** Sockets at a time. */
    private static final int MAX_SOCKETS = 10_000;

    /** Messages that wait for a phone to come back: the ends of a few calls. */
    private static final int MAX_WAITING = 32;

    private final Vertx vertx;
    private final Context context;
    private final Arrivals arrivals;
    private final SipCounters counters;
    private final int pingMs;
    private final Map<InetSocketAddress, SocketConnection> open = new HashMap<>();

    /** What waits for phones that have lost their sockets. */
    private final Map<InetSocketAddress, Queue<byte[]>> away = new HashMap<>();

    private long lastFlow;

    /**
     * @param context the endpoint's
     * @param pingMs how often sockets are asked for a sign of life, ms
     */
    SocketWire(Vertx vertx, Context context, Arrivals arrivals, SipCounters counters, int pingMs) {
        this.vertx = vertx;
        this.context = context;
        this.arrivals = arrivals;
        this.counters = counters;
        this.pingMs = pingMs;
    }

    @Override
    public void onSocket(ServerWebSocket socket, Opened how) {
        var connection = new SocketConnection(vertx, this, socket, how);
        connection.listen();
        inTurn(() -> take(connection));
    }

    /**
     * Does something on the endpoint's loop, or nothing when that has stopped: the loops of sockets
     * may outlast it when everything closes.
     */
    void inTurn(Runnable task) {
        try {
            context.runOnContext(_ -> task.run());
        } catch (RejectedExecutionException _) {
            LOG.debug("the loop of phones has stopped and drops a task");
        }
    }

    private void take(SocketConnection connection) {
        if (connection.isClosed()) {
            return;
        }
        if (open.size() >= MAX_SOCKETS) {
            counters.dropped(DropCause.CONNECTION_LIMIT);
            connection.close(SocketConnection.TRY_LATER);
            return;
        }
        var flow = newFlow();
        open.put(flow, connection);
        connection.begin(flow, pingMs);
    }

    private InetSocketAddress newFlow() {
        long number = lastFlow++;
        int address = RESERVED | (int) (number & ((1L << RESERVED_BITS) - 1));
        int port = 1 + (int) (number >> RESERVED_BITS) % 0xFFFF;
        try {
            byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(address).array();
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    @Override
    public Transport transport() {
        return Transport.WSS;
    }

    @Override
    public boolean reaches(InetSocketAddress flow) {
        return open.containsKey(flow) || away.containsKey(flow);
    }

    @Override
    public void send(byte[] message, InetSocketAddress flow) throws IOException {
        var connection = open.get(flow);
        var waiting = away.get(flow);
        if (connection != null) {
            connection.deliver(message);
        } else if (waiting != null && waiting.size() < MAX_WAITING) {
            waiting.add(message);
        } else {
            counters.dropped(DropCause.QUEUE_FULL);
            throw new IOException("no socket");
        }
    }

    /** The socket of a flow; null while the phone is away. */
    @Nullable SocketConnection at(InetSocketAddress flow) {
        return open.get(flow);
    }

    /**
     * A socket is the phone's that had this flow before; what has waited for it is sent, and what
     * may have been lost with the one before. A message that comes a second time is a
     * retransmission to SIP, by its branch (RFC 3261 17.2).
     */
    void resume(SocketConnection connection, InetSocketAddress flow) {
        var before = open.get(flow);
        if (before == connection) {
            return;
        }
        open.remove(connection.flow());
        open.put(flow, connection);
        connection.moved(flow);
        if (before != null) {
            before.unsure().forEach(connection::deliver);
            before.close(SocketConnection.REPLACED);
        }
        var waiting = away.remove(flow);
        if (waiting != null) {
            waiting.forEach(connection::deliver);
        }
    }

    /** The phone will come back, or {@link #giveUp} is called. */
    void await(InetSocketAddress flow) {
        if (!open.containsKey(flow)) {
            away.computeIfAbsent(flow, _ -> new ArrayDeque<>());
        }
    }

    /** The phone of a flow will not come back; its socket, if there is one, stays. */
    void giveUp(InetSocketAddress flow) {
        if (away.remove(flow) != null) {
            arrivals.onDisconnected(this, flow);
        }
    }

    void onMessage(SocketConnection connection, byte[] message) {
        arrivals.onMessage(this, message, connection.flow(), null);
    }

    void tooLong() {
        counters.dropped(DropCause.MALFORMED);
    }

    void flooded() {
        counters.dropped(DropCause.RATE_LIMIT);
    }

    void queueFull() {
        counters.dropped(DropCause.QUEUE_FULL);
    }

    /** Whoever knows whose it was decides whether it is awaited. */
    void gone(SocketConnection connection) {
        var flow = connection.flow();
        if (flow != null && open.remove(flow, connection)) {
            arrivals.onDisconnected(this, flow);
            var waiting = away.get(flow);
            if (waiting != null) {
                var later = List.copyOf(waiting);
                waiting.clear();
                waiting.addAll(connection.unsure());
                waiting.addAll(later);
            }
        }
    }

    void close() {
        List.copyOf(open.values()).forEach(socket -> socket.close(SocketConnection.GOING_AWAY));
        away.clear();
    }
}
