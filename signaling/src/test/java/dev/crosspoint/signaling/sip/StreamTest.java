package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.sip.Admission.Verdict;
import dev.crosspoint.signaling.sip.SipCounters.DropCause;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * SIP over connections: framing, keep-alive, who may connect, and whose certificate is believed.
 */
class StreamTest {

    private static final Vertx VERTX = Vertx.vertx();
    private final SipSettings settings = Phone.settings(200, Transport.TCP, Transport.TLS);
    private Verdict verdict = new Verdict.Known(Phone.ANYBODY);
    private final Phone phone = Phone.open(VERTX, settings, (_, _) -> verdict);

    @AfterEach
    void close() {
        phone.close();
    }

    @AfterAll
    static void closeVertx() {
        Phone.await(VERTX.close());
    }

    private static String options(String callId, String extra) {
        return """
        OPTIONS sip:127.0.0.1 SIP/2.0
        Via: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK%1$s
        Max-Forwards: 70
        From: <sip:a@127.0.0.1>;tag=a
        To: <sip:b@127.0.0.1>
        Call-ID: %1$s
        CSeq: 1 OPTIONS
        %2$s

        """
                .formatted(callId, extra)
                .replace("\n", "\r\n");
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), phone.port(Transport.TCP));
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static String read(InputStream in) throws IOException {
        byte[] buffer = new byte[65536];
        int count = in.read(buffer);
        return count < 0 ? "" : new String(buffer, 0, count, UTF_8);
    }

    @Test
    void findsMessagesHoweverTheyAreCut() throws IOException {
        try (Socket socket = connect()) {
            byte[] two =
                    ("\r\n" + options("one", "l: 0") + options("two", "Content-Length: 0"))
                            .getBytes(UTF_8);
            var answers = new StringBuilder();
            for (byte b : two) {
                socket.getOutputStream().write(b);
            }
            while (!answers.toString().contains("Call-ID: two")) {
                answers.append(read(socket.getInputStream()));
            }
            assertThat(answers.toString()).contains("Call-ID: one").contains("SIP/2.0 200");
        }
    }

    @Test
    void answersPings() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write("\r\n\r\n".getBytes(UTF_8));
            assertThat(read(socket.getInputStream())).isEqualTo("\r\n");
        }
    }

    @Test
    void givesUpAStreamWhoseMessagesHaveNoEnd() throws IOException {
        String[] lengths = {
            "X: y", "Content-Length: 1\nContent-Length: 2", "l: -1", "l: 99999999", "l: x"
        };
        for (String length : lengths) {
            try (Socket socket = connect()) {
                socket.getOutputStream().write(options("endless", length).getBytes(UTF_8));
                assertThat(read(socket.getInputStream())).as(length).startsWith("SIP/2.0 4");
                assertThat(read(socket.getInputStream())).isEmpty();
            }
        }
        try (Socket socket = connect()) {
            socket.getOutputStream().write("A".repeat(RawHead.MAX_BYTES + 1).getBytes(UTF_8));
            assertThat(read(socket.getInputStream())).isEmpty();
        }
        assertThat(phone.drops()).containsOnly(DropCause.MALFORMED);
    }

    @Test
    void closesTheConnectionsOfStrangers() throws IOException {
        verdict = new Verdict.Silence(DropCause.UNKNOWN_SOURCE);
        try (Socket socket = connect()) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        phone.expectDrop(DropCause.UNKNOWN_SOURCE);
    }

    @Test
    void failsWith503WhereNobodyListens() {
        phone.call(new Destination(Transport.TCP, "127.0.0.1", 1, null, null), 30);
        assertThat(phone.expect(SipEvent.Failed.class).status()).isEqualTo(503);
        phone.expectRequest("OUTBOUND INVITE 503");
    }

    /** To a name server of our own: others may take longer to say so than a test waits. */
    @Test
    void failsWith503WhenTheHostIsUnknown() {
        var dns = new FakeDns();
        var asking =
                Vertx.vertx(
                        new VertxOptions()
                                .setAddressResolverOptions(
                                        new AddressResolverOptions().addServer(dns.address())));
        try (var caller = Phone.open(asking, settings)) {
            caller.call(new Destination(Transport.TCP, "nobody.invalid", 5060, null, null), 30);
            assertThat(caller.expect(SipEvent.Failed.class).status()).isEqualTo(503);
        } finally {
            Phone.await(asking.close());
            dns.close();
        }
    }

    @Test
    void believesNoCertificateItWasNotToldToTrust() {
        var other = TestCertificates.localhost();
        try (Phone bob = Phone.open(VERTX, Phone.settings(200, Transport.TLS))) {
            int port = bob.port(Transport.TLS);
            for (String trusted : new String[] {other.certificatePem(), "not a certificate"}) {
                phone.call(new Destination(Transport.TLS, "127.0.0.1", port, null, trusted), 30);
                assertThat(phone.expect(SipEvent.Failed.class).status()).isEqualTo(503);
            }
            // Nor do the system's authorities vouch for it.
            phone.call(new Destination(Transport.TLS, "127.0.0.1", port, null, null), 30);
            assertThat(phone.expect(SipEvent.Failed.class).status()).isEqualTo(503);
            bob.expectNothingMore();
        }
    }

    @Test
    void callsNobodyAtItsOwnAddress() {
        phone.call(
                new Destination(Transport.TCP, "127.0.0.1", phone.port(Transport.TCP), null, null),
                30);
        assertThat(phone.expect(SipEvent.Failed.class).status()).isEqualTo(503);
        phone.expectNothingMore();
    }

    @Test
    void findsHostsByNameAndPinsTheirCertificate() {
        var identity = TestCertificates.named("elsewhere.example", "192.0.2.1");
        var called =
                new SipSettings(
                        "127.0.0.1",
                        "127.0.0.1",
                        java.util.Set.of(Transport.TLS),
                        0,
                        0,
                        identity,
                        200,
                        90,
                        1800);
        try (Phone bob = Phone.open(VERTX, called)) {
            phone.call(
                    new Destination(
                            Transport.TLS,
                            "localhost",
                            bob.port(Transport.TLS),
                            null,
                            identity.certificatePem()),
                    30);
            SipCall in = bob.next(SipEvent.Arrived.class).call();
            bob.act(() -> in.refuse(486, "busy"));
            assertThat(phone.expect(SipEvent.Failed.class).status()).isEqualTo(486);
        }
    }
}
