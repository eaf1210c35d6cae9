package dev.crosspoint.gateway.demo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.gateway.Soon;
import dev.crosspoint.gateway.flow.DemoFlows;
import dev.crosspoint.gateway.peer.FreePorts;
import dev.crosspoint.gateway.switchboard.DemoCaller;
import dev.crosspoint.gateway.switchboard.DemoCaller.Heard;
import dev.crosspoint.gateway.tls.TlsIdentity;
import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.MediaConfig;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.OpusEffort;
import dev.crosspoint.media.audio.WavBytes;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.loop.MediaPlane;
import dev.crosspoint.media.loop.WirePhone;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.sip.SipEvent;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo customer on loopback, with real SIP over TLS, SRTP and media loops. */
class DemoCustomerTest {
    private static final Tenant TENANT = new Tenant("demo", "demo");
    private static final String OUR_NUMBER = "+493023125999";
    private static final String DIALLED = "+493023125777";
    private static final int MINUTE_MS = 60_000;

    /** Longest wait for the outside world, s. */
    private static final int LIMIT_S = 30;

    private final SecureRandom random = new SecureRandom();
    private final PemIdentity gatewayIdentity = identity();
    private final PemIdentity phoneIdentity = identity();
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private Vertx vertx;
    private MediaPlane plane;
    private GatewayDouble gateway;

