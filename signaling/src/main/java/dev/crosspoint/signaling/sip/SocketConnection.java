package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.crosspoint.signaling.api.RequestSource;
import dev.crosspoint.signaling.api.SipSockets.Opened;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
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

    /** What a peer has to end a socket that we have closed, ms; then it is cut. */
    private static final int LINGER_MS = 2_000;

    /**
     * Messages that may wait for a slow reader, or of which it is not known that they are there.
     */
    private static final int MAX_UNWRITTEN = 64;

    /**
     * How long a ping behind a message may be without its pong, ms: then the flow has failed (RFC
     * 5626 4.4.1).
     */
    private static final int ANSWER_WITHIN_MS = 10_000;

    private final Vertx vertx;
    private final SocketWire wire;
    private final ServerWebSocket socket;
    private final Opened how;
    private final SocketFramer framer = new SocketFramer();

    /** What has been delivered and may not have arrived, oldest first. */
    private final Deque<Unsure> unsure = new ArrayDeque<>();

    /** On the socket's own loop. */
    private final FrameAllowance allowance = new FrameAllowance(System.nanoTime());

    private @Nullable InetSocketAddress flow;
    private long pings = -1;
    private long patience = -1;
    private long cut = -1;
    private long doubt = -1;
    private long lastPing;
    private long lastPong;
    private int silentPings;
    private int unwritten;
    private boolean pingWaits;
    private boolean registering;

    /** Also looked at on the socket's own loop. */
    private volatile boolean closed;

    /**
     * A message that was written.
     *
     * @param ping the first ping behind it: as frames stay in order, its pong says that both are
     *     there
     */
    private record Unsure(Buffer message, long ping) {}

    SocketConnection(Vertx vertx, SocketWire wire, ServerWebSocket socket, Opened how) {
        this.vertx = vertx;
        this.wire = wire;
        this.socket = socket;
        this.how = how;
    }

    /** On the socket's event loop, before it can bring anything. */
    void listen() {
        socket.frameHandler(this::onFrame);
        socket.closeHandler(_ -> {
            how.arrived().run();
            wire.inTurn(() -> {
                vertx.cancelTimer(cut);
                gone();
            });
        });
        socket.exceptionHandler(_ -> {});
    }

    /** What is too much is not even copied to the loop that all phones share. */
    private void onFrame(WebSocketFrame frame) {
        if (closed) {
            return;
        }
        if (!allowance.take(System.nanoTime())) {
            refuse(POLICY, wire::flooded);
        } else if (frame.binaryData().length() > SocketFramer.MAX_BYTES) {
            refuse(TOO_LONG, wire::tooLong);
        } else {
            byte[] data = frame.binaryData().getBytes();
            boolean isLast = frame.isFinal();
            boolean isData = isData(frame);
            boolean isPong = frame.type() == WebSocketFrameType.PONG;
            wire.inTurn(() -> {
                if (isPong) {
                    onPong(data);
                }
                receive(data, isLast, isData);
            });
        }
    }

    private void refuse(short code, Runnable counted) {
        socket.frameHandler(null);
        wire.inTurn(() -> {
            if (!closed) {
                counted.run();
                close(code);
            }
        });
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

    /** Likewise, and keeps it until it is known to have arrived. */
    void deliver(byte[] message) {
        if (unsure.size() >= MAX_UNWRITTEN) {
            wire.queueFull();
            close(POLICY);
            return;
        }
        unsure.add(new Unsure(Buffer.buffer(message), lastPing + 1));
        send(message);
        ask();
    }

    /** What was delivered and may not have arrived, oldest first. */
    List<byte[]> unsure() {
        return unsure.stream().map(one -> one.message().getBytes()).toList();
    }

    void send(byte[] message) {
        // SIP is text in UTF-8, but bodies need not be: whoever takes text takes UTF-8 only.
        send(new String(message, UTF_8));
    }

    private void send(String text) {
        if (closed) {
            return;
        }
        if (unwritten >= MAX_UNWRITTEN) {
            wire.queueFull();
            close(POLICY);
            return;
        }
        unwritten++;
        socket.writeFrame(WebSocketFrame.textFrame(text, true))
                .onComplete(_ -> wire.inTurn(() -> unwritten--));
    }

    private void receive(byte[] data, boolean isLast, boolean isData) {
        if (closed) {
            return;
        }
        silentPings = 0;
        if (!isData) {
            return;
        }
        switch (framer.next(data, isLast)) {
            case SocketFramer.Frame.Message(byte[] message) -> wire.onMessage(this, message);
            case SocketFramer.Frame.Ping() -> send("\r\n");
            case SocketFramer.Frame.Nothing() -> {}
            case SocketFramer.Frame.TooLong() -> {
                wire.tooLong();
                close(TOO_LONG);
            }
        }
    }

    private void ping() {
        // Who takes nothing in may be there all the same, and keeps what we have for it.
        if (silentPings++ >= 2 || pingWaits) {
            close(GOING_AWAY);
        } else {
            writePing();
        }
    }

    private void writePing() {
        pingWaits = true;
        socket.writePing(Buffer.buffer(Long.BYTES).appendLong(++lastPing))
                .onComplete(_ -> wire.inTurn(() -> pingWaits = false));
    }

    /** Asks whether what was delivered has arrived; one question at a time. */
    private void ask() {
        if (!closed && doubt < 0 && !unsure.isEmpty()) {
            writePing();
            doubt = vertx.setTimer(ANSWER_WITHIN_MS, _ -> close(GOING_AWAY));
        }
    }

    private void onPong(byte[] ping) {
        long number = ping.length == Long.BYTES ? ByteBuffer.wrap(ping).getLong() : 0;
        if (number <= lastPong || number > lastPing) {
            return; // RFC 6455 5.5.3: it may come unasked for
        }
        lastPong = number;
        unsure.removeIf(it -> it.ping() <= number);
        if (number == lastPing) {
            vertx.cancelTimer(doubt);
            doubt = -1;
            ask();
        }
    }

    void close(short code) {
        if (!closed) {
            socket.close(code);
            cut = vertx.setTimer(LINGER_MS, _ -> how.cut().run());
            gone();
        }
    }

    private void gone() {
        if (!closed) {
            closed = true;
            vertx.cancelTimer(pings);
            vertx.cancelTimer(patience);
            vertx.cancelTimer(doubt);
            if (flow != null) {
                wire.gone(this);
            }
        }
    }
}
