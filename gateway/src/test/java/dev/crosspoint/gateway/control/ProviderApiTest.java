package dev.crosspoint.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crosspoint.gateway.access.Gates;
import dev.crosspoint.gateway.access.TenantChoice;
import dev.crosspoint.gateway.http.SessionApi;
import dev.crosspoint.gateway.oidc.OpenIdServer;
import dev.crosspoint.gateway.people.PeopleRig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in at a real OpenID provider over HTTP, each answer as it is documented. */
@SuppressWarnings("NullAway.Init") // Set before the tests.
final class ProviderApiTest {
    private static final String SECRET = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    /** Of RFC 7636, appendix B. */
    private static final String BINDING = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private static OpenIdServer provider;

    private final Document document = Document.ofResource();
    private Vertx vertx;
    private PeopleRig rig;
    private ControlServer server;

    @BeforeAll
    static void start() throws Exception {
        provider = new OpenIdServer();
    }

    @AfterAll
    static void stop() throws Exception {
        provider.close();
    }

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        rig = new PeopleRig(vertx);
        rig.use(provider.settings());
        var sessions =
                new SessionApi(
                        rig.signIn,
                        rig.atProvider,
                        new TenantChoice(Map.of(PeopleRig.MAIN, List.of("127.0.0.1"))),
                        Gates.open(),
                        false,
                        60);
        server =
                new ControlServer(
                        vertx,
                        rig.tokens,
                        rig.people,
                        ControlServer.SILENT,
                        sessions,
                        ControlServer.PATIENT_MS,
                        ControlServer.PATIENT_MS,
                        StreamRules.ORDINARY);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
        ControlServer.await(vertx.close());
    }

    @Test
    void signsInAsItIsDocumented() throws Exception {
        var ways = send(HttpMethod.GET, "/api/session/ways", "");
        assertThat(checked("GET /api/session/ways", ways).at("/provider/name").textValue())
                .isEqualTo("Example SSO");
        var begun = post("/api/session/provider", "{'binding':'" + BINDING + "'}");
        var there = checked("POST /api/session/provider", begun).path("location").textValue();
        assertThat(there).contains("redirect_uri=https%3A%2F%2F127.0.0.1%3A" + server.port());
        var back =
                provider.signIn(
                        URI.create(there),
                        "s-1",
                        "{\"preferred_username\":\"olga\",\"groups\":[\"desk\"]}");

        var done = post("/api/session/provider/code", codeOf(back.state(), back.code(), SECRET));

        assertThat(done.statusCode()).isEqualTo(201);
        assertThat(checked("POST /api/session/provider/code", done).path("agent").textValue())
                .isEqualTo("olga");
        assertThat(done.headers().names()).doesNotContain("set-cookie");
    }

    @Test
    void saysWhyNobodyWasSignedIn() throws Exception {
        var refused = post("/api/session/provider/code", codeOf(BINDING, "code", SECRET));

        var problem = checked("POST /api/session/provider/code", refused);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(problem.path("reason").textValue()).isEqualTo("expired");
        assertThat(problem.path("detail").textValue()).contains("Begin it again");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/session/provider {}",
                "/api/session/provider {'binding':'short'}",
                "/api/session/provider {'binding':7}",
                "/api/session/provider [",
                "/api/session/provider/code {'state':'x','code':'c','secret':'y'}",
                "/api/session/provider/code {'code':'c'}"
            })
    void refusesWhatIsNotOfTheForm(String request) throws Exception {
        int space = request.indexOf(' ');

        var answer = post(request.substring(0, space), request.substring(space + 1));

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    private static String codeOf(String state, String code, String secret) {
        return "{'state':'" + state + "','code':'" + code + "','secret':'" + secret + "'}";
    }

    private HttpResponse<Buffer> post(String path, String body) throws Exception {
        return send(HttpMethod.POST, path, body.replace('\'', '"'));
    }

    private HttpResponse<Buffer> send(HttpMethod method, String path, String body)
            throws Exception {
        var request = server.request(null, method, path);
        return ControlServer.await(
                body.isEmpty()
                        ? request.send()
                        : request.putHeader("content-type", "application/json")
                                .sendBuffer(Buffer.buffer(body)));
    }

    private JsonNode checked(String operation, HttpResponse<Buffer> answer) {
        var described = document.response(operation, answer.statusCode());
        var content = document.followed(described).path("content");
        var json = document.parse(Objects.requireNonNull(answer.bodyAsString()));
        assertThat(content.size()).as(operation + " " + answer.statusCode()).isEqualTo(1);
        assertThat(document.faults(content.iterator().next().path("schema"), json))
                .as(operation + " " + json)
                .isEmpty();
        return json;
    }
}
