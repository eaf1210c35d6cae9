package dev.crosspoint.media.loop;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.media.api.MediaConfig;
import dev.crosspoint.media.api.OpusEffort;
import dev.crosspoint.media.call.Leg;
import dev.crosspoint.media.call.LegSetup;
import dev.crosspoint.media.call.LegTimes;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.codec.EffortLimit;
import dev.crosspoint.media.dtls.DtlsHandshake;
import dev.crosspoint.media.dtls.Identities;
import dev.crosspoint.media.record.Recorder;
import dev.crosspoint.media.record.Renderer;
import dev.crosspoint.media.sdp.MediaPlan;
import dev.crosspoint.media.sdp.Setup;
import dev.crosspoint.media.srtp.SrtpKeys;
import dev.crosspoint.media.srtp.SrtpSession;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole media plane: its loops, what they share, and a {@link MediaVerticle} on each. Commands
 * come over the event bus, whose codec selector must pass records as they are.
 */
public final class MediaPlane {
    private static final Logger LOG = LoggerFactory.getLogger(MediaPlane.class);

    /** Datagrams that may wait between two loops: 80 ms of 200 calls. */
    private static final int RING_SLOTS = 1024;

    /** DTLS handshakes at once; a core does about 800 a second. */
    private static final int HANDSHAKES = 256;

    /**
     * Longest silence of a trunk at first, ms. A phone that rings may be silent, and no network
     * lets one ring for longer (RFC 3261 16.6: timer C, more than three minutes).
     */
    private static final int FIRST_AUDIO_MS = 200_000;

    private static final long NANOS_PER_MS = 1_000_000L;

    private final MediaConfig config;
    private final @Nullable Recorder recorder;
    private final MediaLoops loops;
    private final LoopRings<Leg> rings;
    private final Handshakes handshakes = new Handshakes(HANDSHAKES);
    private final Prompts prompts = new Prompts();
    private final Prepared prepared;
    private final SecureRandom random;
    private final List<MediaVerticle> verticles = new ArrayList<>();

    /** What takes a second to make and must not take it in the first call. */
    private record Prepared(Codecs codecs, Identities identities, SecureRandom random) {
        static Prepared of(MediaConfig config) {
            LOG.info("SRTP by {}", SrtpSession.warmUp());
            var random = new SecureRandom();
            var identities =
                    new Identities(
                            Duration.ofDays(config.certificateDays()),
                            random,
                            making -> Thread.ofVirtual().name("certificate").start(making),
                            System.nanoTime());
            var codecs = Codecs.load(config.opusLibrary(), config.opusEffort().complexity());
            return new Prepared(codecs, identities, random);
        }
    }

    private MediaPlane(
            MediaConfig config, @Nullable Recorder recorder, MediaLoops loops, Prepared prepared) {
        this.config = config;
        this.recorder = recorder;
        this.loops = loops;
        this.prepared = prepared;
        this.random = prepared.random();
        this.rings = new LoopRings<>(loops, RING_SLOTS);
        for (int i = 0; i < loops.count(); i++) {
            verticles.add(new MediaVerticle(this, loops.loop(i)));
        }
    }

    /** Starts a media plane that records nothing. */
    public static Future<MediaPlane> start(Vertx vertx, MediaConfig config) {
        return start(vertx, config, null);
    }

    /**
     * Starts the media plane.
     *
     * @param recorder where it records to, or null; outlives it
     * @return fails when a port is taken or libopus does not load
     */
    public static Future<MediaPlane> start(
            Vertx vertx, MediaConfig config, @Nullable Recorder recorder) {
        return vertx.executeBlocking(() -> Prepared.of(config))
                .compose(prepared -> start(vertx, config, recorder, requireNonNull(prepared)));
    }

    /**
     * What recordings are rendered with, by the same codecs.
     *
     * @throws IllegalStateException when libopus does not load
     */
    public static Renderer renderer(MediaConfig config) {
        return new Renderer(Codecs.load(config.opusLibrary(), config.opusEffort().complexity()));
    }

