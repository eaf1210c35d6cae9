package dev.crosspoint.signaling.agent;

import dev.crosspoint.signaling.agent.UpgradeGate.Decision;
import dev.crosspoint.signaling.api.IceServer;
import dev.crosspoint.signaling.api.RequestSource;
import dev.crosspoint.signaling.api.SignalingConfig.AgentConfig;
import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import dev.crosspoint.signaling.api.SipSockets;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The HTTPS listener: pages go to the handler it is given, WebSockets of {@code /agent} and {@code
 * /rtc} stay here, those of {@code /sip} go to whoever speaks SIP, other upgrades are refused, and
 * there is no plain listener. Deploy one instance; all sessions live on its event loop. Speaks to
 * call control as {@link dev.crosspoint.signaling.api.AgentMessage} says; {@link
 * dev.crosspoint.signaling.api.LocalCodec} must be installed on the bus.
 */
public final class AgentVerticle extends VerticleBase {

    /** Request line of a page or an upgrade; a contact token of 4 KiB, percent-encoded, fits. */
    private static final int MAX_REQUEST_LINE_BYTES = 16 * 1024;

    /** All headers together; a token and what proxies add fit many times. */
    private static final int MAX_HEADER_BYTES = 8 * 1024;

    /** A connection without traffic is closed after this long, or three pings, seconds. */
    private static final int PAGE_IDLE_S = 120;

    private static final Set<String> TLS_VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

    /** How often connections are looked at that may hold a place for nothing, ms. */
    private static final int SWEEP_MS = 5_000;

    private final AgentConfig config;
    private final Limits limits;
    private final Pages pages;
    private final AgentCounters counters;
    private final ProxyTrust proxies;
    private final Supplier<List<IceServer>> iceServers;
    private final SipSockets phones;
    private final Arrivals arrivals;
    private @Nullable HttpServer server;
    private @Nullable AgentDesk agents;
    private @Nullable DirectDesk legs;

    /**
     * @param pages answers every request that is no WebSocket upgrade
     * @param iceServers by which relays browsers may reach the gateway, asked at each start of a
     *     session
     * @param phones takes the sockets of {@code /sip}
     */
    public AgentVerticle(
            AgentConfig config,
            Pages pages,
            AgentCounters counters,
            Supplier<List<IceServer>> iceServers,
            SipSockets phones) {
        this(config, Limits.of(config), pages, counters, iceServers, phones);
    }

    /** With times of its own instead of the protocol's. */
    AgentVerticle(
            AgentConfig config,
            Limits limits,
            Pages pages,
            AgentCounters counters,
            Supplier<List<IceServer>> iceServers,
            SipSockets phones) {
        this.config = config;
        this.iceServers = iceServers;
        this.phones = phones;
        this.limits = limits;
        this.pages = pages;
        this.counters = counters;
        this.proxies = new ProxyTrust(config.proxies());
        this.arrivals = new Arrivals(config.connectionsPerAddress());
    }

    @Override
    public Future<?> start() {
        Shell shell = new Shell(vertx, config, limits, counters, new SecureRandom(), iceServers);
        AgentDesk desk = new AgentDesk(shell);
        DirectDesk direct = new DirectDesk(shell);
        UpgradeGate gate = new UpgradeGate(config, arrivals::hasRoom, direct::knows);
        Connections connections =
                new Connections(
                        config.connectionsPerAddress(), limits, proxies, counters, shell::nowMs);
        vertx.setPeriodic(Math.min(SWEEP_MS, limits.requestWithinMs()), _ -> connections.sweep());
        agents = desk;
        legs = direct;
        HttpServer listener =
                vertx.createHttpServer(options())
                        .connectionHandler(connections::onConnection)
                        .requestHandler(request -> {
                            connections.onRequest(request);
                            pages.handle(request);
                        })
                        .invalidRequestHandler(this::onBroken)
                        .webSocketHandshakeHandler(handshake -> {
                            connections.onUpgrade(String.valueOf(handshake.remoteAddress()));
                            onUpgrade(handshake, gate, shell, desk, direct);
                        });
        server = listener;
        return listener.listen();
    }

    @Override
    public Future<?> stop() {
        if (agents != null) {
            agents.stop();
        }
        if (legs != null) {
            legs.stop();
        }
        return server == null ? Future.succeededFuture() : server.close();
    }

