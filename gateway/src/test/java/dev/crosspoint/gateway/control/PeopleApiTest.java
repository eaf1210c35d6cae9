package dev.crosspoint.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crosspoint.gateway.access.Gates;
import dev.crosspoint.gateway.access.TenantChoice;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.http.SessionApi;
import dev.crosspoint.gateway.people.PeopleDesk;
import dev.crosspoint.gateway.people.PeopleRig;
import dev.crosspoint.gateway.people.PeopleVerticle;
import dev.crosspoint.gateway.people.Strangers;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Private;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People by the API, over HTTPS and a real database, held to the document. */
@SuppressWarnings("NullAway.Init") // Set before each test.
class PeopleApiTest {
    private static final String OF_NINA =
            "{\"id\":\"nina\",\"displayName\":\"Nina Dorn\",\"profiles\":[\"Agent\"],"
                    + "\"password\":\"chosen by admin\"}";

    private final Document document = Document.ofResource();
    private final Set<String> answered = new TreeSet<>();
    private final List<AuditEvent> recorded = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private PeopleRig rig;
    private ControlServer server;

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        LocalCodec.installOn(vertx.eventBus());
        rig = new PeopleRig(vertx);
        var desk =
                new PeopleDesk(
                        rig.people,
                        rig.stored,
                        rig.signIn,
                        rig.tokens,
                        event -> {
                            recorded.add(event);
                            return Future.succeededFuture();
                        });
        ControlServer.await(vertx.deployVerticle(new PeopleVerticle(desk)));
        var sessions =
                new SessionApi(
                        rig.signIn,
                        Strangers.noProvider(rig.signIn),
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

    /** From the first sign-in of an Admin to the last change, each answer as it is documented. */
    @Test
    void doesAllThatIsDocumented() throws Exception {
        var admin = signInAdmin();
        assertThat(good(admin, "GET", "/api/me", null).path("secondFactor").booleanValue())
                .isTrue();

        good(admin, "PUT", "/api/profiles/{profileName}", "Lead", "{\"permissions\":[]}");
        var words = "{\"permissions\":[\"ManagerListenIn\",\"AccessMetrics\"]}";
        good(admin, "PUT", "/api/profiles/{profileName}", "Lead", words);
        assertThat(
                        good(admin, "GET", "/api/profiles/{profileName}", "Lead", null)
                                .path("permissions"))
                .hasSize(2);
        assertThat(good(admin, "GET", "/api/profiles", null).path("profiles")).hasSize(6);

        assertThat(
                        good(admin, "POST", "/api/users", OF_NINA)
                                .path("mustChangePassword")
                                .asBoolean())
                .isTrue();
        var nina = signInNina();
        var both = "{\"profiles\":[\"Agent\",\"Lead\"],\"displayName\":\"Nina D.\"}";
        good(admin, "PATCH", "/api/users/{userId}", "nina", both);
        var shown = good(admin, "GET", "/api/users/{userId}", "nina", null);
        assertThat(shown.path("displayName").textValue()).isEqualTo("Nina D.");
        assertThat(Document.words(shown.path("permissions"))).contains("AccessMetrics");
        assertThat(good(admin, "GET", "/api/users", null).path("users")).hasSize(5);

        var secret = good(nina, "POST", "/api/me/second-factor", null).path("secret").textValue();
        var code = rig.codeOf(new Private(secret), 0);
        good(nina, "PUT", "/api/me/second-factor", "{\"code\":\"" + code + "\"}");
        good(nina, "POST", "/api/me/recovery-codes", null);
        var phone = good(nina, "POST", "/api/me/sip-secret", null);
        assertThat(phone.path("user").textValue()).isEqualTo("nina");
        assertThat(phone.path("secret").textValue()).hasSize(32);
        assertThat(good(nina, "GET", "/api/me", null).path("sipPhones").asBoolean()).isTrue();
        good(nina, "DELETE", "/api/me/sip-secret", null);
        assertThat(good(nina, "GET", "/api/me", null).path("sipPhones").asBoolean()).isFalse();
        good(nina, "PUT", "/api/me/password", "{\"password\":\"a third one of hers\"}");
        assertThat(good(nina, "GET", "/api/me", null).path("recoveryCodesLeft").intValue())
                .as("this sign-in goes on")
                .isEqualTo(10);

        good(admin, "DELETE", "/api/users/{userId}/second-factor", "nina", null);
        good(
                admin,
                "PUT",
                "/api/users/{userId}/password",
                "nina",
                "{\"password\":\"once more chosen\"}");
        document.problem(send(nina, "GET", "/api/me", null), 401, "not-signed-in");
        good(admin, "DELETE", "/api/profiles/{profileName}", "Lead", null);
        assertThat(good(admin, "GET", "/api/users/{userId}", "nina", null).path("profiles"))
                .hasSize(1);

        assertThat(answered)
                .containsAll(
                        document.operations().entrySet().stream()
                                .filter(entry ->
                                        Document.words(entry.getValue().path("tags"))
                                                .contains("people"))
                                .map(Map.Entry::getKey)
                                .collect(Collectors.toSet()));
        assertThat(recorded)
                .extracting(AuditEvent::what)
                .contains(
                        new Deed.ChangedSetting("user", "user:nina"),
                        new Deed.ChangedSetting("profiles", "user:nina"),
                        new Deed.ChangedSetting("second-factor", "user:nina"),
                        new Deed.ChangedSetting("sip-secret", "user:nina"),
                        new Deed.ChangedSetting("deleted", "profile:Lead"));
        assertThat(recorded.toString()).doesNotContain("Nina D", "chosen");
    }

    private String signInAdmin() throws Exception {
        var half = post("/api/session", credentials("admin", PeopleRig.PASSWORD));
        document.problem(half, 401, "code-required");
        assertThat(member(half, "next")).isEqualTo("enrolment");
        var ticket = member(half, "ticket");
        var enrolment = post("/api/session/enrolment", new JsonObject().put("ticket", ticket));
        var secret = check("POST /api/session/enrolment", enrolment).path("secret").textValue();
        var code = rig.codeOf(new Private(secret), 0);
        var body = new JsonObject().put("ticket", ticket).put("code", code);
        var json = check("POST /api/session/code", post("/api/session/code", body));
        assertThat(json.path("recoveryCodes")).hasSize(10);
        return json.path("token").textValue();
    }

    private String signInNina() throws Exception {
        var half = post("/api/session", credentials("nina", "chosen by admin"));
        assertThat(member(half, "next")).isEqualTo("password");
        var ticket = member(half, "ticket");
        var weak = new JsonObject().put("ticket", ticket).put("password", "nina nina nina");
        document.problem(post("/api/session/password", weak), 400, "weak-password");
        var body = new JsonObject().put("ticket", ticket).put("password", "another good one");
        return check("POST /api/session/password", post("/api/session/password", body))
                .path("token")
                .textValue();
    }

    @Test
    void asksWhoeverWaitedToShowOnceMoreWhoThatIs() throws Exception {
        var alice = rig.token(PeopleRig.MAIN, "alice");
        rig.passMinutes(6);
        document.problem(
                send(alice, "POST", "/api/me/second-factor", null), 403, "step-up-required");
        assertThat(server.refused()).as("not refused, only asked").isEmpty();

        var wrong = send(alice, "POST", "/api/session/step-up", "{\"password\":\"wrong\"}");
        document.problem(wrong, 401, "sign-in-failed");
        var right = new JsonObject().put("password", PeopleRig.PASSWORD).encode();
        check("POST /api/session/step-up", send(alice, "POST", "/api/session/step-up", right));
        good(alice, "POST", "/api/me/second-factor", null);
        document.problem(send(null, "POST", "/api/session/step-up", right), 401, "not-signed-in");
    }

    @Test
    void keepsTheLastAdmin() throws Exception {
        var admin = signInAdmin();
        var out = send(admin, "PATCH", "/api/users/admin", "{\"disabled\":true}");
        document.problem(out, 409, "conflict");
        assertThat(rig.tokens.byToken(admin)).isPresent();

        good(admin, "PATCH", "/api/users/{userId}", "alice", "{\"disabled\":true}");
        good(admin, "PATCH", "/api/users/{userId}", "alice", "{\"disabled\":false}");
    }

    @Test
    void letsNobodyGiveOrTakeWhatIsMoreThanTheOwn() throws Exception {
        var admin = signInAdmin();
        good(
                admin,
                "PUT",
                "/api/profiles/{profileName}",
                "Clerk",
                "{\"permissions\":[\"Users.Edit\",\"SecurityProfiles.Edit\"]}");
        var clerk = "{\"id\":\"clerk\",\"displayName\":\"C\",\"profiles\":[\"Clerk\"],";
        good(admin, "POST", "/api/users", clerk + "\"password\":\"chosen by admin\"}");
        var half = post("/api/session", credentials("clerk", "chosen by admin"));
        assertThat(member(half, "next"))
                .as("whatever the profile is called")
                .isEqualTo("enrolment");
        var token = rig.issue(PeopleRig.MAIN, "clerk");

        for (var ask :
                List.of(
                        List.of("POST", "/api/users", OF_NINA),
                        List.of("PATCH", "/api/users/admin", "{\"disabled\":true}"),
                        List.of("PUT", "/api/users/admin/password", "{\"password\":\"x\"}"),
                        List.of("DELETE", "/api/users/admin/second-factor", ""),
                        List.of("PATCH", "/api/users/clerk", "{\"profiles\":[\"Admin\"]}"),
                        List.of(
                                "PUT",
                                "/api/profiles/Clerk",
                                "{\"permissions\":[\"DeleteCallRecordings\"]}"))) {
            document.problem(send(token, ask.get(0), ask.get(1), ask.get(2)), 403, "forbidden");
        }
    }

    @Test
    void refusesWhatCannotBe() throws Exception {
        var admin = signInAdmin();
        document.problem(
                send(admin, "PUT", "/api/profiles/Admin", "{\"permissions\":[]}"), 409, "conflict");
        document.problem(send(admin, "DELETE", "/api/profiles/Listener", ""), 409, "conflict");
        document.problem(
                send(admin, "PUT", "/api/profiles/x", "{\"permissions\":[\"Fly\"]}"),
                400,
                "bad-request");
        document.problem(
                send(admin, "PATCH", "/api/users/alice", "{\"profiles\":[\"Admin\"]}"),
                409,
                "conflict");
        document.problem(
                send(admin, "POST", "/api/users", OF_NINA.replace("nina", "alice")),
                409,
                "conflict");
        document.problem(
                send(admin, "POST", "/api/users", OF_NINA.replace("chosen by admin", "short")),
                400,
                "weak-password");
        document.problem(
                send(admin, "POST", "/api/users", OF_NINA.replace("Agent", "Pilot")),
                400,
                "bad-request");
        document.problem(
                send(admin, "PUT", "/api/me/second-factor", "{\"code\":\"123456\"}"),
                409,
                "conflict");
    }

    // ---- asking

    private static String member(HttpResponse<Buffer> answer, String name) {
        return Objects.requireNonNull(answer.bodyAsJsonObject()).getString(name);
    }

    private static JsonObject credentials(String user, String password) {
        return new JsonObject().put("user", user).put("password", password);
    }

    private HttpResponse<Buffer> post(String path, JsonObject body) throws Exception {
        return send(null, "POST", path, body.encode());
    }

    private HttpResponse<Buffer> send(
            @Nullable String token, String method, String path, @Nullable String body)
            throws Exception {
        var request = server.request(null, HttpMethod.valueOf(method), path);
        if (token != null) {
            request.bearerTokenAuthentication(token);
        }
        return ControlServer.await(
                body == null || body.isEmpty()
                        ? request.send()
                        : request.putHeader("content-type", "application/json")
                                .sendBuffer(Buffer.buffer(body)));
    }

    private JsonNode good(String token, String method, String path, @Nullable String body)
            throws Exception {
        return check(method + " " + path, send(token, method, path, body));
    }

    private JsonNode good(
            String token, String method, String path, String id, @Nullable String body)
            throws Exception {
        var address = path.replaceAll("\\{[A-Za-z]+}", id);
        return check(method + " " + path, send(token, method, address, body));
    }

    private JsonNode check(String key, HttpResponse<Buffer> answer) {
        var described = document.response(key, answer.statusCode());
        assertThat(answer.statusCode()).as(key + " " + answer.bodyAsString()).isBetween(200, 299);
        assertThat(described.isMissingNode()).as(key + " " + answer.statusCode()).isFalse();
        assertThat(answer.headers().contains("set-cookie")).isFalse();
        answered.add(key);
        var media = described.path("content").path("application/json");
        if (media.isMissingNode()) {
            assertThat(answer.bodyAsString()).isNull();
            return media;
        }
        var json = document.parse(Objects.requireNonNull(answer.bodyAsString()));
        assertThat(document.faults(media.path("schema"), json)).as(key + " " + json).isEmpty();
        return json;
    }
}
