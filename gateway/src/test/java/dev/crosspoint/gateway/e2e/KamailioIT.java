package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.peer.FreePorts;
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
import dev.crosspoint.signaling.api.TrunkStatus;
import dev.crosspoint.signaling.api.TrunkStatus.Condition;
import dev.crosspoint.signaling.sip.SipCounters;
import dev.crosspoint.signaling.trunk.TrunkVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A trunk that registers with Kamailio, and is called by way of it. */
class KamailioIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Tenant TENANT = new Tenant("acme", "test");
    private static final Private OFFER =
            new Private(
                    """
                    v=0
                    o=- 1 1 IN IP4 127.0.0.1
                    s=-
                    c=IN IP4 127.0.0.1
                    t=0 0
                    m=audio 40000 RTP/AVP 0
                    """
                            .replace("\n", "\r\n"));

    /** Somebody who answers, and is hung up on. */
    private static final String CALLEE =
            """
            <?xml version="1.0" encoding="ISO-8859-1" ?>
            <scenario name="callee">
              <recv request="INVITE" rrs="true"/>
              <send><![CDATA[
            SIP/2.0 180 Ringing
            [last_Via:]
            [last_From:]
            [last_To:];tag=[pid]c[call_number]
            [last_Call-ID:]
            [last_CSeq:]
            [last_Record-Route:]
            Contact: <sip:[local_ip]:[local_port]>
            Content-Length: 0

            ]]></send>
              <send retrans="500"><![CDATA[
            SIP/2.0 200 OK
            [last_Via:]
            [last_From:]
            [last_To:];tag=[pid]c[call_number]
            [last_Call-ID:]
            [last_CSeq:]
            [last_Record-Route:]
            Contact: <sip:[local_ip]:[local_port]>
            Content-Type: application/sdp
            Content-Length: [len]

            v=0
            o=- 1 1 IN IP4 [local_ip]
            s=-
            c=IN IP4 [local_ip]
            t=0 0
            m=audio 40002 RTP/AVP 0
            ]]></send>
              <recv request="ACK"/>
              <recv request="BYE"/>
              <send><![CDATA[
            SIP/2.0 200 OK
            [last_Via:]
            [last_From:]
            [last_To:]
            [last_Call-ID:]
            [last_CSeq:]
            Content-Length: 0

            ]]></send>
            </scenario>
            """;

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
        await(vertx.close());
    }

    @ParameterizedTest
    @CsvSource({"UDP, MD5", "UDP, SHA-256", "TCP, SHA-256", "TLS, MD5", "TLS, SHA-256"})
    void registersAndIsCalled(Transport transport, String algorithm) throws Exception {
        Peers.require("kamailio-tls");
        try (var kamailio = Kamailio.start(folder.resolve("kamailio"), algorithm, identity, 9);
                var audio = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ)) {
            var verticle = start(kamailio, List.of(trunk(transport, kamailio)));

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
            await(vertx.undeploy(verticle.deploymentID()));
            assertThat(registered.poll(20, TimeUnit.SECONDS)).isFalse();
            kamailio.awaitSays("line by %s expires 600".formatted(word(transport)));
            kamailio.awaitSays("line by %s expires 0".formatted(word(transport)));
        }
    }

    /** Calls of ours go by its Record-Route to somebody else, or by the next trunk. */
    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TLS"})
    void callsThroughItOnOneConnectionAndByTheNextTrunkWhenItIsFull(Transport transport)
            throws Exception {
        Peers.require("kamailio-tls");
        int callee = FreePorts.one();
        var scenario = Files.writeString(folder.resolve("callee.xml"), CALLEE);
        Files.createDirectories(folder.resolve("sipp"));
        try (var kamailio =
                        Kamailio.start(folder.resolve("kamailio"), "SHA-256", identity, callee);
                var sipp =
                        Sipp.playMany(
                                folder.resolve("sipp"),
                                scenario,
                                "127.0.0.1:9",
                                3,
                                1,
                                List.of("-p", "" + callee))) {
            var spare = trunk("spare", Transport.UDP, callee, null, 2);
            start(kamailio, List.of(trunk(transport, kamailio), spare));
            for (String number : List.of("111", "222")) {
                callAndHangUp("out-" + number, Kamailio.OUTSIDE + number, kamailio);
            }
            callAndHangUp("out-full", Kamailio.FULL, kamailio);
            sipp.awaitSuccess(LIMIT);

            var log = kamailio.log();
            assertThat(log).contains("ACK by Route").contains("BYE by Route");
            // All of it on the connection that the registration has opened.
            assertThat(log.lines().filter(line -> line.matches(".* on (\\d+|<null>)$")))
                    .hasSize(4)
                    .extracting(line -> line.replaceAll(".* on ", ""))
                    .containsOnly(transport == Transport.TLS ? "1" : "<null>");
            TrunkStatus.All trunks =
                    await(
                            vertx.eventBus()
                                    .<TrunkStatus.All>request(
                                            TrunkStatus.QUESTIONS, TENANT, LocalCodec.options())
                                    .map(reply -> reply.body()));
            assertThat(trunks.trunks())
                    .extracting(TrunkStatus::condition)
                    .containsExactly(Condition.ASKS_FOR_REST, Condition.UP);
        }
    }

    private void callAndHangUp(String dialog, String number, Kamailio kamailio)
            throws InterruptedException {
        say(
                new TrunkMessage.PlaceCall(
                        TENANT,
                        dialog,
                        "carrier",
                        new Private("+4930"),
                        new Private(number),
                        OFFER,
                        20));
        assertThat(events.poll(20, TimeUnit.SECONDS))
                .as(kamailio.log())
                .isInstanceOf(TrunkMessage.CallProgress.class);
        assertThat(events.poll(20, TimeUnit.SECONDS)).isInstanceOf(TrunkMessage.CallAnswered.class);
        say(new TrunkMessage.HangUp(dialog, "done"));
        assertThat(events.poll(20, TimeUnit.SECONDS)).isInstanceOf(TrunkMessage.CallEnded.class);
    }

    /** Deploys trunks, and waits until the one that registers has done so. */
    private TrunkVerticle start(Kamailio kamailio, List<TrunkConfig> trunks) throws Exception {
        LocalCodec.installOn(vertx.eventBus());
        vertx.eventBus()
                .<TrunkMessage.Event>localConsumer(
                        TrunkMessage.EVENTS, message -> events.add(message.body()));
        var sip = new SipConfig("127.0.0.1", "127.0.0.1", 0, 0, identity, 5);
        var verticle = new TrunkVerticle(sip, trunks, counters);
        await(vertx.deployVerticle(verticle));
        assertThat(registered.poll(20, TimeUnit.SECONDS)).isFalse();
        assertThat(registered.poll(20, TimeUnit.SECONDS)).as(kamailio.log()).isTrue();
        return verticle;
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
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
        return trunk(
                "carrier",
                transport,
                transport == Transport.TLS ? kamailio.port() + 1 : kamailio.port(),
                new TrunkService.Registration(new Private(Kamailio.USER), Kamailio.DOMAIN, 600),
                1);
    }

    private static TrunkConfig trunk(
            String id,
            Transport transport,
            int port,
            TrunkService.@Nullable Registration registration,
            int priority) {
        var plain = TrunkService.PLAIN;
        return new TrunkConfig(
                id,
                TENANT,
                Exposure.PRIVATE,
                List.of(transport),
                MediaSecurity.NONE,
                "127.0.0.1",
                port,
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
                        new TrunkService.Outbound("pstn", priority, 100, 0),
                        plain.limits(),
                        registration,
                        plain.rules(),
                        TrunkService.Digits.USUAL,
                        null));
    }
}
