package dev.crosspoint.media.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.crosspoint.media.srtp.SrtpKeys;
import dev.crosspoint.media.srtp.SrtpProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real peer over real sockets; skipped where there is no openssl. */
@Timeout(60)
class OpenSslPeerTest {
    private static final String BOTH = "SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_128_GCM";

    /** A server goes by its own order, so this one has ours. */
    private static final String GCM_FIRST = "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80";

    private static final int GCM_BYTES = 2 * (16 + 12);
    private static final int CM_BYTES = 2 * (16 + 14);

    @TempDir private Path folder;

    @BeforeAll
    static void needsOpenSsl() {
        assumeTrue(OpenSsl.installed(), "openssl is not installed");
    }

    @ParameterizedTest
    @CsvSource({"ec, SHA-256", "ec, SHA-384", "rsa:2048, SHA-512"})
    void servesAClient(String key, String hash) throws Exception {
        Fingerprint expected = OpenSsl.certificate(folder, key, hash);
        try (var leg = new UdpLeg(DtlsHandshake.Role.SERVER, expected, null);
                var client = OpenSsl.client(folder, leg.port(), BOTH, GCM_BYTES)) {
            assertThat(client.keyingMaterial()).isEqualTo(asExported(leg.peer.keys(), false));
            client.quit();
            leg.peer.awaitEnd();
        }
    }

    @Test
    void servesAClientThatOnlyHasCounterMode() throws Exception {
        Fingerprint expected = OpenSsl.certificate(folder, "ec", "SHA-256");
        try (var leg = new UdpLeg(DtlsHandshake.Role.SERVER, expected, null);
                var client =
                        OpenSsl.client(folder, leg.port(), "SRTP_AES128_CM_SHA1_80", CM_BYTES)) {
            assertThat(client.keyingMaterial()).isEqualTo(asExported(leg.peer.keys(), false));
            assertThat(leg.peer.keys().profile()).isEqualTo(SrtpProfile.AES_CM_128_HMAC_SHA1_80);
            leg.peer.close();
            leg.peer.awaitEnd();
            assertThat(client.ended()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"ec, SHA-256", "rsa:2048, SHA-256"})
    void callsAServer(String key, String hash) throws Exception {
        Fingerprint expected = OpenSsl.certificate(folder, key, hash);
        int port = freePort();
        try (var server = OpenSsl.server(folder, port, GCM_FIRST, GCM_BYTES);
                var leg = new UdpLeg(DtlsHandshake.Role.CLIENT, expected, loopback(port))) {
            SrtpKeys keys = leg.peer.keys();
            assertThat(server.keyingMaterial()).isEqualTo(asExported(keys, true));
            leg.peer.close();
            leg.peer.awaitEnd();
        }
    }

    @Test
    void refusesAClientThatIsSomebodyElse() throws Exception {
        OpenSsl.certificate(folder, "ec", "SHA-256");
        Fingerprint other = DtlsPair.ALICE.fingerprint();
        try (var leg = new UdpLeg(DtlsHandshake.Role.SERVER, other, null);
                var client = OpenSsl.client(folder, leg.port(), BOTH, GCM_BYTES)) {
            assertThat(leg.peer.awaitFailure()).isEqualTo(DtlsFailure.Why.FINGERPRINT);
            assertThat(client.ended()).isTrue();
        }
    }

    /** RFC 5764 4.2: client key, server key, client salt, server salt. */
    private static String asExported(SrtpKeys keys, boolean weAreClient) {
        SrtpKeys client = weAreClient ? keys : keys.mirrored();
        var hex = HexFormat.of().withUpperCase();
        return hex.formatHex(client.localKey())
                + hex.formatHex(client.remoteKey())
                + hex.formatHex(client.localSalt())
                + hex.formatHex(client.remoteSalt());
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static int freePort() throws IOException {
        try (var channel = DatagramChannel.open().bind(loopback(0))) {
            return ((InetSocketAddress) channel.getLocalAddress()).getPort();
        }
    }

    /** A handshake on a socket of its own. */
    private static final class UdpLeg implements AutoCloseable {
        private final DatagramChannel channel;
        private final AtomicReference<@Nullable SocketAddress> remote;
        private final DtlsPeer peer;

        UdpLeg(DtlsHandshake.Role role, Fingerprint expected, @Nullable SocketAddress to)
                throws IOException {
            channel = DatagramChannel.open().bind(loopback(0));
            remote = new AtomicReference<>(to);
            peer = new DtlsPeer(DtlsPair.BOB, role, expected, this::send, DtlsLimits.NORMAL);
            Thread.ofVirtual().start(this::receive);
            peer.start();
        }

        int port() throws IOException {
            return ((InetSocketAddress) channel.getLocalAddress()).getPort();
        }

        @Override
        public void close() throws IOException {
            peer.close();
            channel.close();
        }

        private void send(byte[] data, int offset, int length) {
            try {
                channel.send(ByteBuffer.wrap(data, offset, length), remote.get());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void receive() {
            var buffer = ByteBuffer.allocate(2048);
            try {
                while (true) {
                    remote.set(channel.receive(buffer.clear()));
                    peer.offer(buffer.array(), 0, buffer.position());
                }
            } catch (ClosedChannelException e) {
                return; // the test is over
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
