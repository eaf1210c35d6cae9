package dev.crosspoint.gateway.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.access.Gates;
import dev.crosspoint.gateway.access.PasswordHash;
import dev.crosspoint.gateway.access.TenantChoice;
import dev.crosspoint.gateway.access.Tokens;
import dev.crosspoint.gateway.people.People.Configured;
import dev.crosspoint.gateway.people.People.ConfiguredPerson;
import dev.crosspoint.gateway.people.Strangers;
import dev.crosspoint.signaling.agent.ProxyTrust;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Proxies;
import dev.crosspoint.signaling.api.Tenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class GatewayRouterTest {
    private static final Tenant MAIN = new Tenant("acme", "main");
    private static final Tenant BRANCH = new Tenant("acme", "branch");
    private static final Private HASH = PasswordHash.of("correct horse");
    private static final Private NOBODYS_HASH = PasswordHash.of("never typed");

    @SuppressWarnings("NullAway.Init") // Set before all tests.
    private static Vertx vertx;

    @SuppressWarnings("NullAway.Init")
    private static WebClient client;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private HttpServer server;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicBoolean taking = new AtomicBoolean(true);
    private final AtomicBoolean database = new AtomicBoolean(true);
    private final AtomicBoolean mayReadMetrics = new AtomicBoolean(true);
    private final AtomicReference<Future<Void>> probe =
            new AtomicReference<>(Future.succeededFuture());
    private final Tokens tokens = Strangers.tokens();

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        client = WebClient.create(vertx);
    }

    @AfterAll
    static void close() throws Exception {
        await(vertx.close());
    }

    @BeforeEach
    void listen() throws Exception {
        var alice =
                new ConfiguredPerson(
                        "alice", new Private("Alice Baker"), HASH, List.of("Agent"), Set.of());
        var signIn =
                Strangers.signIn(
                        Map.of(
                                MAIN,
                                new Configured(List.of(alice), Map.of()),
                                BRANCH,
                                new Configured(List.of(), Map.of())),
                        tokens,
                        NOBODYS_HASH);
        var tenants =
                new TenantChoice(
                        Map.of(
                                MAIN, List.of("127.0.0.1", "desk.example.com"),
                                BRANCH, List.of("branch.example.com")));
        var router =
                new GatewayRouter(
                        vertx,
                        new SessionApi(
                                signIn,
                                Strangers.noProvider(signIn),
                                tenants,
                                Gates.open(),
                                true,
                                5),
                        _ -> {},
                        taking::get,
                        () -> probe.get(),
                        database::get,
                        meters,
                        () -> "crosspoint_calls 3\n",
                        _ -> mayReadMetrics.get(),
                        Gates.open(),
                        new ProxyTrust(Proxies.NONE));
        server =
                await(
                        vertx.createHttpServer()
                                .requestHandler(router.handler())
                                .listen(0, "127.0.0.1"));
    }

    @AfterEach
    void stopListening() throws Exception {
        await(server.close());
    }

    @Test
    void servesThePageWithHeadersThatOnlyLetItRunItsOwnFiles() throws Exception {
        var page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.getHeader("content-type")).startsWith("text/html");
        assertThat(page.bodyAsString()).contains("<title>Crosspoint</title>");
        assertThat(page.getHeader("content-security-policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.getHeader("x-content-type-options")).isEqualTo("nosniff");
        assertThat(page.getHeader("referrer-policy")).isEqualTo("no-referrer");
        assertThat(page.getHeader("permissions-policy")).contains("microphone=(self)");
        assertThat(page.getHeader("strict-transport-security")).isNotNull();
    }

    @Test
    void servesTheSupervisorsPageAtAnAddressOfItsOwn() throws Exception {
        var page = get("/supervisor");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.bodyAsString()).isEqualTo(get("/").bodyAsString());
        assertThat(page.getHeader("content-security-policy")).contains("script-src 'self'");
        assertThat(page.getHeader("cache-control")).isEqualTo("no-cache");
        assertThat(get("/supervisor/more").statusCode()).isEqualTo(404);
    }

    @Test
    void servesTheConsoleAtTheAddressOfEachOfItsPages() throws Exception {
        var console = get("/console.html").bodyAsString();
        assertThat(console).contains("<title>Crosspoint console</title>");
        for (var path :
                List.of(
                        "/console",
                        "/console/contacts",
                        "/console/contacts/8kq1TzYw3vF0",
                        "/console/people",
                        "/console/audit",
                        "/console/network")) {
            var page = get(path);
            assertThat(page.statusCode()).as(path).isEqualTo(200);
            assertThat(page.bodyAsString()).as(path).isEqualTo(console);
            assertThat(page.getHeader("content-security-policy")).contains("script-src 'self'");
            assertThat(page.getHeader("cache-control")).isEqualTo("no-cache");
        }
        for (var path : List.of("/console/more", "/console/contacts/1/2", "/consoles")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void servesModulesAsScripts() throws Exception {
        var module = get("/js/app.js");

        assertThat(module.getHeader("content-type")).contains("javascript");
        assertThat(module.getHeader("cache-control")).isEqualTo("no-cache");
    }

    @Test
    void doesNotServeWhatLiesBesideThePages() throws Exception {
        for (var path :
                List.of(
                        "/../demo/demo.yaml",
                        "/%2e%2e/demo/demo.yaml",
                        "/..%2fdemo/demo.yaml",
                        "/js/",
                        "/web/index.html")) {
            var answer = get(path);
            assertThat(answer.statusCode()).as(path).isIn(403, 404);
            assertThat(answer.bodyAsString()).doesNotContain("demo:");
        }
    }

    @Test
    void signsInWithATokenThatLeadsToTheAgent() throws Exception {
        var answer = signIn("alice", "correct horse");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.getHeader("cache-control")).isEqualTo("no-store");
        var body = json(answer);
        assertThat(body.getString("displayName")).isEqualTo("Alice Baker");
        assertThat(body.getBoolean("demo")).isTrue();
        assertThat(body.getInteger("expiresInSeconds")).isEqualTo(300);
        var agent = tokens.byToken(body.getString("token")).orElseThrow();
        assertThat(agent.tenant()).isEqualTo(MAIN);
        assertThat(agent.agentId()).isEqualTo("alice");
    }

    @Test
    void givesTheSameAnswerToAWrongPasswordAndAnUnknownName() throws Exception {
        var wrong = signIn("alice", "wrong");
        var unknown = signIn("mallory", "wrong");

        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.getHeader("content-type")).isEqualTo("application/problem+json");
        assertThat(json(wrong).getString("type"))
                .isEqualTo("urn:crosspoint:problem:sign-in-failed");
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.bodyAsString()).isEqualTo(wrong.bodyAsString());
    }

    @Test
    void saysWhenToTryAgainAfterTooManyAttempts() throws Exception {
        for (int i = 0; i < 5; i++) {
            signIn("alice", "wrong");
        }
        var answer = signIn("alice", "correct horse");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(answer.getHeader("retry-after"))).isBetween(1, 12);
    }

    @Test
    void choosesTheTenantByHostName() throws Exception {
        var body = credentials("alice", "correct horse");

        var branch = post(body).virtualHost("branch.example.com").sendJsonObject(body);
        assertThat(await(branch).statusCode()).isEqualTo(401);
        var desk = post(body).virtualHost("desk.example.com").sendJsonObject(body);
        assertThat(await(desk).statusCode()).isEqualTo(201);
        var stranger = post(body).virtualHost("stranger.example.com").sendJsonObject(body);
        assertThat(await(stranger).statusCode()).isEqualTo(403);
    }

    @Test
    void endsATokenAtSignOut() throws Exception {
        var token = json(signIn("alice", "correct horse")).getString("token");

        var answer =
                await(
                        client.delete(server.actualPort(), "127.0.0.1", "/api/session")
                                .bearerTokenAuthentication(token)
                                .send());

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(tokens.byToken(token)).isEmpty();
    }

    @Test
    void answersMalformedRequestsWithOneProblemEach() throws Exception {
        assertThat(raw("{", "application/json")).isEqualTo(400);
        assertThat(raw("[]", "application/json")).isEqualTo(400);
        assertThat(raw("{\"user\": 1, \"password\": \"x\"}", "application/json")).isEqualTo(400);
        assertThat(raw("{\"user\": \"\", \"password\": \"x\"}", "application/json")).isEqualTo(400);
        assertThat(raw("user=alice", "application/x-www-form-urlencoded")).isEqualTo(415);
        assertThat(raw("x".repeat(5000), "application/json")).isEqualTo(413);
        assertThat(raw("", "application/json")).isEqualTo(400);
        var put = await(client.put(server.actualPort(), "127.0.0.1", "/api/session").send());
        assertThat(put.statusCode()).isEqualTo(405);
        assertThat(put.getHeader("allow")).isEqualTo("POST,DELETE");
        assertThat(put.getHeader("content-type")).isEqualTo("application/problem+json");
        assertThat(get("/api/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void isAliveAndReadyWhileMediaAnswers() throws Exception {
        assertThat(get("/health/live").statusCode() / 100).isEqualTo(2);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void isAliveButNotReadyWhenMediaIsStuckOrTheGatewayCloses() throws Exception {
        probe.set(Promise.<Void>promise().future());
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        probe.set(Future.failedFuture("no echo"));
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/live").statusCode() / 100).isEqualTo(2);

        probe.set(Future.succeededFuture());
        taking.set(false);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    }

    /** Calls go on without it. */
    @Test
    void isReadyWithoutItsDatabaseAndSaysSo() throws Exception {
        assertThat(get("/health/ready").bodyAsString()).contains("\"answers\":true");
        database.set(false);
        var ready = get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.bodyAsString()).contains("\"answers\":false");
    }

    @Test
    void showsMetricsOnlyToWhomItMay() throws Exception {
        assertThat(get("/metrics").bodyAsString()).isEqualTo("crosspoint_calls 3\n");

        mayReadMetrics.set(false);
        assertThat(get("/metrics").statusCode()).isEqualTo(403);
    }

    private HttpResponse<Buffer> signIn(String user, String password) throws Exception {
        var body = credentials(user, password);
        return await(post(body).sendJsonObject(body));
    }

    private HttpRequest<Buffer> post(JsonObject body) {
        assertThat(body.fieldNames()).containsExactlyInAnyOrder("user", "password");
        return client.post(server.actualPort(), "127.0.0.1", "/api/session");
    }

    private int raw(String body, String type) throws Exception {
        return await(
                        client.post(server.actualPort(), "127.0.0.1", "/api/session")
                                .putHeader("content-type", type)
                                .sendBuffer(Buffer.buffer(body)))
                .statusCode();
    }

    private HttpResponse<Buffer> get(String path) throws Exception {
        return await(client.get(server.actualPort(), "127.0.0.1", path).send());
    }

    private static JsonObject json(HttpResponse<Buffer> answer) {
        return requireNonNull(answer.bodyAsJsonObject());
    }

    private static JsonObject credentials(String user, String password) {
        return new JsonObject().put("user", user).put("password", password);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(20, TimeUnit.SECONDS);
    }
}
