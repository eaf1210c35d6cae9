package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What keeps a way open on which nothing is said, a ping each 60 T1. */
class KeepAliveTest {

    private static final int T1_MS = 60;

    private final Vertx vertx = Vertx.vertx();
    private final Phone phone =
            Phone.open(vertx, Phone.settings(T1_MS, Transport.UDP, Transport.TCP));

    @AfterEach
    void close() {
        phone.close();
        Phone.await(vertx.close());
    }

    @Test
    void pingsAConnectionAndLeavesItWhenItAnswersNoMore() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var there =
                    new Destination(Transport.TCP, "127.0.0.1", server.getLocalPort(), null, null);
            phone.act(() -> phone.endpoint().probe(there));
            try (Socket carrier = server.accept()) {
                carrier.setSoTimeout(10_000);
                InputStream in = carrier.getInputStream();
                awaitPing(in);
                carrier.getOutputStream().write("\r\n".getBytes(US_ASCII));
                awaitPing(in);
                carrier.getOutputStream().write("\r\n".getBytes(US_ASCII));
                awaitPing(in);
                // No pong any more: it is closed.
                while (in.read() >= 0) {
                    // what was on its way
                }
            }
        }
    }

    /** Four bytes that are no part of a message. */
    private static void awaitPing(InputStream in) throws IOException {
        var last = new StringBuilder();
        // A message ends so as well, but its head is before.
        while (!last.toString().equals("\r\n\r\n")) {
            int next = in.read();
            assertThat(next).as("closed").isNotNegative();
            last.append((char) next);
            if (last.length() > 4 || "\r\n\r\n".indexOf(last.toString()) != 0) {
                last.setLength(0);
                skipLine(in, next);
            }
        }
    }

    /** The rest of a message of ours, to the end of its head; it has no body. */
    private static void skipLine(InputStream in, int first) throws IOException {
        var head = new StringBuilder().append((char) first);
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.read());
        }
    }

    @Test
    void keepsTheWayOfARegistrationOpen() {
        try (var registrar = new RawPeer(phone.port(Transport.UDP))) {
            var there = new Destination(Transport.UDP, "127.0.0.1", registrar.port(), null, null);
            phone.act(() ->
                    phone.endpoint()
                            .register(
                                    new Registration.Wanted(
                                            there, new Private("u"), "carrier.test", 60),
                                    (_, _) -> {}));
            String register = registrar.receive("REGISTER");
            registrar.send(registrar.response(register, "200 OK", "r", "Expires: 60", ""));
            assertThat(registrar.receive("\r\n")).isEqualTo("\r\n");
            assertThat(registrar.receive("\r\n")).isEqualTo("\r\n");
        }
    }
}
