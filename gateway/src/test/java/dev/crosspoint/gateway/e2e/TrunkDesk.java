package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.peer.Kamailio;
import dev.crosspoint.gateway.peer.RtpProbe;
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
import dev.crosspoint.signaling.sip.SipCounters;
import dev.crosspoint.signaling.trunk.TrunkVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The trunks of a gateway without the rest of it: does what a test says, tells what it hears. */
final class TrunkDesk implements AutoCloseable {
    static final Tenant TENANT = new Tenant("acme", "test");

    /** What is called when the account of {@link Kamailio} is. */
    static final String OUR_NUMBER = "+4930555000";

    private final Vertx vertx = Vertx.vertx();
    private final PemIdentity identity;
    private final BlockingQueue<TrunkMessage.Event> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> registered = new LinkedBlockingQueue<>();
    private final BlockingQueue<SipCounters.DropCause> drops = new LinkedBlockingQueue<>();

    private final SipCounters counters =
            new SipCounters() {
                @Override
                public void registered(String trunk, boolean is) {
                    registered.add(is);
                }

                @Override
                public void dropped(DropCause cause) {
                    drops.add(cause);
                }
            };

    /**
     * @param identity what it shows over TLS
     */
    TrunkDesk(PemIdentity identity) {
        this.identity = identity;
        LocalCodec.installOn(vertx.eventBus());
        vertx.eventBus()
                .<TrunkMessage.Event>localConsumer(
                        TrunkMessage.EVENTS, message -> events.add(message.body()));
    }

    /** A certificate for 127.0.0.1, and its key. */
    static PemIdentity identity() {
        return TlsIdentity.selfSigned(List.of("127.0.0.1"), Instant.now(), new SecureRandom());
    }

    /** Opens trunks. */
    TrunkVerticle open(List<TrunkConfig> trunks) {
        return open(trunks, 0);
    }

    /**
     * Likewise.
     *
     * @param tlsPort 0 picks a free one
     */
    TrunkVerticle open(List<TrunkConfig> trunks, int tlsPort) {
        var sip = new SipConfig("127.0.0.1", "127.0.0.1", 0, tlsPort, identity, 5);
        var verticle = new TrunkVerticle(sip, trunks, counters);
        await(vertx.deployVerticle(verticle));
        return verticle;
    }

    /** Closes trunks that were opened. */
    void close(TrunkVerticle trunks) {
        await(vertx.undeploy(trunks.deploymentID()));
    }

    /** Waits until the trunk that registers says that it is so now. */
    void awaitRegistered(boolean is, Kamailio kamailio) throws InterruptedException {
        assertThat(registered.poll(20, TimeUnit.SECONDS)).as(kamailio.log()).isEqualTo(is);
    }

    /** Waits until something has been dropped, and says why. */
    SipCounters.@Nullable DropCause awaitDrop() throws InterruptedException {
        return drops.poll(20, TimeUnit.SECONDS);
    }

    void say(TrunkMessage.Command command) {
        vertx.eventBus().request(TrunkMessage.COMMANDS, command, LocalCodec.options());
    }

    /** Calls a number by trunk {@code carrier}. */
    void place(String dialog, String number, Private offer) {
        say(
                new TrunkMessage.PlaceCall(
                        TENANT,
                        dialog,
                        "carrier",
                        new Private("+4930"),
                        new Private(number),
                        offer,
                        20));
    }

    /** The next event, which has to be of that kind. */
    <E extends TrunkMessage.Event> E expect(Class<E> kind, Kamailio kamailio)
            throws InterruptedException {
        var event = events.poll(20, TimeUnit.SECONDS);
        assertThat(event).as(kamailio.log()).isInstanceOf(kind);
        return kind.cast(event);
    }

    /** Whether anything has happened that nobody has asked for yet. */
    boolean isQuiet() {
        return events.isEmpty();
    }

    /** How the trunks do. */
    TrunkStatus.All trunks() {
        return await(
                vertx.eventBus()
                        .<TrunkStatus.All>request(
                                TrunkStatus.QUESTIONS, TENANT, LocalCodec.options())
                        .map(reply -> reply.body()));
    }

    /** A description of somebody with G.711 at 127.0.0.1; an offer or an answer. */
    static Private audioAt(int port) {
        return audioAt("127.0.0.1", port);
    }

    private static Private audioAt(String address, int port) {
        return new Private(
                """
                v=0
                o=- 1 1 IN IP4 127.0.0.1
                s=-
                c=IN IP4 %s
                t=0 0
                m=audio %d RTP/AVP 0
                """
                        .formatted(address, port)
                        .replace("\n", "\r\n"));
    }

    static Private audioOf(RtpProbe probe) {
        return audioAt(probe.address(), probe.port());
    }

    /** Trunk {@code carrier}, which registers with a Kamailio. */
    TrunkConfig registering(Transport transport, Kamailio kamailio) {
        return trunk(
                "carrier",
                transport,
                transport == Transport.TLS ? kamailio.port() + 1 : kamailio.port(),
                new TrunkService.Registration(new Private(Kamailio.USER), Kamailio.DOMAIN, 600),
                1);
    }

    TrunkConfig trunk(
            String id,
            Transport transport,
            int port,
            TrunkService.@Nullable Registration registration,
            int priority) {
        var plain = TrunkService.PLAIN;
        return trunk(
                id,
                transport,
                port,
                List.of(),
                identity.certificatePem(),
                new TrunkService(
                        new TrunkService.Outbound("pstn", priority, 100, 0),
                        plain.limits(),
                        registration,
                        plain.rules(),
                        TrunkService.Digits.USUAL,
                        null));
    }

    /** A trunk to 127.0.0.1 with the account of {@link Kamailio}. */
    static TrunkConfig trunk(
            String id,
            Transport transport,
            int port,
            List<String> networks,
            String trustedCaPem,
            TrunkService service) {
        return new TrunkConfig(
                id,
                TENANT,
                Exposure.PRIVATE,
                List.of(transport),
                MediaSecurity.NONE,
                "127.0.0.1",
                port,
                networks,
                new Private(Kamailio.USER),
                new Private(Kamailio.PASSWORD),
                null,
                null,
                List.of(),
                "DE",
                trustedCaPem,
                Set.of(),
                service);
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
