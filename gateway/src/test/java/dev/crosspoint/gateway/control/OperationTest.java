package dev.crosspoint.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.access.Gates;
import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.switchboard.CallCentre;
import dev.crosspoint.gateway.switchboard.Right;
import dev.crosspoint.signaling.json.Params;
import dev.crosspoint.signaling.json.VerbJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.junit5.VertxExtension;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Table, routes and document say the same. */
@ExtendWith(VertxExtension.class)
class OperationTest {
    private static final Set<String> SESSION =
            Set.of(
                    "POST /api/session",
                    "DELETE /api/session",
                    "POST /api/session/code",
                    "POST /api/session/enrolment",
                    "POST /api/session/password",
                    "POST /api/session/step-up",
                    "GET /api/session/ways",
                    "POST /api/session/provider",
                    "POST /api/session/provider/code");

    /**
     * All that any address takes: ids, times, states and the like. Whoever adds to it makes sure
     * that it tells of nobody outside.
     */
    private static final Set<String> IN_ADDRESSES =
            Set.of(
                    "agentId",
                    "contactId",
                    "denialId",
                    "profileName",
                    "recordingId",
                    "ticket",
                    "userId",
                    "after",
                    "agent",
                    "columns",
                    "contact",
                    "from",
                    "legs",
                    "limit",
                    "play",
                    "recording",
                    "state",
                    "to",
                    "trunk",
                    "user");

    private final Document document = Document.ofResource();

    @Test
    void hasEveryVerbOfTheWebSocketInItsSpelling() {
        assertThat(Arrays.stream(Operation.values()).map(Operation::verb).filter(v -> !v.isEmpty()))
                .containsExactlyInAnyOrderElementsOf(VerbJson.VERBS);
    }

    @Test
    void asksForEveryVerbWhatTheDesktopAsks() throws Exception {
        var json =
                "{'number':'+4930123','participant':'p1','held':true,'muted':true,'paused':true,"
                        + "'digits':'1','how':'barge'}";
        var params = new Params((ObjectNode) document.parse(json.replace('\'', '"')));
        for (var operation : Operation.values()) {
            if (!operation.verb().isEmpty()) {
                var right = Right.of(VerbJson.read(operation.verb(), params));
                assertThat(operation.permissions())
                        .as(operation.word())
                        .isEqualTo(right.oneOfWithListeners());
            }
        }
    }

    @Test
    void isOpenToNobodyButForItsDocument() {
        assertThat(Operation.values())
                .filteredOn(Operation::isOpen)
                .containsExactly(Operation.READ_DOCUMENT);
        for (var operation : Operation.values()) {
            assertThat(operation.allows(Set.of()))
                    .isEqualTo(operation.isOpen() || operation.isForEverybody());
            assertThat(operation.allows(Set.of(Permission.values()))).isTrue();
        }
    }

    @Test
    void isWhatTheRouterServesAndTheDocumentDescribes(Vertx vertx) {
        var table =
                Arrays.stream(Operation.values())
                        .map(operation -> operation.method() + " " + operation.path())
                        .collect(Collectors.toCollection(TreeSet::new));
        table.addAll(SESSION);

        assertThat(served(vertx)).isEqualTo(table);
        assertThat(document.operations().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        table.stream().map(OperationTest::inBraces).toList());
    }

    /** Every route below {@code /api}, but those that say which methods there are. */
    private static Set<String> served(Vertx vertx) {
        var api =
                new ControlApi(
                        vertx,
                        CallCentre::byToken,
                        CallCentre::permissions,
                        Gates.open(),
                        ControlServer.SILENT,
                        1_000,
                        new SimpleMeterRegistry(),
                        new SecureRandom(),
                        _ -> {},
                        _ -> Future.succeededFuture());
        var served = new TreeSet<String>();
        for (var route : ControlServer.router(vertx, api).getRoutes()) {
            var path = route.getPath();
            if (path != null && path.startsWith("/api/") && route.methods() != null) {
                route.methods().stream()
                        .filter(method -> !method.equals(HttpMethod.HEAD))
                        .forEach(method -> served.add(method + " " + path));
                assertThat(route.methods().contains(HttpMethod.HEAD))
                        .isEqualTo(route.methods().contains(HttpMethod.GET));
            }
        }
        return served;
    }

    private static String inBraces(String operation) {
        return operation.replaceAll(":([A-Za-z]+)", "{$1}");
    }

    @Test
    void isDocumentedWithItsPermissionsAndErrors() {
        for (var operation : Operation.values()) {
            var described = described(operation);
            assertThat(described.path("operationId").textValue()).isEqualTo(operation.word());
            assertThat(Document.words(described.path("x-permissions")))
                    .as(operation.word())
                    .isEqualTo(
                            operation.permissions().stream()
                                    .map(Permission::word)
                                    .collect(Collectors.toSet()));
            var answers = new TreeSet<String>();
            described.path("responses").fieldNames().forEachRemaining(answers::add);
            if (!operation.isOpen()) {
                assertThat(answers).contains("401", "403", "429", "500", "503", "504");
            }
            if (!operation.isRead()) {
                assertThat(answers).contains("400", "408", "413", "415");
            }
            if (!operation.isRead()
                    && operation != Operation.SEARCH_CONTACT_RECORDS
                    && operation != Operation.PREFLIGHT) {
                assertThat(answers).contains("409");
            }
            if (operation.path().contains(":")) {
                assertThat(answers).contains("404");
            }
        }
    }

    /** Addresses end in the logs of proxies and in the histories of browsers. */
    @Test
    void takesNothingPersonalInAnAddress() {
        for (var entry : document.operations().entrySet()) {
            for (var parameter : entry.getValue().path("parameters")) {
                var described = document.followed(parameter);
                if (!described.path("in").textValue().equals("header")) {
                    assertThat(described.path("name").textValue())
                            .as(entry.getKey())
                            .isIn(IN_ADDRESSES);
                }
            }
        }
    }

    @Test
    void isDocumentedWithExamplesThatFollowTheirSchemas() {
        var examples = 0;
        for (var entry : document.operations().entrySet()) {
            var body = entry.getValue().path("requestBody").path("content");
            examples += check(entry.getKey(), body);
            for (var response : entry.getValue().path("responses")) {
                examples += check(entry.getKey(), document.followed(response).path("content"));
            }
        }
        assertThat(examples).isGreaterThan(document.operations().size());
        for (var parameter : document.root().at("/components/parameters")) {
            assertThat(document.faults(parameter.path("schema"), parameter.path("example")))
                    .isEmpty();
        }
    }

    private int check(String where, JsonNode content) {
        for (var media : content) {
            assertThat(media.has("example")).as(where).isTrue();
            assertThat(document.faults(media.path("schema"), media.path("example")))
                    .as(where + " " + media.path("example"))
                    .isEmpty();
        }
        return content.size();
    }

    private JsonNode described(Operation operation) {
        var key = inBraces(operation.method() + " " + operation.path());
        var described = document.operations().get(key);
        if (described == null) {
            throw new AssertionError("not documented: " + key);
        }
        return described;
    }
}
