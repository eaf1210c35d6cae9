package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.sip.SipCounters.DropCause;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One TCP or TLS connection: framing, keep-alive, and a short queue while it is being opened. */
final class StreamConnection {

    /** How long a handshake, or a message once begun, may take, ms. */
    static final long PATIENCE_MS = 10_000;

    /** Messages waiting for a connection: a few calls' worth, not a backlog. */
    private static final int MAX_PENDING = 64;

    private static final Buffer PONG = Buffer.buffer("\r\n");
    private static final Buffer PING = Buffer.buffer("\r\n\r\n");

    /** Whoever answers pings has this part of their period for it: 10 s of 30 (RFC 5626 4.4.1). */
    private static final int PONG_PATIENCE = 3;

    private final Vertx vertx;
    private final StreamWire wire;
    private final Arrivals arrivals;
    private final SipCounters counters;
    private final InetSocketAddress peer;
    private final @Nullable String trustedCaPem;
    private final boolean verified;

    private final StreamFramer framer = new StreamFramer();
    private final Queue<byte[]> pending = new ArrayDeque<>();
    private @Nullable NetSocket socket;
    private long patience = -1;
    private long pings = -1;
    private long pongPatience = -1;
    private boolean answersPings;
    private List<X509Certificate> certificates = List.of();
    private boolean closed;

    /**
     * @param verified whether we opened it, and so know whose certificate it showed
     * @param trustedCaPem what that certificate was held against
     */
    StreamConnection(
            Vertx vertx,
            StreamWire wire,
            Arrivals arrivals,
            SipCounters counters,
            InetSocketAddress peer,
            boolean verified,
            @Nullable String trustedCaPem) {
        this.vertx = vertx;
        this.wire = wire;
        this.arrivals = arrivals;
        this.counters = counters;
        this.peer = peer;
        this.verified = verified;
        this.trustedCaPem = trustedCaPem;
    }

    InetSocketAddress peer() {
        return peer;
    }

    boolean isVerified() {
        return verified;
    }

    @Nullable String trustedCaPem() {
        return trustedCaPem;
    }

    /** What the peer has shown who opened it; empty when that was nothing. */
    List<X509Certificate> certificates() {
        return certificates;
    }

    /** The handshake is done, and this was shown. */
    void open(NetSocket opened, List<X509Certificate> shown) {
        certificates = List.copyOf(shown);
        open(opened);
    }

    /** The handshake is done. */
    void open(NetSocket opened) {
        if (closed) {
            opened.close();
            return;
        }
        socket = opened;
        opened.handler(this::receive);
        opened.exceptionHandler(_ -> close());
        opened.closeHandler(_ -> close());
        pending.forEach(message -> opened.write(Buffer.buffer(message)));
        pending.clear();
        if (verified) {
            pings = vertx.setPeriodic(wire.pingMs(), _ -> ping(opened));
        }
    }

    /** Keeps a NAT open, and finds out that the other end has gone, where it answers pings. */
    private void ping(NetSocket open) {
        if (!open.writeQueueFull()) {
            open.write(PING);
        }
        if (answersPings && pongPatience < 0) {
            pongPatience = vertx.setTimer(wire.pingMs() / PONG_PATIENCE, _ -> close());
        }
    }

    void send(byte[] message) throws IOException {
        NetSocket open = socket;
        if (closed) {
            throw new IOException("connection closed");
        } else if (open != null && !open.writeQueueFull()) {
            open.write(Buffer.buffer(message));
        } else if (open == null && pending.size() < MAX_PENDING) {
            pending.add(message);
        } else {
            counters.dropped(DropCause.QUEUE_FULL);
            if (open != null) {
                close();
            }
            throw new IOException("too much waits for this connection");
        }
    }

    private void receive(Buffer data) {
        answersPings |= data.equals(PONG);
        vertx.cancelTimer(pongPatience);
        pongPatience = -1;
        framer.feed(data.getBytes());
        while (!closed) {
            switch (framer.next()) {
                case StreamFramer.Frame.Message message ->
                        arrivals.onMessage(wire, message.bytes(), peer, this);
                case StreamFramer.Frame.Ping() -> pong();
                case StreamFramer.Frame.Broken(BadMessage why) -> {
                    arrivals.onBroken(wire, why, peer, this);
                    close();
                }
                case StreamFramer.Frame.More() -> {
                    watch();
                    return;
                }
            }
        }
    }

    private void pong() {
        NetSocket open = socket;
        if (open != null && !open.writeQueueFull()) {
            open.write(PONG);
        }
    }

    /** Gives a message that has begun its time to end. */
    private void watch() {
        if (!framer.isWaiting()) {
            vertx.cancelTimer(patience);
            patience = -1;
        } else if (patience < 0) {
            patience =
                    vertx.setTimer(
                            PATIENCE_MS,
                            _ -> {
                                counters.dropped(DropCause.UNFINISHED);
                                close();
                            });
        }
    }

    void close() {
        if (!closed) {
            closed = true;
            vertx.cancelTimer(patience);
            vertx.cancelTimer(pings);
            vertx.cancelTimer(pongPatience);
            wire.forget(this);
            NetSocket open = socket;
            if (open != null) {
                open.close();
            }
            arrivals.onDisconnected(wire, peer);
        }
    }
}
