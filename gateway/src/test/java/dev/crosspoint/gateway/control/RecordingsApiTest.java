package dev.crosspoint.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crosspoint.gateway.Soon;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.contact.Sides;
import dev.crosspoint.gateway.recording.Archive;
import dev.crosspoint.gateway.recording.RecordingVerticle;
import dev.crosspoint.gateway.store.Database;
import dev.crosspoint.gateway.store.KeyChangeStore;
import dev.crosspoint.gateway.store.Recording.Facts;
import dev.crosspoint.gateway.store.RecordingStore;
import dev.crosspoint.gateway.store.TestDatabase;
import dev.crosspoint.gateway.switchboard.CallCentre;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.spool.SpoolMeter;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Tenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What programs learn of recordings: HTTPS in front, a database and the works behind. */
@ExtendWith(VertxExtension.class)
@Timeout(value = 60, timeUnit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set before each test.
class RecordingsApiTest {
    private static final Instant NINE = Archive.NINE;

    private final Document document = Document.ofResource();
    private final Queue<AuditEvent> audited = new ConcurrentLinkedQueue<>();
    private Database database;
    private RecordingStore store;
    private KeyChangeStore keyChanges;
    private Archive archive;
    private ControlServer server;

    @TempDir private Path home;

    @BeforeEach
    void open(Vertx vertx) throws Exception {
        LocalCodec.installOn(vertx.eventBus());
        database =
                Database.open(
                        vertx,
                        TestDatabase.migrated(),
                        home,
                        new SimpleMeterRegistry(),
                        new SecureRandom());
        store = database.recordings();
        keyChanges = database.keyChanges();
        var tenant = CallCentre.TENANT;
        archive =
                new Archive(
                        home,
                        new dev.crosspoint.media.api.Tenant(tenant.account(), tenant.instance()),
                        store,
                        null);
        var verticle =
                new RecordingVerticle(
                        List.of(tenant),
                        store,
                        keyChanges,
                        () -> archive.works,
                        audited::add,
                        () -> new SpoolMeter(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, true),
                        new SimpleMeterRegistry(),
                        InstantSource.system());
        ControlServer.await(vertx.deployVerticle(verticle));
        server = new ControlServer(vertx);
    }

    @AfterEach
    void close() throws Exception {
        archive.close();
        database.close();
    }

    @Test
    void showsARecordingOnAllItsWay() throws Exception {
        archive.running("open");
        archive.sealed("sealed");
        archive.delivered("delivered");

        assertThat(show("open").path("state").textValue()).isEqualTo("open");
        assertThat(show("sealed").path("endedMs").longValue())
                .isEqualTo(NINE.plusSeconds(10).toEpochMilli());
        var delivered = show("delivered");
        assertThat(delivered.path("state").textValue()).isEqualTo("delivered");
        assertThat(delivered.path("format").textValue()).isEqualTo("wav-8-khz");
        assertThat(delivered.path("erased").booleanValue()).isTrue();
        assertThat(delivered.path("location").textValue()).endsWith(".wav.sealed");
        assertThat(list("").path("recordings")).hasSize(3).contains(delivered);
    }

    @Test
    void turnsThePagesOfManyFromTheNewestToTheOldest() throws Exception {
        for (int i = 0; i < 7; i++) {
            opened(CallCentre.TENANT, "r" + i, "c" + i, NINE.plusSeconds(i));
        }
        var ids = new ArrayList<String>();
        var pages = 0;
        var next = "";
        do {
            var page = list("?limit=3" + (next.isEmpty() ? "" : "&after=" + next));
            page.path("recordings").forEach(one -> ids.add(one.path("recordingId").textValue()));
            next = page.path("next").asText("");
            pages++;
        } while (!next.isEmpty());

        assertThat(ids).containsExactly("r6", "r5", "r4", "r3", "r2", "r1", "r0");
        assertThat(pages).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "?state=open, a b",
        "?state=failed, c",
        "?state=delivered, ''",
        "?contact=c-a, a",
        "?contact=first-b, b",
        "?contact=nobody, ''",
        "?from=2026-11-27T09:00:01Z, b c",
        "?to=2026-11-27T09:00:01Z, a",
        "?from=2026-11-27T09:00:01Z&to=2026-11-27T09:00:02Z, b",
        "?state=open&contact=c-a&limit=1000&unknown=x, a",
    })
    void findsWhatIsAskedFor(String query, String expected) throws Exception {
        opened(CallCentre.TENANT, "a", "c-a", NINE);
        opened(CallCentre.TENANT, "b", "c-b", NINE.plusSeconds(1));
        opened(CallCentre.TENANT, "c", "c-c", NINE.plusSeconds(2));
        Archive.await(store.failed(CallCentre.TENANT, new RecordingId("c"), "TAMPERED", NINE));

        var found = new ArrayList<String>();
        list(query).path("recordings").forEach(one -> found.add(one.path("recordingId").asText()));
        assertThat(found)
                .containsExactlyInAnyOrder(expected.isEmpty() ? new String[0] : words(expected));
    }

    private static String[] words(String text) {
        return text.split(" ", -1);
    }

    @ParameterizedTest
    @CsvSource({
        "?state=lost, state",
        "?state=, state",
        "?from=yesterday, from",
        "?to=2026-13-01T00:00:00Z, to",
        "?limit=0, limit",
        "?limit=1001, limit",
        "?limit=ten, limit",
        "?after=x, after",
        "?contact=, contact",
    })
    void saysWhatIsWrongWithAQuestion(String query, String member) throws Exception {
        var answer = server.get("sue", "/api/recordings" + query);
        assertThat(document.problem(answer, 400, "bad-request")).startsWith(member);
    }

    @Test
    void knowsNothingOfAnotherTenantsRecordings() throws Exception {
        var other = new Tenant(CallCentre.TENANT.account(), "another");
        opened(other, "theirs", "c-1", NINE);
        Archive.await(store.failed(other, new RecordingId("theirs"), "TAMPERED", NINE));
        Archive.await(keyChanges.started(other, "k", "from", "to", 1, NINE));

        document.problem(server.get("sue", "/api/recordings/theirs"), 404, "not-found");
        document.problem(
                server.post("sue", "/api/recordings/theirs/deliver", ""), 404, "not-found");
        assertThat(list("").path("recordings")).isEmpty();
        assertThat(keyChanges().path("keyChanges")).isEmpty();
    }

    @Test
    void refusesWhoMayNotSearchContacts() throws Exception {
        archive.sealed("r");
        for (var path : List.of("/api/recordings", "/api/recordings/r")) {
            var detail = document.problem(server.get("ann", path), 403, "forbidden");
            assertThat(detail).contains("ContactSearch.View");
        }
        document.problem(server.post("ann", "/api/recordings/r/deliver", ""), 403, "forbidden");
        assertThat(audited).isEmpty();
    }

    @Test
    void deliversWhatWasGivenUpAndLeavesThatOnRecord() throws Exception {
        var recording = archive.prepared("r");
        Archive.await(store.failed(CallCentre.TENANT, recording, "TARGET_UNAVAILABLE", NINE));

        var answer = server.post("sue", "/api/recordings/r/deliver", "");
        check("POST /api/recordings/{recordingId}/deliver", answer, 204);

        archive.awaitErased(recording);
        Soon.until("nothing is under way", () -> archive.works.underWay() == 0);
        assertThat(show("r").path("state").textValue()).isEqualTo("delivered");
        assertThat(audited)
                .extracting(AuditEvent::who, AuditEvent::what)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(
                                new Actor.Agent("sue"),
                                new Deed.UsedApi("deliver", "recording:r")));
        document.problem(server.post("sue", "/api/recordings/r/deliver", ""), 409, "conflict");
        assertThat(audited).hasSize(1);
    }

    @Test
    void doesNotDeliverWhatIsStillRecorded() throws Exception {
        archive.running("r");
        document.problem(server.post("sue", "/api/recordings/r/deliver", ""), 409, "conflict");
    }

    @Test
    void tellsHowFarTheChangeOfAKeyIs() throws Exception {
        var tenant = CallCentre.TENANT;
        Archive.await(keyChanges.started(tenant, "k1", "old", "new", 2, NINE));
        Archive.await(keyChanges.advanced(tenant, "k1", 2, new RecordingId("r")));
        Archive.await(keyChanges.finished(tenant, "k1", null, NINE.plusSeconds(9)));
        Archive.await(keyChanges.started(tenant, "k2", "new", "newer", 8, NINE.plusSeconds(10)));

        var changes = keyChanges().path("keyChanges");
        assertThat(changes)
                .extracting(one -> one.path("id").textValue())
                .containsExactly("k2", "k1");
        assertThat(changes.path(0).path("state").textValue()).isEqualTo("running");
        assertThat(changes.path(0).has("finishedMs")).isFalse();
        assertThat(changes.path(1).path("state").textValue()).isEqualTo("done");
        assertThat(changes.path(1).path("done").intValue()).isEqualTo(2);
        var refused = server.get("ann", "/api/key-changes");
        assertThat(document.problem(refused, 403, "forbidden")).contains("AccessMetrics");
    }

    @Test
    void saysSoWhenTheDatabaseDoesNotAnswer() throws Exception {
        database.close();
        document.problem(server.get("sue", "/api/recordings"), 503, "not-ready");
        document.problem(server.get("sue", "/api/key-changes"), 503, "not-ready");
    }

    // ---- asking

    private void opened(Tenant tenant, String id, String contact, Instant at) throws Exception {
        var facts =
                new Facts(
                        contact,
                        contact.replace("c-", "first-"),
                        "ann",
                        "Sales",
                        1,
                        Sides.BOTH,
                        at);
        Archive.await(store.opened(tenant, new RecordingId(id), facts, "key-1"));
    }

    private JsonNode list(String query) throws Exception {
        return check("GET /api/recordings", server.get("sue", "/api/recordings" + query), 200);
    }

    private JsonNode show(String id) throws Exception {
        var head =
                ControlServer.await(
                        server.request("sue", HttpMethod.HEAD, "/api/recordings/" + id).send());
        assertThat(head.statusCode()).isEqualTo(200);
        return check(
                "GET /api/recordings/{recordingId}",
                server.get("sue", "/api/recordings/" + id),
                200);
    }

    private JsonNode keyChanges() throws Exception {
        return check("GET /api/key-changes", server.get("sue", "/api/key-changes"), 200);
    }

    private JsonNode check(String operation, HttpResponse<Buffer> answer, int status) {
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(status);
        var media = document.response(operation, status).path("content").path("application/json");
        if (media.isMissingNode()) {
            assertThat(answer.bodyAsString()).isNull();
            return media;
        }
        var json = document.parse(Objects.requireNonNull(answer.bodyAsString()));
        assertThat(document.faults(media.path("schema"), json)).as(json.toString()).isEmpty();
        return json;
    }
}