    @TempDir private Path folder;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        LocalCodec.installOn(vertx.eventBus());
        var config =
                new MediaConfig(
                        2,
                        "127.0.0.1",
                        List.of("127.0.0.1"),
                        0,
                        true,
                        24_000,
                        24_399,
                        100,
                        null,
                        OpusEffort.USUAL,
                        5_000,
                        9_000,
                        30);
        plane = MediaPlane.start(vertx, config).await(LIMIT_S, TimeUnit.SECONDS);
        DemoFlows.unpack(folder);
        gateway = GatewayDouble.open(vertx, gatewayIdentity, tone());
        vertx.eventBus()
                .<Heard>localConsumer(DemoCaller.HEARD, message -> heard.add(message.body()));
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(LIMIT_S, TimeUnit.SECONDS);
        plane.close().await(LIMIT_S, TimeUnit.SECONDS);
    }

    @Test
    void callsInPressesAKeySpeaksAndSaysHowLoudItHears() throws Exception {
        var customer = deployed(gateway.port(), MINUTE_MS);

        customer.call(TENANT, "alice").await(LIMIT_S, TimeUnit.SECONDS);

        var arrived = (SipEvent.Arrived) gateway.next(SipEvent.Arrived.class).event();
        assertThat(arrived.to().value()).isEqualTo(OUR_NUMBER);
        assertThat(requireNonNull(arrived.sdp()).value()).contains("RTP/SAVP");
        gateway.media(MediaEvent.DigitHeard.class, event -> event.digit().equals(new Digits("2")));
        gateway.media(MediaEvent.LegQuality.class, event -> event.report().inLevelDbov() > -40);
        var level = heard(h -> h.levelDbov() > -20);
        assertThat(level.caller()).isEqualTo(arrived.from());
        assertThat(level.levelDbov()).isLessThan(-5);
    }

    @Test
    void callsOncePerAgentAndAgainAfterTheAgentHungUp() throws Exception {
        var customer = deployed(gateway.port(), MINUTE_MS);
        customer.call(TENANT, "alice").await(LIMIT_S, TimeUnit.SECONDS);
        var first = gateway.next(SipEvent.Arrived.class);
        gateway.next(SipEvent.Confirmed.class);

        assertThatThrownBy(() -> customer.call(TENANT, "alice").await(LIMIT_S, TimeUnit.SECONDS))
                .hasMessage("the demo customer is calling already: end that call first");
        customer.call(TENANT, "bob").await(LIMIT_S, TimeUnit.SECONDS);
        var second = gateway.next(SipEvent.Arrived.class);
        assertThat(((SipEvent.Arrived) second.event()).from())
                .as("a number of its own")
                .isNotEqualTo(((SipEvent.Arrived) first.event()).from());

        gateway.hangUp(first.call());
        gateway.answered("BYE 200");
        customer.call(TENANT, "alice").await(LIMIT_S, TimeUnit.SECONDS);
        gateway.next(SipEvent.Arrived.class);
    }

    @Test
    void hangsUpWhenItIsOutOfPatience() throws Exception {
        var customer = deployed(gateway.port(), 300);
        customer.call(TENANT, "alice").await(LIMIT_S, TimeUnit.SECONDS);

        gateway.next(SipEvent.Ended.class);

        // It forgets the call when its BYE is answered.
        Soon.until(
                "it can call again",
                () -> {
                    customer.call(TENANT, "alice").await(LIMIT_S, TimeUnit.SECONDS);
                    return true;
                });
    }

    @Test
    void answersWhateverIsDialledListensAndSpeaks() throws Exception {
        var customer = deployed(gateway.port(), MINUTE_MS);
        try (var agent = WirePhone.trunk(Codec.PCMU).say(440)) {
            gateway.dial(customer.port(), phoneIdentity.certificatePem(), DIALLED, agent.offer());

            var ringing = (SipEvent.Progress) gateway.next(SipEvent.Progress.class).event();
            assertThat(ringing).isEqualTo(new SipEvent.Progress(180, null));
            var answered = gateway.next(SipEvent.Answered.class);
            agent.connect(requireNonNull(((SipEvent.Answered) answered.event()).sdp()).value());

            var level = heard(h -> h.levelDbov() > -20);
            assertThat(level.caller()).isEqualTo(new Private(DIALLED));
            agent.awaitHeard(agent.heardMs() + 1_000);
            assertThat(loudest(agent.heardLast(1_000))).isGreaterThan(0.05f);

            gateway.offerAnew(answered.call(), agent.offer());
            gateway.next(SipEvent.Reanswered.class);
            gateway.hangUp(answered.call());
            gateway.answered("BYE 200");
        }
    }

    @Test
    void refusesAnOfferWithoutEncryption() throws Exception {
        var customer = deployed(gateway.port(), MINUTE_MS);
        try (var agent = WirePhone.trunk(Codec.PCMU)) {
            var plain =
                    agent.offer()
                            .replace("RTP/SAVP", "RTP/AVP")
                            .replaceAll("a=crypto[^\\r]*\\r\\n", "");
            gateway.dial(customer.port(), phoneIdentity.certificatePem(), DIALLED, plain);

            var failed = (SipEvent.Failed) gateway.next(SipEvent.Failed.class).event();

            assertThat(failed.status()).isEqualTo(488);
        }
    }

    @Test
    void saysInASentenceWhyItDoesNotCall() throws Exception {
        var customer = deployed(FreePorts.one(), MINUTE_MS);

        assertThatThrownBy(() ->
                        customer.call(new Tenant("demo", "other"), "alice")
                                .await(LIMIT_S, TimeUnit.SECONDS))
                .hasMessage("this contact centre has no demo customer");
        assertThatThrownBy(() -> customer.call(TENANT, "alice").await(LIMIT_S, TimeUnit.SECONDS))
                .hasMessage("the gateway did not take the demo customer's call (SIP 503)");
        assertThat(plane.meters()).allSatisfy(meter -> assertThat(meter.legs()).isZero());
    }

    private DemoCustomer deployed(int gatewayPort, int patienceMs) throws Exception {
        var customer =
                new DemoCustomer(
                        new DemoSettings(
                                TENANT,
                                "127.0.0.1",
                                0,
                                phoneIdentity,
                                new DemoSettings.Gateway(
                                        "127.0.0.1",
                                        gatewayPort,
                                        gatewayIdentity.certificatePem(),
                                        new Private(OUR_NUMBER)),
                                folder.resolve(DemoFlows.CUSTOMER),
                                2,
                                new DemoSettings.Times(100, List.of(100, 600), patienceMs)));
        vertx.deployVerticle(customer).await(LIMIT_S, TimeUnit.SECONDS);
        return customer;
    }

    private Heard heard(Predicate<Heard> like) throws Exception {
        while (true) {
            var next = heard.poll(LIMIT_S, TimeUnit.SECONDS);
            assertThat(next).as("a level").isNotNull();
            if (like.test(next)) {
                return next;
            }
        }
    }

    private Path tone() throws Exception {
        var pcm = new float[8_000];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (float) (0.3 * Math.sin(2 * Math.PI * 500 * i / 8_000));
        }
        return Files.write(
                folder.resolve("tone.wav"), WavBytes.mono(WavBytes.Format.PCM_16, 8_000, pcm));
    }

    private static float loudest(float[] pcm) {
        float most = 0;
        for (float sample : pcm) {
            most = Math.max(most, Math.abs(sample));
        }
        return most;
    }

    private PemIdentity identity() {
        return TlsIdentity.selfSigned(List.of("127.0.0.1"), Instant.now(), random);
    }
}