    private static Future<MediaPlane> start(
            Vertx vertx, MediaConfig config, @Nullable Recorder recorder, Prepared prepared) {
        MediaLoops loops = MediaLoops.start(vertx, config.loops());
        MediaPlane plane = new MediaPlane(config, recorder, loops, prepared);
        var deployed = new ArrayList<Future<Void>>();
        for (int i = 0; i < loops.count(); i++) {
            deployed.add(loops.loop(i).deploy(plane.verticles.get(i)));
        }
        return Future.join(deployed)
                .map(_ -> plane)
                .recover(failure -> plane.close().transform(_ -> Future.failedFuture(failure)));
    }

    /** Ends every call and closes every socket. */
    public Future<Void> close() {
        return handshakes.close().transform(_ -> loops.close());
    }

    /** How each loop is doing; on any thread. */
    public List<MediaMeter> meters() {
        return verticles.stream().map(MediaVerticle::meter).toList();
    }

    boolean hasLoop(int loop) {
        return loop >= 0 && loop < verticles.size();
    }

    MediaVerticle verticle(int loop) {
        return verticles.get(loop);
    }

    LoopRings<Leg> rings() {
        return rings;
    }

    Handshakes handshakes() {
        return handshakes;
    }

    Prompts prompts() {
        return prompts;
    }

    OpusEffort opusEffort() {
        return config.opusEffort();
    }

    @Nullable Recorder recorder() {
        return recorder;
    }

    /** For a loop whose encoders keep to a limit of its own. */
    Codecs codecs(EffortLimit limit) {
        return prepared.codecs().within(limit);
    }

    InetSocketAddress browserAddress(MediaLoop loop) {
        int port = config.browserPort() == 0 ? 0 : config.browserPort() + loop.index();
        return new InetSocketAddress(InetAddress.ofLiteral(config.bindAddress()), port);
    }

    /** A port of the same number for connections, or null when none are taken. */
    Future<@Nullable TcpPort> openTcp(MediaLoop loop, UdpPort sameAs, UdpPort.Receiver receiver) {
        if (!config.browserTcp()) {
            return Future.succeededFuture(null);
        }
        InetSocketAddress bind = sameAs.localAddress();
        Future<TcpPort> opened = TcpPort.open(loop, bind, TcpLimits.SHARED, receiver);
        if (config.browserPort() == 0) {
            // The number was free by UDP only.
            var any = new InetSocketAddress(bind.getAddress(), 0);
            opened = opened.recover(_ -> TcpPort.open(loop, any, TcpLimits.SHARED, receiver));
        }
        return opened.map(port -> port);
    }

    PortPool portPool(MediaLoop loop) {
        return new PortPool(
                loop,
                loops.count(),
                InetAddress.ofLiteral(config.bindAddress()),
                config.trunkPortLow(),
                config.trunkPortHigh(),
                config.portQuarantineMs(),
                random);
    }

    LegSetup legSetup() {
        return new LegSetup(
                config.advertisedAddresses(),
                prepared.identities(),
                new LegTimes(
                        config.connectTimeoutMs() * NANOS_PER_MS,
                        config.mediaTimeoutMs() * NANOS_PER_MS,
                        Math.max(FIRST_AUDIO_MS, config.mediaTimeoutMs()) * NANOS_PER_MS),
                System.currentTimeMillis() * NANOS_PER_MS - System.nanoTime(),
                random);
    }

    /** The handshake of a browser's leg, in the role and with the peer that its SDP named. */
    Handshake handshake(Leg leg, Handshakes.Wire wire) {
        MediaPlan plan = leg.plan();
        if (plan == null || !(plan.security() instanceof MediaPlan.Security.Dtls dtls)) {
            throw new IllegalStateException("leg " + leg.id() + " has no DTLS in its plan");
        }
        var shaking =
                new DtlsHandshake(
                        dtls.identity(),
                        dtls.ours() == Setup.ACTIVE
                                ? DtlsHandshake.Role.CLIENT
                                : DtlsHandshake.Role.SERVER,
                        dtls.remote(),
                        wire::send,
                        random);
        return new Handshake() {
            @Override
            public void offer(byte[] data, int offset, int length) {
                shaking.offer(data, offset, length);
            }

            @Override
            public void run(Consumer<SrtpKeys> onKeys) throws Exception {
                shaking.run(onKeys);
            }

            @Override
            public void close() {
                shaking.close();
            }
        };
    }
}
