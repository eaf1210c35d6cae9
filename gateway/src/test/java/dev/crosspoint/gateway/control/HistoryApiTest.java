package dev.crosspoint.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.contact.Contact;
import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.contact.ContactTimes;
import dev.crosspoint.gateway.history.HistoryJson;
import dev.crosspoint.gateway.history.HistoryVerticle;
import dev.crosspoint.gateway.store.AgentDeed;
import dev.crosspoint.gateway.store.AgentDeed.What;
import dev.crosspoint.gateway.store.AgentHistoryStore;
import dev.crosspoint.gateway.switchboard.CallCentre;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What agents did, from the database to programs; and that nobody else learns of it. */
@ExtendWith(VertxExtension.class)
@Timeout(value = 60, timeUnit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set before each test.
class HistoryApiTest {
    private static final Tenant OTHER = new Tenant("another", "tenant");
    private static final Instant NINE = Instant.parse("2026-11-27T09:00:00Z");

    private final List<AgentDeed> deeds = new ArrayList<>();
    private final List<AuditEvent> onRecord = new CopyOnWriteArrayList<>();
    private volatile Future<Void> recording = Future.succeededFuture();
    private DatabaseServer server;

    @TempDir private Path home;

    @BeforeEach
    void open(Vertx vertx) throws Exception {
        server = new DatabaseServer(vertx, home);
        ControlServer.await(
                vertx.deployVerticle(
                        new HistoryVerticle(
                                server.database.agentHistory(),
                                event -> {
                                    onRecord.add(event);
                                    return recording;
                                })));
        did(0, new What.SignedIn());
        did(1, new What.ChangedState("offline", "available"));
        did(2, new What.ChangedState("available", "busy"));
        did(3, new What.HadContact("c-1", "handled"));
        did(3, new What.ChangedState("busy", "after-contact"));
        did(4, new What.SignedOut());
        keep(CallCentre.TENANT, deeds);
        keep(CallCentre.TENANT, List.of(deed("bob", 0, new What.SignedIn())));
        keep(OTHER, List.of(deed("ann", 0, new What.SignedIn())));
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    private void did(int minute, What what) {
        deeds.add(deed("ann", minute, what));
    }

    private static AgentDeed deed(String agent, int minute, What what) {
        return new AgentDeed(
                UUID.randomUUID(), agent, NINE.plusSeconds(60L * minute), what, 60_000L * minute);
    }

    private void keep(Tenant tenant, List<AgentDeed> all) throws Exception {
        ControlServer.await(server.database.agentHistory().keep(tenant, all));
    }

    @Test
    void tellsWhatAnAgentDidTheNewestFirst() throws Exception {
        var all = list("ann", "").path("activities");
        assertThat(all).hasSize(6);
        assertThat(all.path(0).path("kind").textValue()).isEqualTo("signed-out");
        assertThat(all.path(0).path("lastedMs").longValue()).isEqualTo(240_000);
        assertThat(all.path(5).path("kind").textValue()).isEqualTo("signed-in");
        assertThat(all.path(5).path("atMs").longValue()).isEqualTo(NINE.toEpochMilli());
        assertThat(list("ann", "?from=2026-11-27T09:03:00Z").path("activities")).hasSize(3);
        assertThat(list("ann", "?to=2026-11-27T09:03:00Z").path("activities")).hasSize(3);
        assertThat(list("nobody", "").path("activities")).isEmpty();
    }

    @Test
    void answersOnlyWhatIsOnRecord() throws Exception {
        list("ann", "?from=2026-11-27T09:03:00Z");
        assertThat(onRecord)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.who()).isEqualTo(new Actor.Agent("sue"));
                    assertThat(event.tenant()).isEqualTo(CallCentre.TENANT);
                    assertThat(event.what())
                            .isEqualTo(
                                    new Deed.Searched(
                                            "agentHistory",
                                            new TreeMap<>(
                                                    Map.of(
                                                            "agent",
                                                            "ann",
                                                            "from",
                                                            "2026-11-27T09:03:00Z"))));
                });

        recording = Future.failedFuture("told to");
        server.refusal("sue", path("ann"), 503, "not-ready");
    }

    @Test
    void deletesTheOldestOfOneTenantOnly() throws Exception {
        var store = server.database.agentHistory();
        assertThat(delete(store, NINE.plusSeconds(120), 2)).isEqualTo(2);
        assertThat(delete(store, NINE.plusSeconds(120), 2)).isEqualTo(1);
        assertThat(delete(store, NINE.plusSeconds(120), 2)).isZero();

        assertThat(list("ann", "").path("activities")).hasSize(4);
        assertThat(list("bob", "").path("activities")).isEmpty();
        assertThat(store.list(OTHER, "ann", null, null, null, 10).await(20, TimeUnit.SECONDS))
                .hasSize(1);
    }

    private static int delete(AgentHistoryStore store, Instant before, int limit) throws Exception {
        return store.deleteBefore(CallCentre.TENANT, before, limit).await(20, TimeUnit.SECONDS);
    }

    @Test
    void keepsEachOnceHoweverOftenItIsTold() throws Exception {
        keep(CallCentre.TENANT, deeds);
        keep(CallCentre.TENANT, deeds.subList(0, 2));

        assertThat(list("ann", "").path("activities")).hasSize(6);
    }

    @Test
    void turnsPagesAlsoBetweenThingsOfTheSameMoment() throws Exception {
        var seen = new ArrayList<String>();
        var next = "";
        do {
            var page = list("ann", "?limit=1" + (next.isEmpty() ? "" : "&after=" + next));
            page.path("activities").forEach(each -> seen.add(each.path("activityId").textValue()));
            next = page.path("next").asText("");
        } while (!next.isEmpty());

        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(
                        deeds.stream().map(deed -> deed.id().toString()).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"?after=x", "?after=1~x", "?limit=0", "?limit=501", "?from=today"})
    void refusesWhatIsNoQuestion(String query) throws Exception {
        server.refusal("sue", path("ann") + query, 400, "bad-request");
    }

    @Test
    void tellsNothingToWhoMayNotKnow() throws Exception {
        assertThat(server.refusal("ann", path("ann"), 403, "forbidden")).contains("AccessMetrics");
    }

    @Test
    void saysSoWhenTheDatabaseDoesNotAnswer() throws Exception {
        server.away();
        server.refusal("sue", path("ann"), 503, "not-ready");
        server.back();
    }

    @Test
    void announcesContactsWithoutAnythingPersonal() throws Exception {
        var record =
                new ContactRecord(
                        CallCentre.TENANT,
                        new Contact("c-2", "c-1", "c-1"),
                        3,
                        ContactRecord.Method.TRANSFER,
                        new ContactTimes(1, null, 2L, 3L, 1, 4, 4, 0),
                        "Sales",
                        "ann",
                        new Private("+442079460123"),
                        new Private("+442079460000"),
                        List.of(
                                new ContactRecord.Dialled(
                                        ContactRecord.Dialled.By.AGENT,
                                        new Private("+442079460777"))),
                        new Private("a name"),
                        new Private("a description"),
                        Map.of("colour", new Private("blue")),
                        List.of(),
                        "customer-hung-up",
                        List.of(),
                        List.of("r-1"));
        var document = Document.ofResource();
        var json = HistoryJson.of(record);
        var schema = document.parse("{\"$ref\":\"#/components/schemas/RecordedContact\"}");

        assertThat(document.faults(schema, json)).isEqualTo(List.of());
        assertThat(json.toString())
                .doesNotContain("44207", "blue", "colour", "name\"", "description")
                .contains("c-2", "customer-hung-up", "r-1");
    }

    private static String path(String agent) {
        return "/api/agents/" + agent + "/history";
    }

    private JsonNode list(String agent, String query) throws Exception {
        return server.get("sue", path(agent) + query, "GET /api/agents/{agentId}/history");
    }
}
