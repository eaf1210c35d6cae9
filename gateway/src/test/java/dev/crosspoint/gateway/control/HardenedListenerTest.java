package dev.crosspoint.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.Soon;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every answer of the real listener has in common, whatever was asked. */
@ExtendWith(VertxExtension.class)
@Timeout(value = 60, timeUnit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set before each test.
class HardenedListenerTest {
    private ControlDouble control;
    private ControlServer server;

    @BeforeEach
    void open(Vertx vertx) throws Exception {
        control = new ControlDouble(vertx);
        server = new ControlServer(vertx);
    }

    @Test
    void tellsTheBrowserWhatItMayDoWithEveryPageAndFile() throws Exception {
        var pages =
                new ArrayList<>(List.of("/", "/supervisor", "/nothing", "/js/", "/health/live"));
        pages.addAll(List.of("/health/ready", "/metrics", "/api/nothing", "/api/openapi.json"));
        pages.addAll(files());
        assertThat(pages).contains("/js/app.js", "/css/base.css");
        for (var page : pages) {
            isHardened(page, server.get("sue", page));
        }
    }

    @Test
    void tellsSoWithEveryAnswerOfTheApiAndWithErrorsToo() throws Exception {
        for (var operation : Operation.values()) {
            var path = operation.path().replaceAll(":[A-Za-z]+", "x");
            if (operation != Operation.WATCH) {
                isHardened(path, send("sue", operation.method(), path, "{}"));
                isHardened(path, send("sue", operation.method(), path, "no json"));
            }
            isHardened(path, send("nobody-of-ours", operation.method(), path, "{}"));
            isHardened(path, send("ann", HttpMethod.PATCH, path, "{}"));
        }
        isHardened("session", send("ann", HttpMethod.POST, "/api/session", "{}"));
        isHardened(
                "session",
                send(
                        "ann",
                        HttpMethod.POST,
                        "/api/session",
                        "{\"user\":\"ann\",\"password\":\"x\"}"));
        isHardened("session", send("ann", HttpMethod.DELETE, "/api/session", ""));
    }

    /** A page of another origin can have a browser send cookies, never this header. */
    @Test
    void changesNothingForARequestWithoutTheHeaderThatOnlyOurScriptCanWrite() throws Exception {
        for (var operation : Operation.values()) {
            var path = operation.path().replaceAll(":[A-Za-z]+", "x") + "?token=token-sue";
            if (!operation.isOpen()) {
                var answer =
                        ControlServer.await(
                                server.request(null, operation.method(), path)
                                        .putHeader("cookie", "token=token-sue; session=token-sue")
                                        .putHeader("content-type", "application/json")
                                        .sendBuffer(Buffer.buffer("{\"token\":\"token-sue\"}")));
                assertThat(answer.statusCode()).as(operation.word()).isEqualTo(401);
            }
        }
        assertThat(control.asked).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "too long an address, 414, address-too-long",
        "too large headers, 431, headers-too-large",
        "no HTTP, 400, bad-request"
    })
    void answersWhatIsNoWholeRequest(String what, int status, String problem) throws Exception {
        var raw = new RawClient(server.port());
        var answer =
                switch (what) {
                    case "too long an address" ->
                            raw.ask("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
                    case "too large headers" ->
                            raw.ask(
                                    "GET / HTTP/1.1\r\nHost: x\r\nX-Much: "
                                            + "a".repeat(9_000)
                                            + "\r\n\r\n");
                    default -> raw.ask("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: much\r\n\r\n");
                };

        assertThat(answer)
                .matches("(?s)HTTP/1\\.[01] " + status + " .*")
                .contains("urn:crosspoint:problem:" + problem)
                .containsIgnoringCase("content-security-policy: default-src 'none'");
        awaitCountedOnce(problem);
    }

    @Test
    void countsTheRequestsThatItRefuses() throws Exception {
        send("sue", HttpMethod.POST, "/api/contacts", "x".repeat(20_000));
        send("nobody-of-ours", HttpMethod.GET, "/api/contacts", "");

        awaitCountedOnce("too-large");
        awaitCountedOnce("forbidden");
    }

    /** An answer is counted when it has gone, and its client may have it before. */
    private void awaitCountedOnce(String problem) throws Exception {
        Soon.until(problem + " is counted", () -> counted(problem) > 0);
        assertThat(counted(problem)).isEqualTo(1);
    }

    private double counted(String problem) {
        return server.counted("crosspoint.https.refused", "problem", problem);
    }

    private HttpResponse<Buffer> send(String agent, HttpMethod method, String path, String body)
            throws Exception {
        return server.send(agent, method, path, body);
    }

    private static void isHardened(String what, HttpResponse<Buffer> answer) {
        assertThat(answer.headers().getAll("content-security-policy"))
                .as(what)
                .singleElement()
                .asString()
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http");
        assertThat(answer.getHeader("strict-transport-security"))
                .as(what)
                .isEqualTo("max-age=31536000");
        assertThat(answer.getHeader("x-content-type-options")).as(what).isEqualTo("nosniff");
        assertThat(answer.getHeader("referrer-policy")).as(what).isEqualTo("no-referrer");
        assertThat(answer.getHeader("permissions-policy")).as(what).contains("camera=()");
        assertThat(answer.getHeader("cross-origin-opener-policy"))
                .as(what)
                .isEqualTo("same-origin");
        assertThat(answer.getHeader("cross-origin-resource-policy"))
                .as(what)
                .isEqualTo("same-origin");
        assertThat(answer.headers().contains("access-control-allow-origin")).as(what).isFalse();
        assertThat(answer.cookies()).as(what).isEmpty();
    }

    /** Every file that there is, as a browser asks for it. */
    private static List<String> files() throws Exception {
        var index = Objects.requireNonNull(ControlApi.class.getResource("/web/index.html"));
        var web = Objects.requireNonNull(Path.of(index.toURI()).getParent());
        try (var all = Files.walk(web)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> "/" + web.relativize(file))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
