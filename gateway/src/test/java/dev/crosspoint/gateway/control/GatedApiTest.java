package dev.crosspoint.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.access.AccessRules;
import dev.crosspoint.gateway.access.TenantGate;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.gateway.switchboard.CallCentre;
import dev.crosspoint.signaling.api.SignalingConfig.Proxies;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A tenant whose people work in one network, behind a proxy; on the real listener. */
@ExtendWith(VertxExtension.class)
@Timeout(value = 30, timeUnit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set before each test.
class GatedApiTest {
    private static final String OFFICE = "192.0.2.7";
    private static final String ELSEWHERE = "198.51.100.7";
    private static final Proxies PROXY =
            new Proxies(List.of("127.0.0.0/8"), Proxies.Header.X_FORWARDED_FOR);

    private CallCentre centre;
    private ControlServer server;
    private Vertx vertx;

    @BeforeEach
    void open(Vertx vertx) throws Exception {
        this.vertx = vertx;
        centre = new CallCentre(vertx);
        centre.rules = new AccessRules(List.of("https://desk.example"), List.of("192.0.2.0/24"));
        centre.open(FlowFixtures.straightToSales());
        var gate =
                new TenantGate(
                        Map.of(CallCentre.TENANT, centre.rules),
                        centre.audited::add,
                        centre.meters,
                        System::nanoTime);
        server = new ControlServer(vertx, gate, PROXY);
    }

    @Test
    void servesWhoIsWhereTheyBelong() throws Exception {
        assertThat(send(HttpMethod.GET, "/api/contacts", OFFICE, null).statusCode()).isEqualTo(200);
        assertThat(signIn(OFFICE).statusCode()).isEqualTo(201);
        assertThat(desktop(OFFICE)).doesNotContain("error");
        assertThat(centre.audited)
                .extracting(AuditEvent::what)
                .noneMatch(Deed.WasRefused.class::isInstance);
    }

    @Test
    void refusesASignInThatMovedElsewhere() throws Exception {
        var answer = send(HttpMethod.GET, "/api/contacts", ELSEWHERE, null);

        isNotAllowed(answer);
        assertThat(centre.audited)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.who()).isEqualTo(new Actor.Agent("sue"));
                    assertThat(event.what())
                            .isEqualTo(new Deed.WasRefused("listContacts", "access:network"));
                    assertThat(event.from().address()).isEqualTo(ELSEWHERE);
                });
    }

    @Test
    void refusesSignInsStreamsAndPagesFromElsewhere() throws Exception {
        isNotAllowed(signIn(ELSEWHERE));
        isNotAllowed(send(HttpMethod.GET, "/api/events", ELSEWHERE, null));
        isNotAllowed(send(HttpMethod.GET, "/api/contacts", OFFICE, "https://evil.example"));
        assertThat(
                        send(HttpMethod.GET, "/api/contacts", OFFICE, "https://desk.example")
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesADesktopFromElsewhere() throws Exception {
        assertThat(desktop(ELSEWHERE)).contains("\"error\"", TenantGate.SENTENCE);
        assertThat(
                        centre.meters
                                .get("crosspoint.access.refused")
                                .tags("way", "desktop", "reason", "network")
                                .counter()
                                .count())
                .isEqualTo(1);
    }

    @Test
    void doesNotBelieveWhatAClientSaysOfItself() throws Exception {
        isNotAllowed(send(HttpMethod.GET, "/api/contacts", OFFICE + ", " + ELSEWHERE, null));
        var unnamed = server.request("sue", HttpMethod.GET, "/api/contacts");
        isNotAllowed(ControlServer.await(unnamed.send()));
    }

    @Test
    void letsNoSignInGoOnElsewhereThatBeganWhereItMay() throws Exception {
        var begun =
                post("", OFFICE, null, new JsonObject().put("user", "root").put("password", "x"));
        var ticket = Objects.requireNonNull(begun.bodyAsJsonObject()).getString("ticket");
        var more =
                new JsonObject().put("ticket", ticket).put("code", "123456").put("password", "y");

        for (var step : List.of("/code", "/enrolment", "/password")) {
            isNotAllowed(post(step, ELSEWHERE, null, more));
        }
        assertThat(post("/enrolment", OFFICE, null, more).statusCode()).isEqualTo(200);

        var whole = Objects.requireNonNull(signIn(OFFICE).bodyAsJsonObject()).getString("token");
        var again = new JsonObject().put("password", "x");
        isNotAllowed(post("/step-up", ELSEWHERE, whole, again));
        assertThat(post("/step-up", OFFICE, whole, again).statusCode()).isEqualTo(204);
    }

    private static void isNotAllowed(HttpResponse<Buffer> answer) {
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(Objects.requireNonNull(answer.bodyAsJsonObject()).getString("type"))
                .isEqualTo("urn:crosspoint:problem:not-allowed");
    }

    private HttpResponse<Buffer> signIn(String from) throws Exception {
        var request = server.request(null, HttpMethod.POST, "/api/session");
        return ControlServer.await(
                as(request, from, null)
                        .sendJsonObject(new JsonObject().put("user", "ann").put("password", "x")));
    }

    /** A step of a sign-in. */
    private HttpResponse<Buffer> post(
            String step, String from, @Nullable String token, JsonObject body) throws Exception {
        var request = as(server.request(null, HttpMethod.POST, "/api/session" + step), from, null);
        if (token != null) {
            request.bearerTokenAuthentication(token);
        }
        return ControlServer.await(request.sendJsonObject(body));
    }

    private HttpResponse<Buffer> send(
            HttpMethod method, String path, String from, @Nullable String page) throws Exception {
        return ControlServer.await(as(server.request("sue", method, path), from, page).send());
    }

    private static HttpRequest<Buffer> as(
            HttpRequest<Buffer> request, String from, @Nullable String page) {
        request.putHeader("x-forwarded-for", from);
        return page == null ? request : request.putHeader("origin", page);
    }

    /** What a desktop is told that starts a session. */
    private String desktop(String from) throws Exception {
        var client =
                vertx.createWebSocketClient(
                        new WebSocketClientOptions()
                                .setSsl(true)
                                .setTrustAll(true)
                                .setVerifyHost(false));
        var options =
                new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(server.port())
                        .setURI("/agent")
                        .setAllowOriginHeader(false)
                        .addHeader("x-forwarded-for", from);
        var told = new LinkedBlockingQueue<String>();
        var socket = client.webSocket();
        socket.textMessageHandler(told::add);
        ControlServer.await(socket.connect(options));
        socket.writeTextMessage(
                """
                {"jsonrpc": "2.0", "id": 1, "method": "session.start", "params": {"token": "token-ann"}}
                """);
        var first = told.poll(10, TimeUnit.SECONDS);
        return first == null ? "nothing" : first;
    }
}
