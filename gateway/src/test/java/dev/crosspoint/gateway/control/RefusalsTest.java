package dev.crosspoint.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.Soon;
import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.switchboard.CallCentre;
import dev.crosspoint.gateway.switchboard.ControlMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.LocalCodec;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetClientOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong gets one declared error, by the document, and reaches nobody. */
@ExtendWith(VertxExtension.class)
@Timeout(value = 40, timeUnit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set before each test.
class RefusalsTest {
    private static final String REQUESTS = "crosspoint.api.requests";
    private static final String HOLD = "/api/contacts/c/hold";

    private final Document document = Document.ofResource();
    private ControlDouble control;
    private ControlServer server;

    @BeforeEach
    void open(Vertx vertx) throws Exception {
        control = new ControlDouble(vertx);
        server = server(vertx, ControlServer.PATIENT_MS, ControlServer.PATIENT_MS);
    }

    private ControlServer server(Vertx vertx, int timeoutMs, int bodyMs) throws Exception {
        return new ControlServer(
                vertx,
                CallCentre::byToken,
                (_, _) -> EnumSet.allOf(Permission.class),
                timeoutMs,
                bodyMs,
                StreamRules.ORDINARY);
    }

    // --- what ---

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "null",
                "\"held\"",
                "{\"held\":true} x",
                "{\"held\":true,\"held\":false}",
                "{\"held\":\"yes\"}",
                "{\"held\":1}",
                "{}",
                "{\"held\":true,\"participant\":\"\"}",
                "{\"held\":true,\"participant\":7}",
                "{\"held\":true,\"more\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}",
                "{\"held\":true,\"more\":111111111111111111111111111111111111111}"
            })
    void refusesBodiesThatAreNotWhatTheAddressTakes(String body) throws Exception {
        document.problem(server.post("ann", HOLD, body), 400, "bad-request");
        assertThat(control.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/contacts|{}",
                "/api/contacts|{'number':''}",
                "/api/contacts|{'number':'1','agent':'bob'}",
                "/api/contacts/c/transfer|{'to':'bob'}",
                "/api/contacts/c/sendDigits|{'digits':'x'}",
                "/api/contacts/c/sendDigits|{'digits':'123456789012345678901234567890123'}",
                "/api/contacts/c/remove|{}",
                "/api/contacts/c/supervise|{'how':'aloud'}",
                "/api/denials|{}",
                "/api/denials|{'number':'+442079460123','network':'192.0.2.1'}",
                "/api/denials|{'number':'02079460123'}",
                "/api/denials|{'network':'example.com'}",
                "/api/denials|{'network':'192.0.2.0/33'}",
                "/api/denials|{'network':'192.0.2.1','seconds':0}",
                "/api/denials|{'network':'192.0.2.1','seconds':-1}",
                "/api/denials|{'network':'192.0.2.1','seconds':1e3}",
                "/api/denials|{'network':'192.0.2.1','seconds':9999999999}"
            })
    void refusesMembersThatAreMissingOrWrong(String path, String body) throws Exception {
        var detail =
                document.problem(
                        server.post("ann", path, body.replace('\'', '"')), 400, "bad-request");
        assertThat(detail).isNotEmpty().doesNotContain("442079");
        assertThat(control.asked).isEmpty();
    }

    @Test
    void refusesBodiesThatAreTooLongOrNotUtf8() throws Exception {
        var long16 = "{\"held\":true,\"more\":\"" + "x".repeat(16 * 1024) + "\"}";
        document.problem(server.post("ann", HOLD, long16), 413, "too-large");
        var latin =
                ControlServer.await(
                        server.request("ann", HttpMethod.POST, HOLD)
                                .putHeader("content-type", "application/json")
                                .sendBuffer(
                                        Buffer.buffer(
                                                "{\"held\":true,\"m\":\"\u00e4\"}", "ISO-8859-1")));
        document.problem(latin, 400, "bad-request");
        assertThat(control.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/jsonp",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                ""
            })
    void refusesBodiesThatDoNotSayTheyAreJson(String type) throws Exception {
        var request = server.request("ann", HttpMethod.POST, HOLD);
        if (!type.isEmpty()) {
            request.putHeader("content-type", type);
        }
        var answer = ControlServer.await(request.sendBuffer(Buffer.buffer("{\"held\":true}")));

        document.problem(answer, 415, "not-json");
        assertThat(control.asked).isEmpty();
    }

    @Test
    void takesJsonWithACharsetAndNoBodyWhereNothingHasToBeSaid() throws Exception {
        var charset =
                ControlServer.await(
                        server.request("ann", HttpMethod.POST, HOLD)
                                .putHeader("content-type", "Application/JSON; charset=utf-8")
                                .sendBuffer(Buffer.buffer("{\"held\":true}")));
        assertThat(charset.statusCode()).isEqualTo(204);
        assertThat(bare(HttpMethod.POST, "/api/contacts/c/end").statusCode()).isEqualTo(204);
    }

    @Test
    void saysWhichMethodsThereAre() throws Exception {
        var allowed =
                Map.of(
                        "/api/contacts",
                        "GET,HEAD,POST",
                        "/api/contacts/c",
                        "GET,HEAD",
                        HOLD,
                        "POST",
                        "/api/agents/ann/state",
                        "PUT",
                        "/api/denials/d",
                        "DELETE",
                        "/api/events",
                        "GET,HEAD");
        for (var entry : allowed.entrySet()) {
            for (var method : List.of(HttpMethod.PATCH, HttpMethod.OPTIONS)) {
                var answer = bare(method, entry.getKey());
                document.problem(answer, 405, "wrong-method");
                assertThat(answer.getHeader("allow")).isEqualTo(entry.getValue());
                assertThat(answer.headers().names()).noneMatch(n -> n.startsWith("access-control"));
            }
        }
        document.problem(bare(HttpMethod.GET, HOLD), 405, "wrong-method");
    }

    @Test
    void knowsNothingThatIsNotInItsTable() throws Exception {
        document.problem(bare(HttpMethod.POST, "/api/contacts/c/explode"), 404, "not-found");
        document.problem(bare(HttpMethod.GET, "/api/nothing"), 404, "not-found");
        document.problem(
                bare(HttpMethod.POST, "/api/contacts/" + "c".repeat(200) + "/end"),
                404,
                "not-found");
        assertThat(control.asked).isEmpty();
    }

    @Test
    void answersHeadLikeGetWithoutTheBody() throws Exception {
        var get = bare(HttpMethod.GET, "/api/contacts");
        var head = bare(HttpMethod.HEAD, "/api/contacts");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isNull();
        assertThat(head.getHeader("content-type")).isEqualTo(get.getHeader("content-type"));
    }

    @Test
    void passesIdsOnAsTheyWereMeant() throws Exception {
        bare(HttpMethod.POST, "/api/contacts/a%2Fb%20%C3%A4/end");
        assertThat(control.nextAsked().body())
                .isInstanceOfSatisfying(
                        ControlMessage.Act.class,
                        act -> assertThat(act.contactId()).isEqualTo("a/b ä"));
    }

    @Test
    void cutsOffABodyThatNeverEnds(Vertx vertx) throws Exception {
        var slow = server(vertx, 1_000, 200);
        var answer = new CompletableFuture<String>();
        var client =
                vertx.createNetClient(
                        new NetClientOptions()
                                .setSsl(true)
                                .setTrustAll(true)
                                .setHostnameVerificationAlgorithm(""));
        var socket = ControlServer.await(client.connect(slow.port(), "127.0.0.1"));
        var heard = new StringBuilder();
        socket.handler(data -> {
            heard.append(data);
            if (heard.indexOf("too-slow") > 0) {
                answer.complete(heard.toString());
            }
        });
        socket.write(
                "POST "
                        + HOLD
                        + " HTTP/1.1\r\nhost: x\r\nauthorization: Bearer token-ann\r\n"
                        + "content-type: application/json\r\ncontent-length: 14\r\n\r\n{\"held\":");

        assertThat(answer.get(10, TimeUnit.SECONDS)).startsWith("HTTP/1.1 408");
        socket.write("true}");
        client.close();
        ControlServer.await(slow.request("ann", HttpMethod.POST, "/api/contacts/other/end").send());
        assertThat(((ControlMessage.Act) control.nextAsked().body()).contactId())
                .isEqualTo("other");
    }

    @Test
    void waitsForAnAnswerLongerThanForABody(Vertx vertx) throws Exception {
        control.fallSilent();
        var patient = server(vertx, 10_000, 50);
        var answer =
                patient.request("ann", HttpMethod.POST, "/api/contacts/c/end")
                        .send()
                        .toCompletionStage()
                        .toCompletableFuture();
        var asked = control.nextAsked();
        var later = new CompletableFuture<Void>();
        vertx.setTimer(200, _ -> later.complete(null));
        later.get(10, TimeUnit.SECONDS);
        asked.reply(new Reply.Done(), LocalCodec.options());

        assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
    }

    @Test
    void countsAnswersOfConnectionsThatCloseAtOnce(Vertx vertx) throws Exception {
        var options =
                new WebClientOptions()
                        .setSsl(true)
                        .setTrustAll(true)
                        .setVerifyHost(false)
                        .setUseAlpn(true)
                        .setProtocolVersion(HttpVersion.HTTP_2);
        var client = WebClient.create(vertx, options);
        var answer =
                ControlServer.await(
                        client.get(server.port(), "127.0.0.1", "/api/contacts")
                                .bearerTokenAuthentication("token-ann")
                                .send());
        client.close();

        assertThat(answer.version()).isEqualTo(HttpVersion.HTTP_2);
        Soon.until(
                "it is counted",
                () -> {
                    bare(HttpMethod.HEAD, "/");
                    return server.counted(REQUESTS) >= 1;
                });
        assertThat(
                        server.counted(
                                REQUESTS,
                                "operation",
                                Operation.LIST_CONTACTS.word(),
                                "status",
                                "200"))
                .isEqualTo(1);
    }

    // --- call control ---

    @ParameterizedTest
    @CsvSource({
        "BAD_REQUEST,400,bad-request",
        "ACCESS_DENIED,403,forbidden",
        "NOT_FOUND,404,not-found",
        "TIMEOUT,504,timed-out",
        "CONFLICT,409,conflict",
        "BUSY,409,busy",
        "INTERNAL,500,internal"
    })
    void turnsEveryRefusalIntoItsProblem(AgentError error, int status, String type)
            throws Exception {
        control.fallSilent();
        var answer = server.request("ann", HttpMethod.POST, "/api/contacts/c/end").send();
        control.nextAsked().reply(new Reply.Refused(error, "because"), LocalCodec.options());

        assertThat(document.problem(ControlServer.await(answer), status, type))
                .isEqualTo("because");
    }

    @Test
    void saysThatCallControlDoesNotAnswerOrIsNotThere(Vertx vertx) throws Exception {
        control.fallSilent();
        var hasty = server(vertx, 100, ControlServer.PATIENT_MS);
        var silent =
                ControlServer.await(hasty.request("ann", HttpMethod.GET, "/api/contacts").send());
        document.problem(silent, 504, "timed-out");

        var elsewhere = Vertx.vertx();
        try {
            LocalCodec.installOn(elsewhere.eventBus());
            var alone = server(elsewhere, ControlServer.PATIENT_MS, ControlServer.PATIENT_MS);
            var answer =
                    ControlServer.await(
                            alone.request("ann", HttpMethod.POST, "/api/contacts/c/end").send());
            document.problem(answer, 503, "not-ready");
            document.problem(alone.get("ann", "/api/events"), 503, "not-ready");
        } finally {
            ControlServer.await(elsewhere.close());
        }
    }

    private HttpResponse<Buffer> bare(HttpMethod method, String path) throws Exception {
        return ControlServer.await(server.request("ann", method, path).send());
    }
}
