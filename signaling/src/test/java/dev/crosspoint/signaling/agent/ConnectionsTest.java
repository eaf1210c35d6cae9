package dev.crosspoint.signaling.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.SignalingConfig.AgentConfig;
import io.vertx.core.Vertx;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections that want a place and nothing else, against the real listener. */
@ExtendWith(VertxExtension.class)
@Timeout(value = 60, timeUnit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set by each test.
class ConnectionsTest {
    private final List<SSLSocket> sockets = new ArrayList<>();
    private AgentServer server;

    @AfterEach
    void close() throws Exception {
        for (var socket : sockets) {
            socket.close();
        }
        server.undeploy();
    }

    @Test
    void closesOneConnectionTooManyOfAnAddressAndTakesTheNextWhenOneIsGone(Vertx vertx)
            throws Exception {
        open(vertx, 3, 60_000, 60_000);
        for (int i = 0; i < 3; i++) {
            assertThat(get(connect())).startsWith("HTTP/1.1 200");
        }

        assertThat(get(connect())).isEmpty();
        assertThat(server.counters.of("connection:too-many")).isEqualTo(1);

        sockets.getFirst().close();
        var answer = get(connect());
        while (answer.isEmpty()) {
            answer = get(connect());
        }
        assertThat(answer).startsWith("HTTP/1.1 200");
    }

    @Test
    void closesAConnectionWhoseRequestOnlyDrips(Vertx vertx) throws Exception {
        open(vertx, 10, 2_000, 60_000);
        var socket = connect();
        write(socket, "GET / HTTP/1.1\r\nHost: gateway\r\nX-Slow: ");
        var counted = server.counters.whenCounted("connection:slow");
        // Far fewer than headers may have: what ends it is the time.
        for (int i = 0; i < 200; i++) {
            write(socket, "x");
        }

        counted.get(20, TimeUnit.SECONDS);
        assertThat(rest(socket)).isEmpty();
    }

    @Test
    void closesAConnectionThatAsksNothingAnyMore(Vertx vertx) throws Exception {
        open(vertx, 10, 60_000, 400);
        // The sweep goes by the shorter of its period and the first limit.
        var socket = connect();
        assertThat(get(socket)).startsWith("HTTP/1.1 200");

        server.counters.whenCounted("connection:resting").get(20, TimeUnit.SECONDS);
        assertThat(rest(socket)).isEmpty();
    }

    @Test
    void leavesWebSocketsToTheirOwnDeadlinesAndForgetsThem(Vertx vertx) throws Exception {
        open(vertx, 2, 3_000, 3_000);
        for (int i = 0; i < 6; i++) {
            var socket = server.agent("ann" + i);
            socket.answer(1);
            var closed = new java.util.concurrent.CompletableFuture<Void>();
            socket.socket.closeHandler(_ -> closed.complete(null));
            socket.socket.close();
            closed.get(10, TimeUnit.SECONDS);
        }
        assertThat(server.counters.of("connection:slow")).isZero();
        assertThat(server.counters.of("connection:too-many")).isZero();
    }

    private void open(Vertx vertx, int perAddress, int requestWithinMs, int restMs)
            throws Exception {
        var usual = AgentServer.config();
        var config =
                new AgentConfig(
                        usual.bindAddress(),
                        0,
                        usual.identity(),
                        List.of(),
                        List.of(),
                        usual.pingIntervalMs(),
                        usual.resumeGraceMs(),
                        usual.requestTimeoutMs(),
                        usual.maxMessageBytes(),
                        usual.proxies(),
                        perAddress);
        var limits =
                new Limits(
                        5_000,
                        4_500,
                        20_000,
                        10_000,
                        2_000,
                        300,
                        60_000,
                        300,
                        60_000,
                        requestWithinMs,
                        restMs);
        server = new AgentServer(vertx, GatewayDouble.on(vertx), config, limits);
    }

    private SSLSocket connect() throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Trusting()}, null);
        var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port);
        socket.setSoTimeout(20_000);
        sockets.add(socket);
        return socket;
    }

    /** The status line and what else comes first; empty when the connection is closed instead. */
    private static String get(SSLSocket socket) {
        try {
            write(socket, "GET / HTTP/1.1\r\nHost: gateway\r\n\r\n");
            var bytes = new byte[4096];
            int count = socket.getInputStream().read(bytes);
            return count < 0 ? "" : new String(bytes, 0, count, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }

    private static String rest(SSLSocket socket) {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }

    private static void write(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static final class Trusting implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
