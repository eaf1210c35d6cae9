package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.Sighting.Door;
import dev.crosspoint.signaling.api.Sighting.Look;
import dev.crosspoint.signaling.api.Sighting.Trouble;
import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a look at a far end shows. */
class ExaminerTest {
    private final Instant now = Instant.now();
    private static final int PATIENCE_MS = 60_000;

    /** Nobody listens there, and no socket gets it that asks for any port. */
    private static final int NOBODYS = 1;

    private static final String ANSWER =
            """
            SIP/2.0 200 OK
            v: SIP/2.0/UDP 203.0.113.9:5060;branch=z9hG4bKx;rport=4711;received=198.51.100.7
            Allow: INVITE, ACK
            Allow: INFO
            Accept: application/sdp
            k: timer, 100rel
            Server: Carrier\u0007 1
            Date: Sat, 28 Nov 2026 12:00:00 GMT
            Content-Length: 0

            """
                    .replace("\n", "\r\n");

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void readsWhatAnAnswerSays() throws Exception {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answer(socket));
            var look = look(Transport.UDP, "127.0.0.1", socket.getLocalPort(), null, null);

            assertThat(look.door()).isEqualTo(Door.OPEN);
            var reply = requireNonNull(look.reply());
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.allow()).containsExactlyInAnyOrder("INVITE", "ACK", "INFO");
            assertThat(reply.supported()).containsExactlyInAnyOrder("timer", "100rel");
            assertThat(reply.server()).isEqualTo("Carrier? 1");
            assertThat(reply.date()).isEqualTo(Instant.parse("2026-11-28T12:00:00Z"));
            assertThat(reply.seenAs()).isEqualTo(InetAddress.ofLiteral("198.51.100.7"));
        }
    }

    private static void answer(DatagramSocket socket) {
        try {
            var packet = new DatagramPacket(new byte[4096], 4096);
            socket.receive(packet);
            byte[] answer = ANSWER.getBytes(US_ASCII);
            socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void tellsAClosedPortFromAnOpenOne() throws Exception {
        for (var transport : Transport.OF_TRUNKS) {
            assertThat(look(transport, "127.0.0.1", NOBODYS, null, null).door())
                    .as(transport.name())
                    .isEqualTo(Door.REFUSED);
        }
    }

    @Test
    void judgesCertificatesByTheRulesThatCallsGoBy() throws Exception {
        var authority = new TestCertificates.Authority("authority");
        var other = new TestCertificates.Authority("another");
        int port = serve(authority.certify("sip.other.example", "192.0.2.1"), null);
        var own = authority.certify("localhost", "127.0.0.1");
        int good = serve(own, null);
        var trusted = authority.certificatePem();

        assertThat(trouble("localhost", port, trusted, now)).isEqualTo(Trouble.WRONG_NAME);
        assertThat(trouble("localhost", good, trusted, now)).isEqualTo(Trouble.NONE);
        assertThat(trouble("127.0.0.1", good, trusted, now)).isEqualTo(Trouble.NONE);
        assertThat(trouble("localhost", good, other.certificatePem(), now))
                .isEqualTo(Trouble.UNTRUSTED);
        assertThat(trouble("localhost", good, null, now)).isEqualTo(Trouble.UNTRUSTED);
        assertThat(trouble("localhost", good, trusted, now.plus(Duration.ofDays(2))))
                .isEqualTo(Trouble.EXPIRED);
        assertThat(trouble("localhost", good, trusted, now.minus(Duration.ofDays(2))))
                .isEqualTo(Trouble.NOT_YET_VALID);
    }

    @Test
    void takesAPinnedCertificateWhateverItNames() throws Exception {
        var pinned = TestCertificates.named("sip.other.example", "192.0.2.1");
        int port = serve(pinned, null);

        assertThat(trouble("localhost", port, pinned.certificatePem(), now))
                .isEqualTo(Trouble.NONE);
    }

    @Test
    void tellsThatOurCertificateIsWantedAndWhetherItIsTaken() throws Exception {
        var authority = new TestCertificates.Authority("authority");
        var theirs = authority.certify("localhost", "127.0.0.1");
        int port = serve(theirs, authority.certificatePem());
        var trusted = authority.certificatePem();

        var none = look(Transport.TLS, "localhost", port, trusted, null).certificate();
        var taken =
                look(
                                Transport.TLS,
                                "localhost",
                                port,
                                trusted,
                                authority.certify("gateway", "127.0.0.1"))
                        .certificate();
        var foreign =
                look(
                                Transport.TLS,
                                "localhost",
                                port,
                                trusted,
                                TestCertificates.named("gateway", "127.0.0.1"))
                        .certificate();

        assertThat(requireNonNull(none).trouble()).isEqualTo(Trouble.OURS_REFUSED);
        assertThat(requireNonNull(none).asksForOurs()).isTrue();
        assertThat(requireNonNull(taken).trouble()).isEqualTo(Trouble.NONE);
        assertThat(requireNonNull(foreign).trouble()).isEqualTo(Trouble.OURS_REFUSED);
    }

    @Test
    void tellsWhatIsNoTls() throws Exception {
        var server = vertx.createNetServer();
        server.connectHandler(socket -> socket.write("SIP/2.0 400 What\r\n\r\n"));
        int port = server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS).actualPort();

        assertThat(trouble("localhost", port, null, now)).isEqualTo(Trouble.NOT_TLS);
    }

    /** A server over TLS that answers whatever is asked. */
    private int serve(PemIdentity identity, @Nullable String clientCa) throws Exception {
        var options =
                new NetServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(
                                new PemKeyCertOptions()
                                        .addCertValue(Buffer.buffer(identity.certificatePem()))
                                        .addKeyValue(Buffer.buffer(identity.keyPem())));
        if (clientCa != null) {
            options.setClientAuth(ClientAuth.REQUIRED)
                    .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(clientCa)));
        }
        return vertx.createNetServer(options)
                .connectHandler(socket -> socket.handler(_ -> socket.write(ANSWER)))
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS)
                .actualPort();
    }

    private Trouble trouble(String host, int port, @Nullable String trusted, Instant now) {
        var examiner =
                new Examiner(vertx, null, "127.0.0.1", InstantSource.fixed(now), PATIENCE_MS);
        var seen =
                examiner.look(new Destination(Transport.TLS, host, port, null, trusted))
                        .looks()
                        .getFirst();
        return java.util.Objects.requireNonNull(seen.certificate()).trouble();
    }

    private Look look(
            Transport transport,
            String host,
            int port,
            @Nullable String trusted,
            @Nullable PemIdentity ours) {
        return new Examiner(vertx, ours, "127.0.0.1", InstantSource.fixed(now), PATIENCE_MS)
                .look(new Destination(transport, host, port, null, trusted))
                .looks()
                .getFirst();
    }
}
