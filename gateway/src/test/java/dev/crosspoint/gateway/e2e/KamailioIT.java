package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.peer.Kamailio;
import dev.crosspoint.gateway.peer.Peers;
import dev.crosspoint.gateway.peer.RtpProbe;
import dev.crosspoint.gateway.peer.Sipp;
import dev.crosspoint.gateway.tls.TlsIdentity;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Exposure;
import dev.crosspoint.signaling.api.SignalingConfig.MediaSecurity;
import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import dev.crosspoint.signaling.api.SignalingConfig.SipConfig;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkMessage;
import dev.crosspoint.signaling.api.TrunkService;
import dev.crosspoint.signaling.sip.SipCounters;
import dev.crosspoint.signaling.trunk.TrunkVerticle;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A trunk that registers with Kamailio, and is called by way of it. */
class KamailioIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Tenant TENANT = new Tenant("acme", "test");
    private static PemIdentity identity;

    @TempDir Path folder;
    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<TrunkMessage.Event> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> registered = new LinkedBlockingQueue<>();

    private final SipCounters counters =
            new SipCounters() {
                @Override
                public void registered(String trunk, boolean is) {
                    registered.add(is);
                }
            };

    @BeforeAll
    static void makeACertificate() {
        identity = TlsIdentity.selfSigned(List.of("127.0.0.1"), Instant.now(), new SecureRandom());
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({"UDP, MD5", "UDP, SHA-256", "TCP, SHA-256", "TLS, MD5", "TLS, SHA-256"})
    void registersAndIsCalled(Transport transport, String algorithm) throws Exception {
        Peers.require("kamailio-tls");
        try (var kamailio = Kamailio.start(folder.resolve("kamailio"), algorithm, identity);
                var audio = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ)) {
            LocalCodec.installOn(vertx.eventBus());
            vertx.eventBus()
                    .<TrunkMessage.Event>localConsumer(
                            TrunkMessage.EVENTS, message -> events.add(message.body()));
            var verticle =
                    new TrunkVerticle(
                            new SipConfig("127.0.0.1", "127.0.0.1", 0, 0, identity, 5),
                            List.of(trunk(transport, kamailio)),
                            counters);
            vertx.deployVerticle(verticle)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            assertThat(registered.poll(20, TimeUnit.SECONDS)).isFalse();
            assertThat(registered.poll(20, TimeUnit.SECONDS)).as(kamailio.log()).isTrue();

            try (var sipp =
                    Sipp.call(
                            folder.resolve("sipp"),
                            "u1",
                            "127.0.0.1",
                            kamailio.port(),
                            "+493012345",
                            "+4930555000",
                            audio,
                            Sipp.Ending.WAITS_FOR_BYE,
                            0)) {
                var arrived = events.poll(20, TimeUnit.SECONDS);
                assertThat(arrived)
                        .as("%s\n%s", sipp.how(), kamailio.log())
                        .isInstanceOf(TrunkMessage.CallArrived.class);
                var call = (TrunkMessage.CallArrived) arrived;
                assertThat(call.trunk()).isEqualTo("carrier");
                assertThat(call.to().value()).isEqualTo("+4930555000");
                assertThat(call.from().value()).isEqualTo("+493012345");
                say(new TrunkMessage.Ring(call.dialog(), null));
                say(new TrunkMessage.Answer(call.dialog(), answer(audio)));
                assertThat(events.poll(20, TimeUnit.SECONDS))
                        .isInstanceOf(TrunkMessage.CallConfirmed.class);
                say(new TrunkMessage.HangUp(call.dialog(), "done"));
                sipp.awaitSuccess(LIMIT);
            }
            vertx.undeploy(verticle.deploymentID())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            assertThat(registered.poll(20, TimeUnit.SECONDS)).isFalse();
            assertThat(kamailio.log())
                    .contains("line by %s expires 600".formatted(word(transport)))
                    .contains("line by %s expires 0".formatted(word(transport)));
        }
    }

    private static String word(Transport transport) {
        return transport.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static Private answer(RtpProbe audio) {
        return new Private(
                """
                v=0
                o=- 1 1 IN IP4 127.0.0.1
                s=-
                c=IN IP4 127.0.0.1
                t=0 0
                m=audio %d RTP/AVP 0
                """
                        .formatted(audio.port())
                        .replace("\n", "\r\n"));
    }

    private void say(TrunkMessage.Command command) {
        vertx.eventBus().request(TrunkMessage.COMMANDS, command, LocalCodec.options());
    }

    private static TrunkConfig trunk(Transport transport, Kamailio kamailio) {
        var plain = TrunkService.PLAIN;
        return new TrunkConfig(
                "carrier",
                TENANT,
                Exposure.PRIVATE,
                List.of(transport),
                MediaSecurity.NONE,
                "127.0.0.1",
                transport == Transport.TLS ? kamailio.port() + 1 : kamailio.port(),
                List.of(),
                new Private(Kamailio.USER),
                new Private(Kamailio.PASSWORD),
                null,
                null,
                List.of(),
                "DE",
                identity.certificatePem(),
                Set.of(),
                new TrunkService(
                        plain.outbound(),
                        plain.limits(),
                        new TrunkService.Registration(
                                new Private(Kamailio.USER), Kamailio.DOMAIN, 600),
                        plain.rules(),
                        null));
    }
}