    /** The port it listens on, once deployed. */
    public int port() {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server.actualPort();
    }

    /** Whatever follows on that connection cannot be told apart any more. */
    private void onBroken(HttpServerRequest request) {
        request.response().endHandler(_ -> request.connection().close());
        pages.onBroken(request, UpgradeGate.statusOf(request));
    }

    /**
     * Another certificate from now on; connections that are open stay.
     *
     * @return fails, and the old one stays, when it is no certificate with its key
     */
    public Future<Boolean> renew(PemIdentity identity) {
        HttpServer open = server;
        return open == null
                ? Future.failedFuture("not started")
                : open.updateSSLOptions(
                        new ServerSSLOptions()
                                .setUseAlpn(true)
                                .setEnabledSecureTransportProtocols(TLS_VERSIONS)
                                .setKeyCertOptions(keys(identity)));
    }

    /** BoringSSL, which does a handshake for half of what the JDK takes, where it runs. */
    private static SSLEngineOptions engine() {
        return OpenSSLEngineOptions.isAvailable()
                ? new OpenSSLEngineOptions()
                : new JdkSSLEngineOptions();
    }

    private static PemKeyCertOptions keys(PemIdentity identity) {
        return new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(identity.certificatePem()))
                .addKeyValue(Buffer.buffer(identity.keyPem()));
    }

    private void onUpgrade(
            ServerWebSocketHandshake handshake,
            UpgradeGate gate,
            Shell shell,
            AgentDesk desk,
            DirectDesk direct) {
        MultiMap headers = handshake.headers();
        String peer = String.valueOf(handshake.remoteAddress().hostAddress());
        String address = proxies.client(peer, headers::getAll);
        Decision decision = gate.decide(handshake.uri(), headers, address);
        if (decision instanceof Decision.Refused refused) {
            counters.upgrade(refused.why());
            handshake.reject(refused.status());
            return;
        }
        counters.upgrade("accepted");
        var source =
                new RequestSource(
                        address,
                        headers.get(HttpHeaders.ORIGIN),
                        headers.get(HttpHeaders.USER_AGENT));
        Runnable arrived =
                decision instanceof Decision.KnownLeg ? () -> {} : arrivals.arrive(address);
        handshake
                .accept()
                .onFailure(_ -> arrived.run())
                .onSuccess(socket -> {
                    switch (decision) {
                        case Decision.Desktop _ ->
                                desk.onSocket(
                                        new AgentSocket(shell, socket, source, "agent"), arrived);
                        case Decision.NewLeg leg ->
                                direct.onSocket(
                                        rtc(shell, socket, source),
                                        leg.callId(),
                                        leg.contactCtx(),
                                        arrived);
                        case Decision.Phone _ ->
                                phones.onSocket(
                                        socket,
                                        new SipSockets.Opened(
                                                source,
                                                headers.get(HttpHeaders.HOST),
                                                // From whatever loop: places are counted on this
                                                // one.
                                                () -> context.runOnContext(_ -> arrived.run()),
                                                () -> UpgradeGate.cut(socket)));
                        case Decision.KnownLeg leg ->
                                direct.onSocket(rtc(shell, socket, source), leg.clientToken());
                        case Decision.Refused _ -> {}
                    }
                });
    }

    private static AgentSocket rtc(Shell shell, ServerWebSocket socket, RequestSource source) {
        return new AgentSocket(shell, socket, source, "rtc");
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setHost(config.bindAddress())
                .setPort(config.port())
                .setSsl(true)
                .setUseAlpn(true)
                .setEnabledSecureTransportProtocols(TLS_VERSIONS)
                .setSslEngineOptions(engine())
                .setKeyCertOptions(keys(config.identity()))
                .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setIdleTimeout(Math.max(PAGE_IDLE_S, 3 * config.pingIntervalMs() / 1000))
                .addWebSocketSubProtocol(UpgradeGate.SIP_PROTOCOL)
                // Ours refuses politely; a frame of more than this ends the connection at once.
                .setMaxWebSocketFrameSize(4 * config.maxMessageBytes())
                .setMaxWebSocketMessageSize(4 * config.maxMessageBytes())
                // Compressed frames could grow past every limit here, for messages of a few hundred
                // bytes.
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false);
    }
}
