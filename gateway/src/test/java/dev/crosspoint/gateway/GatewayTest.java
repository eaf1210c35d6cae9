package dev.crosspoint.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.gateway.config.ConfigFile;
import dev.crosspoint.gateway.config.Overrides;
import dev.crosspoint.gateway.home.OwnAddresses;
import dev.crosspoint.gateway.meters.AlertRules;
import dev.crosspoint.gateway.peer.FreePorts;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole gateway in this process, with the demo's configuration and free ports. */
@SuppressWarnings("NullAway.Init") // Set before each test.
final class GatewayTest {
    /** What is there when the first request has been answered, or a trunk registers. */
    private static final Set<String> NOT_AT_ONCE =
            Set.of("crosspoint_sip_requests_total", "crosspoint_sip_trunk_registered");

    private static final String PASSWORD = "correct-horse";

    @TempDir Path home;

    private Vertx vertx;
    private WebClient client;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        LocalCodec.installOn(vertx.eventBus());
        var options = new WebClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false);
        client = WebClient.create(vertx, options);
    }

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void startsWithTheDemoAnswersIsReadyAndClosesInOrder() throws Exception {
        var config = demo(Map.of());
        var gateway = gateway(config);
        gateway.start(Accounts.of(config, new SecureRandom()));
        try {
            assertThat(gateway.sipPort(Transport.TLS)).isPositive();
            var session = request(gateway, HttpMethod.POST, "/api/session", credentials());
            assertThat(session.statusCode()).isEqualTo(201);
            var signedIn = Objects.requireNonNull(session.bodyAsJsonObject());
            assertThat(signedIn.getBoolean("demo")).isTrue();
            var token = signedIn.getString("token");
            assertThat(asked(gateway, "/api/openapi.json", "none").statusCode()).isEqualTo(200);
            assertThat(asked(gateway, "/api/quick-connects", "guess").statusCode()).isEqualTo(401);
            assertThat(asked(gateway, "/api/quick-connects", token).bodyAsString())
                    .contains("Service", "Bob Castle");
            assertThat(asked(gateway, "/api/agents/alice", token).bodyAsString())
                    .contains("\"state\":\"offline\"");
            assertThat(asked(gateway, "/api/agents", token).statusCode()).isEqualTo(403);
            assertThat(request(gateway, HttpMethod.GET, "/", null).bodyAsString())
                    .contains("Crosspoint");
            var ready = request(gateway, HttpMethod.GET, "/health/ready", null);
            assertThat(ready.statusCode()).as(ready.bodyAsString()).isEqualTo(200);
            var metrics = request(gateway, HttpMethod.GET, "/metrics", null).bodyAsString();
            assertThat(AlertRules.metrics(vertx))
                    .contains("crosspoint_database_up")
                    .filteredOn(name -> !NOT_AT_ONCE.contains(name))
                    .allSatisfy(
                            name -> assertThat(metrics).containsPattern("(?m)^" + name + "[ {]"));
            assertThat(metrics)
                    .contains("crosspoint_calls_active 0.0")
                    .contains("crosspoint_database_up 1.0")
                    .contains("crosspoint_database_failures_total{kind=\"refused\"} 0.0")
                    .contains("crosspoint_media_legs_open{loop=\"0\"}")
                    .contains("crosspoint_media_srtp_unauthentic_total{loop=\"0\"} 0.0")
                    .contains(
                            "crosspoint_media_tick_lateness_seconds{loop=\"0\",quantile=\"0.99\"}")
                    .contains(
                            "crosspoint_media_tick_lateness_buckets_total{le=\"0.00005\",loop=\"0\"}")
                    .doesNotContain("NaN");
        } finally {
            gateway.close();
        }
        assertThat(audited(config))
                .contains("\"eventName\":\"SignIn\"")
                .contains("\"eventName\":\"GenerateDataKey", "\"encryptionContext\"")
                .contains("\"sourceIPAddress\":\"127.0.0.1\"")
                .doesNotContain("OpenPrivateTrunk");

        // Every port and the folder are free again.
        close();
        open();
        var trusting = demo(Map.of("crosspoint.trunks.0.exposure", "private"));
        var again = gateway(trusting);
        again.start(Accounts.of(trusting, new SecureRandom()));
        again.close();
        assertThat(audited(trusting))
                .contains("\"eventName\":\"OpenPrivateTrunk\"")
                .contains("\"transports\":[\"tls\"]")
                .contains("{\"id\":\"demo\",\"type\":\"trunk\"}")
                .contains("\"userIdentity\":{\"type\":\"Gateway\"}");
    }

    /** The trail as an operator exports it, once it was found to be whole. */
    private String audited(GatewayConfig config) throws Exception {
        var out = new ByteArrayOutputStream();
        var to = home.resolve("trail.jsonl");
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        var commands = new AuditCommands(new CommandPlace(vertx, config, print, print));
        assertThat(commands.verify(null)).as(out.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(commands.export(config.tenants().getFirst().tenant(), to)).isZero();
        return Files.readString(to);
    }

    @Test
    void closesWhatHasStartedWhenAPortIsTaken() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var config =
                    demo(Map.of("crosspoint.https.port", Integer.toString(taken.getLocalPort())));
            var gateway = gateway(config);

            assertThatThrownBy(() -> gateway.start(Accounts.of(config, new SecureRandom())))
                    .hasMessageContaining("agents cannot start");
            assertThat(vertx.deploymentIDs()).isEmpty();
        }
    }

    private Gateway gateway(GatewayConfig config) {
        var random = new SecureRandom();
        var identities = Identities.of(config, OwnAddresses.read(), Instant.now(), random);
        return new Gateway(vertx, config, identities, random);
    }

    private GatewayConfig demo(Map<String, String> more) throws Exception {
        var properties =
                new java.util.HashMap<>(
                        Map.of(
                                "crosspoint.home", home.toString(),
                                "crosspoint.demo.password", PASSWORD,
                                "crosspoint.https.bindAddress", "127.0.0.1",
                                "crosspoint.https.port", "0",
                                "crosspoint.sip.bindAddress", "127.0.0.1",
                                "crosspoint.sip.udpTcpPort", "0",
                                "crosspoint.sip.tlsPort", "0",
                                "crosspoint.media.loops", "1",
                                "crosspoint.media.browserPort", "0"));
        properties.put("crosspoint.trunks.0.port", Integer.toString(FreePorts.one()));
        properties.putAll(more);
        var file = Path.of("src/main/resources/demo/demo.yaml");
        return new GatewayConfigReader("127.0.0.1")
                .readDemo(await(ConfigFile.read(vertx, file)), new Overrides(Map.of(), properties));
    }

    private HttpResponse<Buffer> request(
            Gateway gateway,
            HttpMethod method,
            String path,
            @org.jspecify.annotations.Nullable JsonObject body)
            throws Exception {
        var request = client.request(method, gateway.httpsPort(), "127.0.0.1", path);
        return await(body == null ? request.send() : request.sendJsonObject(body));
    }

    private HttpResponse<Buffer> asked(Gateway gateway, String path, String token)
            throws Exception {
        return await(
                client.get(gateway.httpsPort(), "127.0.0.1", path)
                        .bearerTokenAuthentication(token)
                        .send());
    }

    private static JsonObject credentials() {
        return new JsonObject().put("user", "alice").put("password", PASSWORD);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(20, TimeUnit.SECONDS);
    }
}
