package dev.crosspoint.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.Soon;
import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.signaling.client.TokenBucket;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is let in, to what, and how often. */
@ExtendWith(VertxExtension.class)
@Timeout(value = 40, timeUnit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set before each test.
class AdmissionTest {
    private final Document document = Document.ofResource();
    private Set<Permission> permissions = EnumSet.allOf(Permission.class);
    private ControlDouble control;
    private ControlServer server;

    @BeforeEach
    void open(Vertx vertx) throws Exception {
        control = new ControlDouble(vertx);
        control.answerForRecordings();
        control.answerForAudit();
        control.answerForTrunks();
        control.answerForNetwork();
        control.answerForContactRecords();
        control.answerForPeople();
        control.answerForHistory();
        server =
                new ControlServer(
                        vertx,
                        Proven.agents(),
                        (_, _) -> permissions,
                        ControlServer.PATIENT_MS,
                        ControlServer.PATIENT_MS,
                        StreamRules.ORDINARY);
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void letsNobodyInWithoutAGoodToken(Operation operation) throws Exception {
        var stranger = ControlServer.await(request(operation, null).send());
        var guess =
                ControlServer.await(
                        request(operation, null)
                                .putHeader("authorization", "Bearer guessed")
                                .send());
        var basic =
                ControlServer.await(
                        request(operation, null).basicAuthentication("ann", "token-ann").send());
        var cookie =
                ControlServer.await(
                        request(operation, null).putHeader("cookie", "token=token-ann").send());

        for (var answer : List.of(stranger, guess, basic, cookie)) {
            if (operation.isOpen()) {
                assertThat(answer.statusCode()).isEqualTo(200);
            } else {
                document.problem(answer, 401, "not-signed-in");
                assertThat(answer.getHeader("www-authenticate")).isEqualTo("Bearer");
            }
        }
        assertThat(control.asked).isEmpty();
        awaitCounted(operation, "401", operation.isOpen() ? 0 : 4);
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void letsInWhoHasOneOfThePermissionsAndNobodyElse(Operation operation) throws Exception {
        permissions = EnumSet.allOf(Permission.class);
        permissions.removeAll(operation.permissions());
        var lacking = ControlServer.await(request(operation, "ann").send());
        if (operation.isOpen() || operation.isForEverybody()) {
            assertThat(lacking.statusCode()).isIn(200, 204, 400);
            return;
        }
        var detail = document.problem(lacking, 403, "forbidden");
        assertThat(control.asked).isEmpty();
        awaitCounted(operation, "403", 1);

        for (var one : operation.permissions()) {
            assertThat(detail).contains(one.word());
            permissions = EnumSet.of(one);
            var head = operation == Operation.WATCH ? HttpMethod.HEAD : operation.method();
            var path = path(operation);
            var answer = ControlServer.await(server.request("ann", head, path).send());
            assertThat(answer.statusCode()).as(one.word()).isIn(200, 204, 400);
        }
    }

    @Test
    void holdsEachAgentToARateOfItsOwn() throws Exception {
        var answers = new ArrayList<Future<HttpResponse<Buffer>>>();
        for (int i = 0; i < 4 * TokenBucket.CLIENT_BURST; i++) {
            answers.add(server.request("ann", HttpMethod.GET, "/api/contacts").send());
        }
        for (var answer : answers) {
            ControlServer.await(answer);
        }

        var refused =
                answers.stream()
                        .map(Future::result)
                        .filter(answer -> answer.statusCode() != 200)
                        .toList();
        assertThat(refused).isNotEmpty();
        for (var answer : refused) {
            document.problem(answer, 429, "too-many");
            assertThat(answer.getHeader("retry-after")).isEqualTo("1");
        }
        assertThat(server.get("bob", "/api/contacts").statusCode()).isEqualTo(200);
    }

    /** An answer is counted when it has gone, and its client may have it before. */
    private void awaitCounted(Operation operation, String status, int times) throws Exception {
        Soon.until("they are counted", () -> counted(operation, status) >= times);
        assertThat(counted(operation, status)).isEqualTo(times);
    }

    private double counted(Operation operation, String status) {
        return server.counted(
                "crosspoint.api.requests", "operation", operation.word(), "status", status);
    }

    private HttpRequest<Buffer> request(Operation operation, @Nullable String agent) {
        return server.request(agent, operation.method(), path(operation));
    }

    private static String path(Operation operation) {
        return operation.path().replaceAll(":[A-Za-z]+", "x");
    }
}
