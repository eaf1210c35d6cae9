package dev.crosspoint.signaling.agent;

import static dev.crosspoint.signaling.agent.TestSocket.await;

import dev.crosspoint.signaling.api.IceServer;
import dev.crosspoint.signaling.api.SignalingConfig.AgentConfig;
import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import dev.crosspoint.signaling.api.SignalingConfig.Proxies;
import dev.crosspoint.signaling.api.SipSockets;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.List;

/** A deployed {@link AgentVerticle} with a {@link GatewayDouble} behind it, and its clients. */
final class AgentServer {

    private static final PemIdentity IDENTITY = TestIdentity.create();

    final CountingCounters counters = new CountingCounters();
    final GatewayDouble gateway;
    final int port;

    /** What sessions that start are told of. */
    volatile List<IceServer> relays = List.of();

    private final Vertx vertx;
    private final String deployment;
    private final WebSocketClient client;

    AgentServer(Vertx vertx, GatewayDouble gateway, AgentConfig config) throws Exception {
        this(vertx, gateway, config, Limits.of(config));
    }

    AgentServer(Vertx vertx, GatewayDouble gateway, AgentConfig config, Limits limits)
            throws Exception {
        this.vertx = vertx;
        this.gateway = gateway;
        AgentVerticle verticle =
                new AgentVerticle(
                        config, limits, AgentServer::page, counters, () -> relays, SipSockets.NONE);
        deployment = await(vertx.deployVerticle(verticle));
        port = verticle.port();
        client =
                vertx.createWebSocketClient(
                        new WebSocketClientOptions()
                                .setSsl(true)
                                .setTrustAll(true)
                                .setVerifyHost(false)
                                // Small, so that a reader that stops is felt at the other end.
                                .setReceiveBufferSize(16 * 1024)
                                .setMaxConnections(500));
    }

    void undeploy() throws Exception {
        await(vertx.undeploy(deployment));
    }

    /** Loopback, a free port, and times that are short, yet long for a busy machine. */
    static AgentConfig config() {
        return config(List.of(), List.of(), 4_000);
    }

    static AgentConfig config(List<String> origins, List<String> networks, int graceMs) {
        return new AgentConfig(
                "127.0.0.1",
                0,
                IDENTITY,
                origins,
                networks,
                60_000,
                graceMs,
                2_000,
                16 * 1024,
                Proxies.NONE,
                400);
    }

    private static void page(HttpServerRequest request) {
        request.response().end("page " + request.path() + " over " + request.version());
    }

    TestSocket connect(String uri) throws Exception {
        return connect(new WebSocketConnectOptions().setURI(uri));
    }

    TestSocket connect(WebSocketConnectOptions options) throws Exception {
        // Wrapped on the event loop: the server may speak as soon as it is connected.
        return await(
                client.connect(options.setHost("localhost").setPort(port)).map(TestSocket::new));
    }

    /** An agent's socket with its session started. */
    TestSocket agent(String agentId) throws Exception {
        TestSocket socket = connect("/agent");
        socket.request(1, "session.start", "{'token':'token-%s'}".formatted(agentId));
        return socket;
    }
}
