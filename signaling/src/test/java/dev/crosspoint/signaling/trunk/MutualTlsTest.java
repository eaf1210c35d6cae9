package dev.crosspoint.signaling.trunk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Exposure;
import dev.crosspoint.signaling.api.SignalingConfig.MediaSecurity;
import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import dev.crosspoint.signaling.api.SignalingConfig.SipConfig;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.TrunkMessage;
import dev.crosspoint.signaling.api.TrunkService;
import dev.crosspoint.signaling.sip.SipCounters;
import dev.crosspoint.signaling.sip.SipSettings;
import dev.crosspoint.signaling.sip.TestCertificates;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two gateways over TLS, of which the called one wants to see a certificate. */
class MutualTlsTest {

    private static final TestCertificates.Authority AUTHORITY =
            new TestCertificates.Authority("authority");
    private static final PemIdentity CERTIFIED = AUTHORITY.certify("localhost", "127.0.0.1");

    private final List<Vertx> open = new ArrayList<>();
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    private final SipCounters counters =
            new SipCounters() {
                @Override
                public void dropped(DropCause cause) {
                    said.add(cause.name());
                }
            };

    @AfterEach
    void close() throws Exception {
        for (var vertx : open) {
            vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }

    private TrunkVerticle start(
            PemIdentity own, int port, String trustedCaPem, @Nullable String clientCaPem)
            throws Exception {
        var plain = TrunkService.PLAIN;
        var trunk =
                new TrunkConfig(
                        "peer",
                        TestTrunks.TENANT,
                        Exposure.PUBLIC,
                        List.of(Transport.TLS),
                        MediaSecurity.REQUIRED,
                        "127.0.0.1",
                        port,
                        List.of("127.0.0.1"),
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        "DE",
                        trustedCaPem,
                        Set.of(),
                        new TrunkService(
                                plain.outbound(),
                                plain.limits(),
                                null,
                                plain.rules(),
                                TrunkService.Digits.USUAL,
                                clientCaPem));
        var verticle =
                new TrunkVerticle(
                        new SipConfig("127.0.0.1", "127.0.0.1", 0, 0, own, 5),
                        List.of(trunk),
                        counters,
                        SipSettings.T1_MS);
        var vertx = Vertx.vertx();
        open.add(vertx);
        LocalCodec.installOn(vertx.eventBus());
        vertx.eventBus()
                .<TrunkMessage.Event>localConsumer(
                        TrunkMessage.EVENTS,
                        message -> said.add(message.body().getClass().getSimpleName()));
        vertx.deployVerticle(verticle)
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        return verticle;
    }

    /** By whoever was started last. */
    private void placeCall() {
        TrunkMessage.Command place =
                new TrunkMessage.PlaceCall(
                        TestTrunks.TENANT,
                        "out",
                        "peer",
                        new Private("+4930"),
                        new Private("+4940"),
                        new Private("v=0\r\ns=offer\r\n"),
                        20);
        open.getLast().eventBus().request(TrunkMessage.COMMANDS, place, LocalCodec.options());
    }

    /** What comes first of a call from one who has that certificate. */
    private String call(PemIdentity shown, String clientCaPem) throws Exception {
        var callee = start(CERTIFIED, 5061, AUTHORITY.certificatePem(), clientCaPem);
        start(shown, callee.port(Transport.TLS), AUTHORITY.certificatePem(), null);
        placeCall();
        var first = said.poll(20, TimeUnit.SECONDS);
        return String.valueOf(first);
    }

    @Test
    void takesTheCallOfWhoShowsTheRightCertificate() throws Exception {
        assertThat(call(CERTIFIED, AUTHORITY.certificatePem())).isEqualTo("CallArrived");
    }

    @Test
    void takesTheCallOfWhoseCertificateItKnows() throws Exception {
        var own = TestCertificates.named("elsewhere.test", "192.0.2.1");
        assertThat(call(own, own.certificatePem())).isEqualTo("CallArrived");
    }

    @Test
    void hearsNothingOfWhoShowsAnother() throws Exception {
        var forged = new TestCertificates.Authority("authority").certify("localhost", "127.0.0.1");
        assertThat(call(forged, AUTHORITY.certificatePem())).isEqualTo("NO_CERTIFICATE");
        assertThat(said).doesNotContain("CallArrived");
    }

    @Test
    void hearsNothingOfWhoIsCertifiedAsSomebodyElse() throws Exception {
        var other = AUTHORITY.certify("other.test", "192.0.2.1");
        assertThat(call(other, AUTHORITY.certificatePem())).isEqualTo("NO_CERTIFICATE");
    }

    @Test
    void goesOnAskingWhenItsOwnCertificateIsRenewed() throws Exception {
        var callee = start(CERTIFIED, 5061, AUTHORITY.certificatePem(), AUTHORITY.certificatePem());
        var renewed = AUTHORITY.certify("localhost", "127.0.0.1");
        callee.renew(renewed).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        var forged = TestCertificates.named("localhost", "127.0.0.1");
        start(forged, callee.port(Transport.TLS), AUTHORITY.certificatePem(), null);
        placeCall();
        assertThat(said.poll(20, TimeUnit.SECONDS)).isEqualTo("NO_CERTIFICATE");
    }

    /**
     * Who connects from the very address that we have connected to is not the one we found there.
     */
    @Test
    void takesAConnectionOfOursForTheProofOfNoOther() throws Exception {
        try (var stranger = new Socket();
                var carrier = new ServerSocket()) {
            stranger.setReuseAddress(true);
            stranger.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = stranger.getLocalPort();
            var callee =
                    start(CERTIFIED, port, AUTHORITY.certificatePem(), AUTHORITY.certificatePem());
            stranger.connect(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), callee.port(Transport.TLS)));
            var tls = (SSLSocket) trusting().createSocket(stranger, "127.0.0.1", port, true);
            tls.startHandshake();
            carrier.setReuseAddress(true);
            carrier.bind(stranger.getLocalSocketAddress());
            carrier.setSoTimeout(20_000);
            TrunkMessage.Command place =
                    new TrunkMessage.PlaceCall(
                            TestTrunks.TENANT,
                            "out",
                            "peer",
                            new Private("+4930"),
                            new Private("+4940"),
                            new Private("v=0\r\ns=offer\r\n"),
                            20);
            open.getLast().eventBus().request(TrunkMessage.COMMANDS, place, LocalCodec.options());
            try (var ours = carrier.accept()) { // and is left waiting for its handshake
                tls.getOutputStream().write(invite(port).getBytes(US_ASCII));
                assertThat(said.poll(20, TimeUnit.SECONDS)).isEqualTo("NO_CERTIFICATE");
                assertThat(ours.isConnected()).isTrue();
            }
        }
    }

    private static SSLSocketFactory trusting() throws GeneralSecurityException, IOException {
        var authorities = KeyStore.getInstance(KeyStore.getDefaultType());
        authorities.load(null, null);
        var pem = new ByteArrayInputStream(AUTHORITY.certificatePem().getBytes(US_ASCII));
        authorities.setCertificateEntry(
                "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    private static String invite(int port) {
        return """
        INVITE sip:+4940999@127.0.0.1 SIP/2.0
        Via: SIP/2.0/TLS 127.0.0.1:%1$d;branch=z9hG4bK-stranger
        Max-Forwards: 70
        From: <sip:+493012345@127.0.0.1>;tag=stranger
        To: <sip:+4940999@127.0.0.1>
        Call-ID: stranger
        CSeq: 1 INVITE
        Contact: <sip:stranger@127.0.0.1:%1$d;transport=tls>
        Content-Type: application/sdp
        Content-Length: 14

        v=0
        s=offer
        """
                .formatted(port)
                .replace("\n", "\r\n");
    }
}
