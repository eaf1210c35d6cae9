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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** INVITEs that do not fit into a datagram go by TCP, where that can be (RFC 3261 18.1.1). */
class LargeInviteTest {

    private static final int LIMIT = 1_300;

    private final Vertx vertx = Vertx.vertx();
    private Admission.@Nullable Verdict byTcp;
    private final Admission admission =
            (transport, _) ->
                    transport == Transport.TCP && byTcp != null
                            ? byTcp
                            : new Admission.Verdict.Known(Phone.ANYBODY);
    private final Phone phone =
            Phone.open(vertx, Phone.settings(50, Transport.UDP, Transport.TCP), admission);
    private final RawPeer carrier = carrier(phone.port(Transport.UDP));

    private int base;

    @BeforeEach
    void measure() {
        place(0);
        String invite = carrier.receive("INVITE");
        base = invite.length();
        refuse(invite);
        phone.expect(SipEvent.Failed.class);
    }

    @AfterEach
    void close() {
        carrier.close();
        phone.close();
        Phone.await(vertx.close());
    }

    /** One at a port that is free for TCP too. */
    private static RawPeer carrier(int endpointPort) {
        while (true) {
            var peer = new RawPeer(endpointPort);
            try (var server = new ServerSocket(peer.port(), 1, loopback())) {
                assertThat(server.isBound()).isTrue();
                return peer;
            } catch (IOException e) {
                peer.close(); // somebody has it
            }
        }
    }

    private void place(int more) {
        var sdp = new Private(Phone.OFFER.value() + "a=" + "x".repeat(100 + more) + "\r\n");
        var to = new Destination(Transport.UDP, "127.0.0.1", carrier.port(), null, null);
        phone.act(() ->
                phone.endpoint()
                        .call(
                                new CallRequest(
                                        "call",
                                        Phone.ANYBODY,
                                        to,
                                        new Private("+4930"),
                                        new Private("+4940"),
                                        sdp,
                                        20,
                                        () -> false,
                                        Presentation.PLAIN)));
    }

    private void refuse(String invite) {
        carrier.send(carrier.response(invite, "486 Busy Here", "far", "", ""));
        carrier.receive("ACK");
    }

    /** So many characters more make an INVITE of that length: Content-Length gets no longer. */
    private int upTo(int length) {
        return length - base;
    }

    @Test
    void fitsADatagramUpTo1300Bytes() throws IOException {
        try (var server = new ServerSocket(carrier.port(), 1, loopback())) {
            place(upTo(LIMIT));
            String invite = carrier.receive("INVITE");
            assertThat(invite).hasSize(LIMIT).contains("Via: SIP/2.0/UDP");
            refuse(invite);
            assertThat(server.isBound()).isTrue();
        }
    }

    @Test
    void goesByTcpFrom1301BytesOn() throws IOException {
        try (var server = new ServerSocket(carrier.port(), 1, loopback())) {
            server.setSoTimeout(10_000);
            place(upTo(LIMIT + 1));
            try (Socket connection = server.accept()) {
                connection.setSoTimeout(10_000);
                String invite = head(connection.getInputStream());
                assertThat(invite)
                        .contains("INVITE sip:+4940@127.0.0.1:" + carrier.port() + ";transport=tcp")
                        .contains("Via: SIP/2.0/TCP")
                        .containsPattern("Contact: <sip:[^>]+;transport=tcp>");
                String busy = carrier.response(invite, "486 Busy Here", "far", "", "");
                connection.getOutputStream().write(busy.getBytes(US_ASCII));
                assertThat(phone.expect(SipEvent.Failed.class).status()).isEqualTo(486);
            }
        }
    }

    @Test
    void isNotSentAgainToWhoRefusesItByTcp() throws IOException {
        try (var server = new ServerSocket(carrier.port(), 1, loopback())) {
            server.setSoTimeout(10_000);
            place(upTo(LIMIT + 1));
            try (Socket connection = server.accept()) {
                connection.setSoTimeout(10_000);
                String invite = head(connection.getInputStream());
                String no = carrier.response(invite, "503 Service Unavailable", "far", "", "");
                connection.getOutputStream().write(no.getBytes(US_ASCII));
                assertThat(phone.expect(SipEvent.Failed.class).status()).isEqualTo(503);
            }
        }
        carrier.expectSilence();
    }

    @Test
    void goesByUdpAllTheSameWhereNobodyListens() {
        place(upTo(LIMIT + 1));
        var rerouted = phone.expect(SipEvent.Rerouted.class);
        assertThat(rerouted.next().id()).isEqualTo("call");
        String invite = carrier.receive("INVITE");
        assertThat(invite).contains("Via: SIP/2.0/UDP").hasSizeGreaterThan(LIMIT);
        refuse(invite);
        assertThat(phone.expect(SipEvent.Failed.class).status()).isEqualTo(486);
    }

    @Test
    void goesByUdpWhereTcpWouldNotBeHeard() {
        byTcp = new Admission.Verdict.Silence(SipCounters.DropCause.FORBIDDEN_TRANSPORT);
        place(upTo(LIMIT + 1));
        refuse(carrier.receive("INVITE"));
        assertThat(phone.expect(SipEvent.Failed.class).status()).isEqualTo(486);
    }

    private static InetAddress loopback() {
        return InetAddress.ofLiteral("127.0.0.1");
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as("closed").isNotNegative();
            head.append((char) next);
        }
        return head.toString();
    }
}
