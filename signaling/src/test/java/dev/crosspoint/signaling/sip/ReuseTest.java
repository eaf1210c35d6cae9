package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One socket, or one connection, for all that is said to a peer. */
class ReuseTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final int PATIENCE_MS = 10_000;
    private static final int REQUESTS = 5;

    private final Vertx vertx = Vertx.vertx();
    private final Phone phone =
            Phone.open(vertx, Phone.settings(200, Transport.UDP, Transport.TCP));

    @AfterEach
    void close() {
        phone.close();
        Phone.await(vertx.close());
    }

    @Test
    void sendsAllRequestsOverUdpFromThePortThatItListensAt() throws IOException {
        try (var carrier = new DatagramSocket(0, LOOPBACK)) {
            carrier.setSoTimeout(PATIENCE_MS);
            Set<String> requests = new HashSet<>();
            for (int i = 0; i < REQUESTS; i++) {
                var _ = probe(Transport.UDP, carrier.getLocalPort());
            }
            while (requests.size() < REQUESTS) {
                var packet = new DatagramPacket(new byte[4096], 4096);
                carrier.receive(packet);
                assertThat(packet.getSocketAddress())
                        .isEqualTo(new InetSocketAddress(LOOPBACK, phone.port(Transport.UDP)));
                String request = new String(packet.getData(), 0, packet.getLength(), UTF_8);
                requests.add(RawPeer.header(request, "Call-ID"));
            }
        }
    }

    @Test
    void sendsAllRequestsOverTheConnectionThatItHasOpened() throws IOException {
        try (var server = new ServerSocket(0, 10, LOOPBACK)) {
            server.setSoTimeout(PATIENCE_MS);
            // Some while it is being opened, and some later.
            var first = probe(Transport.TCP, server.getLocalPort());
            var second = probe(Transport.TCP, server.getLocalPort());
            try (Socket carrier = server.accept()) {
                answer(carrier, first);
                answer(carrier, second);
                for (int i = 2; i < REQUESTS; i++) {
                    answer(carrier, probe(Transport.TCP, server.getLocalPort()));
                }
                server.setSoTimeout(1);
                assertThatExceptionOfType(SocketTimeoutException.class)
                        .as("another connection")
                        .isThrownBy(server::accept);
            }
        }
    }

    /** RFC 3261 18.1.1: nobody listens where this connection begins. */
    @Test
    void sendsRequestsOverTheConnectionThatAPeerHasOpened() throws IOException {
        try (var carrier = new Socket(LOOPBACK, phone.port(Transport.TCP))) {
            // Its pong says that the endpoint has taken the connection.
            carrier.setSoTimeout(PATIENCE_MS);
            carrier.getOutputStream().write("\r\n\r\n".getBytes(UTF_8));
            assertThat(carrier.getInputStream().readNBytes(2)).asString(UTF_8).isEqualTo("\r\n");
            for (int i = 0; i < REQUESTS; i++) {
                answer(carrier, probe(Transport.TCP, carrier.getLocalPort()));
            }
        }
    }

    private Future<Integer> probe(Transport transport, int port) {
        var there = new Destination(transport, "127.0.0.1", port, null, null);
        return phone.act(() -> phone.endpoint().probe(there));
    }

    /** The next request of this connection is answered there, and hears it. */
    private static void answer(Socket carrier, Future<Integer> asked) throws IOException {
        var request = new StringBuilder();
        while (!request.toString().endsWith("\r\n\r\n")) {
            int next = carrier.getInputStream().read();
            assertThat(next).as("closed").isNotNegative();
            request.append((char) next);
        }
        var answer = new StringBuilder("SIP/2.0 200 OK\r\n");
        request.toString()
                .lines()
                .filter(line -> line.matches("(?i)(via|from|to|call-id|cseq):.*"))
                .map(line -> line.startsWith("To:") ? line + ";tag=far" : line)
                .forEach(line -> answer.append(line).append("\r\n"));
        answer.append("Content-Length: 0\r\n\r\n");
        carrier.getOutputStream().write(answer.toString().getBytes(UTF_8));
        assertThat(Phone.await(asked)).isEqualTo(200);
    }
}
