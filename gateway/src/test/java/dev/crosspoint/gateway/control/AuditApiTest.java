package dev.crosspoint.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditTrail;
import dev.crosspoint.gateway.audit.AuditVerticle;
import dev.crosspoint.gateway.audit.Chained;
import dev.crosspoint.gateway.local.FolderTarget;
import dev.crosspoint.gateway.signed.Signer;
import dev.crosspoint.gateway.switchboard.CallCentre;
import dev.crosspoint.media.vault.MemoryKeys;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Vertx;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may know who did what: HTTPS in front, a chain in a database behind. */
@ExtendWith(VertxExtension.class)
@Timeout(value = 60, timeUnit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set before each test.
class AuditApiTest {
    private static final Tenant OTHER = new Tenant("another", "tenant");

    private DatabaseServer server;
    private AuditTrail trail;

    @TempDir private Path home;

    @BeforeEach
    void open(Vertx vertx) throws Exception {
        server = new DatabaseServer(vertx, home);
        var database = server.database;
        var target = new FolderTarget(home.resolve("delivered"));
        trail =
                AuditTrail.start(
                        new AuditTrail.Parts(
                                home.resolve("audit"),
                                database.audit(),
                                new MemoryKeys(),
                                unsigned(),
                                Map.of(CallCentre.TENANT, target, OTHER, target),
                                Duration.ofHours(1),
                                InstantSource.system()));
        ControlServer.await(
                vertx.deployVerticle(new AuditVerticle(database.audit(), trail::before)));
        for (int i = 0; i < 6; i++) {
            did("ann", CallCentre.TENANT, new Deed.ViewedContact("c-" + i));
        }
        did("bob", CallCentre.TENANT, new Deed.PlayedRecording("r-1", Optional.of("c-1")));
        did("ann", OTHER, new Deed.PlayedRecording("r-1", Optional.of("theirs")));
        chained(CallCentre.TENANT, 7);
        chained(OTHER, 1);
    }

    @AfterEach
    void close() throws Exception {
        trail.close();
        server.close();
    }

    @Test
    void tellsWhoHeardARecordingAndWhatSomebodyDid() throws Exception {
        var heard = list("?recording=r-1").path("events");
        assertThat(heard).hasSize(1);
        assertThat(heard.path(0).at("/userIdentity/principalId").textValue()).isEqualTo("bob");
        assertThat(heard.path(0).path("recipientInstanceId").textValue())
                .isEqualTo(CallCentre.TENANT.instance());
        assertThat(list("?user=ann").path("events")).hasSize(6);
        assertThat(list("?contact=c-1").path("events")).hasSize(2);
        assertThat(list("?contact=theirs").path("events")).isEmpty();
        assertThat(list("?user=nobody").path("events")).isEmpty();
        assertThat(list("?user=ann&to=2020-01-01T00:00:00Z").path("events")).isEmpty();
        assertThat(list("?user=ann&from=2020-01-01T00:00:00Z").path("events")).hasSize(6);
    }

    @Test
    void putsOnRecordWhoAsksBeforeTheAnswer() throws Exception {
        list("?recording=r-1");
        chained(CallCentre.TENANT, 8);
        var asked = list("?user=sue").path("events");
        var first = asked.path(asked.size() - 1);
        assertThat(first.path("eventName").textValue()).isEqualTo("SearchAudit");
        assertThat(first.at("/requestParameters/by/recording").textValue()).isEqualTo("r-1");
        assertThat(first.path("sourceIPAddress").textValue()).isEqualTo("127.0.0.1");
        assertThat(first.path("userAgent").textValue()).isNotEmpty();
    }

    @Test
    void turnsPagesFromTheNewestToTheOldest() throws Exception {
        var contacts = new ArrayList<String>();
        var next = "";
        int pages = 0;
        do {
            var page = list("?user=ann&limit=2" + (next.isEmpty() ? "" : "&after=" + next));
            page.path("events")
                    .forEach(each -> contacts.add(each.at("/resources/0/id").textValue()));
            next = page.path("next").asText("");
            pages++;
        } while (!next.isEmpty());
        assertThat(contacts).containsExactly("c-5", "c-4", "c-3", "c-2", "c-1", "c-0");
        assertThat(pages).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?after=x", "?after=-1", "?limit=0", "?limit=501", "?from=today"})
    void refusesWhatIsNoQuestion(String query) throws Exception {
        server.refusal("sue", "/api/audit" + query, 400, "bad-request");
    }

    @Test
    void tellsNothingToWhoMayNotKnow() throws Exception {
        assertThat(server.refusal("ann", "/api/audit", 403, "forbidden"))
                .contains("AuditTrail.View");
    }

    @Test
    void saysSoWhenTheDatabaseDoesNotAnswerAndHasTheQuestionOnRecord() throws Exception {
        server.away();
        server.refusal("sue", "/api/audit?user=ann", 503, "not-ready");
        server.back();
        chained(CallCentre.TENANT, 8);
        assertThat(list("?user=sue").path("events")).isNotEmpty();
    }

    private void did(String agent, Tenant tenant, Deed deed) throws Exception {
        ControlServer.await(trail.before(AuditEvent.now(new Actor.Agent(agent), tenant, deed)));
    }

    private void chained(Tenant tenant, long count) throws Exception {
        Chained.await(server.database.audit(), tenant, count);
    }

    private JsonNode list(String query) throws Exception {
        return server.get("sue", "/api/audit" + query, "GET /api/audit");
    }

    private static Signer unsigned() {
        return new Signer() {
            @Override
            public byte[] sign(byte[] message) {
                return new byte[64];
            }

            @Override
            public String publicKey() {
                return "";
            }
        };
    }
}
