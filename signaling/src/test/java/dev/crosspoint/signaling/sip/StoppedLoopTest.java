package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.RequestSource;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.SipSockets.Opened;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sockets whose loops outlast that of the endpoint, as they may when everything closes. */
class StoppedLoopTest {
    private final Vertx ofEndpoint = Vertx.vertx();
    private final Vertx ofSockets = Vertx.vertx();
    private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    private final CountDownLatch gone = new CountDownLatch(2);
    private final SocketWire wire =
            new SocketWire(
                    ofEndpoint,
                    ofEndpoint.getOrCreateContext(),
                    new Nobody(),
                    SipCounters.NONE,
                    60_000);

    private static final class Nobody implements Arrivals {
        @Override
        public boolean admits(Transport transport, InetSocketAddress from) {
            return true;
        }

        @Override
        public void onMessage(
                Wire wire, byte[] message, InetSocketAddress from, @Nullable StreamConnection by) {}

        @Override
        public void onBroken(
                Wire wire, BadMessage why, InetSocketAddress from, StreamConnection by) {}

        @Override
        public void onDisconnected(Wire wire, InetSocketAddress peer) {}
    }

    @AfterEach
    void close() {
        Phone.await(ofSockets.close());
    }

    @Test
    void endWithoutAWordWhenTheEndpointsLoopHasStopped() throws Exception {
        ofSockets.exceptionHandler(uncaught::add);
        var server =
                ofSockets
                        .createHttpServer()
                        .webSocketHandler(socket -> {
                            var here = ofSockets.getOrCreateContext();
                            wire.onSocket(
                                    socket,
                                    new Opened(
                                            RequestSource.UNKNOWN,
                                            null,
                                            // Behind whatever else is done about the end.
                                            () -> here.runOnContext(_ -> gone.countDown()),
                                            () -> {}));
                        });
        int port = Phone.await(server.listen(0, "127.0.0.1")).actualPort();
        var client = ofSockets.createWebSocketClient();
        WebSocket before = Phone.await(client.connect(port, "127.0.0.1", "/"));
        var ponged = new CompletableFuture<Void>();
        before.pongHandler(_ -> ponged.complete(null));

        Phone.await(ofEndpoint.close());
        before.writeTextMessage("\r\n\r\n");
        before.writePing(Buffer.buffer("?"));
        ponged.get(Phone.PATIENCE_SECONDS, TimeUnit.SECONDS);
        WebSocket after = Phone.await(client.connect(port, "127.0.0.1", "/"));
        before.close();
        after.close();

        assertThat(gone.await(Phone.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(uncaught).isEmpty();
    }
}
