package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.crosspoint.signaling.api.RequestSource;
import dev.crosspoint.signaling.api.SipSockets.Opened;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket of an agent's phone. Its frames come on its own event loop and are handed to the
 * endpoint's, in order; everything else is there.
 */
final class SocketConnection {

    /** RFC 6455 7.4.1. */
    static final short GOING_AWAY = 1001;

    static final short POLICY = 1008;
    static final short TOO_LONG = 1009;
    static final short TRY_LATER = 1013;

    /** Of our own: another socket of the same phone is here. */
    static final short REPLACED = 4000;

    /** Who has not registered by then does not want to, ms: three challenges and a slow network. */
    private static final int REGISTER_WITHIN_MS = 30_000;

    /** Messages a second, and at once: a transfer with its subscriptions has a dozen. */
    private static final int MESSAGES_PER_SECOND = 20;

    private static final int BURST = 100;

    private static final int REFILL_MS = 1_000;

    /** Messages that may wait for a slow reader. */
    private static final int MAX_UNWRITTEN = 64;

    private final Vertx vertx;
    private final Context context;
    private final SocketWire wire;
    private final ServerWebSocket socket;
    private final Opened how;
    private final SocketFramer framer = new SocketFramer();
    private @Nullable InetSocketAddress flow;
    private long pings = -1;
    private long refill = -1;
    private long patience = -1;
    private int silentPings;
    private int allowance = BURST;
    private int unwritten;
    private boolean registering;
    private boolean closed;

    SocketConnection(
            Vertx vertx, Context context, SocketWire wire, ServerWebSocket socket, Opened how) {
        this.vertx = vertx;
        this.context = context;
        this.wire = wire;
        this.socket = socket;
        this.how = how;
    }

    /** On the socket's event loop, before it can bring anything. */
    void listen() {
        socket.frameHandler(frame -> {
            byte[] data = frame.binaryData().getBytes();
            boolean isLast = frame.isFinal();
            boolean isData = isData(frame);
            context.runOnContext(_ -> receive(data, isLast, isData));
        });
        socket.closeHandler(_ -> {
            how.arrived().run();
            context.runOnContext(_ -> gone());
        });
        socket.exceptionHandler(_ -> {});
    }

    private static boolean isData(WebSocketFrame frame) {
        return switch (frame.type()) {
            case TEXT, BINARY, CONTINUATION -> true;
            // Vert.x answers pings and close frames.
            case PING, PONG, CLOSE -> false;
        };
    }

    /** The wire has taken it. */
    void begin(InetSocketAddress first, int pingMs) {
        if (closed) {
            return;
        }
        flow = first;
        pings = vertx.setPeriodic(pingMs, _ -> ping());
        refill =
                vertx.setPeriodic(
                        REFILL_MS,
                        _ -> allowance = Math.min(BURST, allowance + MESSAGES_PER_SECOND));
        patience = vertx.setTimer(REGISTER_WITHIN_MS, _ -> close(POLICY));
    }

    InetSocketAddress flow() {
        return requireNonNull(flow, "the wire has taken it");
    }

    /** It has the flow of another from now on. */
    void moved(InetSocketAddress other) {
        flow = other;
    }

    RequestSource source() {
        return how.source();
    }

    /** What the client calls us. */
    @Nullable String host() {
        return how.host();
    }

    /** Whether a REGISTER may begin; one at a time, until it is {@link #registered}. */
    boolean beginsRegister() {
        boolean may = !registering;
        registering = true;
        return may;
    }

    /** A REGISTER has been answered. */
    void registered(boolean well) {
        registering = false;
        if (well) {
            vertx.cancelTimer(patience);
            how.arrived().run();
        }
    }

    boolean isClosed() {
        return closed;
    }

    void send(byte[] message) {
        if (closed) {
            return;
        }
        if (unwritten >= MAX_UNWRITTEN) {
            wire.queueFull();
            close(POLICY);
            return;
        }
        unwritten++;
        // SIP is text in UTF-8, but bodies need not be: whoever takes text takes UTF-8 only.
        socket.writeFrame(WebSocketFrame.textFrame(new String(message, UTF_8), true))
                .onComplete(_ -> context.runOnContext(_ -> unwritten--));
    }

    private void receive(byte[] data, boolean isLast, boolean isData) {
        if (closed) {
            return;
        }
        silentPings = 0;
        if (!isData) {
            return;
        }
        if (--allowance < 0) {
            wire.flooded();
            close(POLICY);
            return;
        }
        switch (framer.next(data, isLast)) {
            case SocketFramer.Frame.Message(byte[] message) -> wire.onMessage(this, message);
            case SocketFramer.Frame.Ping() -> socket.writeFinalTextFrame("\r\n");
            case SocketFramer.Frame.Nothing() -> {}
            case SocketFramer.Frame.TooLong() -> {
                wire.tooLong();
                close(TOO_LONG);
            }
        }
    }

    private void ping() {
        if (silentPings++ >= 2) {
            close(GOING_AWAY);
        } else {
            socket.writePing(Buffer.buffer());
        }
    }

    void close(short code) {
        if (!closed) {
            socket.close(code);
            gone();
        }
    }

    private void gone() {
        if (!closed) {
            closed = true;
            vertx.cancelTimer(pings);
            vertx.cancelTimer(refill);
            vertx.cancelTimer(patience);
            if (flow != null) {
                wire.gone(this);
            }
        }
    }
}
