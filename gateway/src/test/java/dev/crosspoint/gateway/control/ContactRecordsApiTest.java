package dev.crosspoint.gateway.control;

import static dev.crosspoint.gateway.access.Permission.CONTACT_ATTRIBUTES_VIEW;
import static dev.crosspoint.gateway.access.Permission.CONTACT_SEARCH_VIEW;
import static dev.crosspoint.gateway.access.Permission.MY_CONTACTS_VIEW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.archive.ContactRig;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.NotOnRecord;
import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.search.ContactVerticle;
import dev.crosspoint.gateway.store.DatabaseSettings;
import dev.crosspoint.gateway.store.TestDatabase;
import dev.crosspoint.gateway.switchboard.CallCentre;
import dev.crosspoint.media.vault.KeyFailure.Reason;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who finds and sees which contacts: HTTPS in front, a database behind. */
@ExtendWith(VertxExtension.class)
@Timeout(value = 60, timeUnit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set before each test.
class ContactRecordsApiTest {
    private static final Tenant US = CallCentre.TENANT;
    private static final String SEARCH = "/api/contact-records/search";
    private static final Tenant OTHER = new Tenant("another", "tenant");

    /** Sue sees all; bob his own, without attributes; cat all, without attributes. */
    private static final Map<String, Set<Permission>> PROFILES =
            Map.of(
                    "sue", Set.of(CONTACT_SEARCH_VIEW, CONTACT_ATTRIBUTES_VIEW),
                    "ann", Set.of(MY_CONTACTS_VIEW, CONTACT_ATTRIBUTES_VIEW),
                    "bob", Set.of(MY_CONTACTS_VIEW),
                    "cat", Set.of(CONTACT_SEARCH_VIEW));

    private final Document document = Document.ofResource();
    private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    private DatabaseSettings settings;
    private ContactRig rig;
    private ControlServer server;
    private volatile boolean records = true;

    @BeforeEach
    void open(Vertx vertx) throws Exception {
        LocalCodec.installOn(vertx.eventBus());
        settings = TestDatabase.migrated();
        rig = new ContactRig(settings, Path.of("unused"));
        rig.pass(Duration.between(rig.now(), java.time.Instant.now()).minusMinutes(5));
        ControlServer.await(
                vertx.deployVerticle(
                        new ContactVerticle(
                                rig.store(),
                                rig.reader,
                                rig.search,
                                Map.of(US, "DE", OTHER, "DE"),
                                this::onRecord,
                                rig::now)));
        server =
                new ControlServer(
                        vertx,
                        CallCentre::byToken,
                        (tenant, agent) ->
                                tenant.equals(US)
                                        ? PROFILES.getOrDefault(agent, Set.of())
                                        : Set.of(),
                        ControlServer.PATIENT_MS,
                        ControlServer.PATIENT_MS,
                        StreamRules.ORDINARY);
        rig.contacts.keep(List.of(rig.full(US, "of-ann", 1), rig.full(OTHER, "theirs", 1)));
        rig.pass(Duration.ofSeconds(1));
        rig.contacts.keep(List.of(rig.ongoing(US, "of-nobody", "+4930555002")));
    }

    private Future<Void> onRecord(AuditEvent event) {
        if (!records) {
            return Future.failedFuture(new NotOnRecord("the disk is full"));
        }
        events.add(event);
        return Future.succeededFuture();
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void findsContactsByNumberInAnyWriting() throws Exception {
        for (var number : List.of("+4930555001", "030 555001", "0049 30 555-001", " 030555001 ")) {
            assertThat(ids(found("sue", "{'number':'" + number + "'}")))
                    .as(number)
                    .containsExactly("of-ann");
        }
        assertThat(ids(found("sue", "{'number':'+4930555009'}"))).isEmpty();
        assertThat(ids(found("sue", "{}"))).containsExactly("of-nobody", "of-ann");
        assertThat(ids(found("sue", "{'attribute':'tier','value':'platinum-zz'}")))
                .containsExactly("of-ann");
    }

    @Test
    void showsNamesAndAttributesOnlyToWhoMaySeeThem() throws Exception {
        assertThat(found("sue", "{'agent':'ann'}").at("/contacts/0/name").textValue())
                .contains("Zebediah");
        assertThat(found("cat", "{'agent':'ann'}").at("/contacts/0").has("name")).isFalse();
        assertThat(found("cat", "{'agent':'ann'}").at("/contacts/0/number").textValue())
                .isEqualTo(ContactRig.NUMBER);
        assertThat(
                        document.problem(
                                search("cat", "{'attribute':'tier','value':'x'}"),
                                403,
                                "forbidden"))
                .contains("ContactAttributes.View");

        var whole = shown("sue", "of-ann");
        assertThat(whole.at("/attributes/street").textValue()).isEqualTo("Elm Row 7");
        assertThat(whole.path("references")).hasSize(6);
        assertThat(whole.path("dialled")).hasSize(3);
        assertThat(whole.path("legs")).hasSize(2);
        assertThat(whole.path("timeline").size()).isGreaterThanOrEqualTo(4);
        var less = shown("cat", "of-ann").toString();
        assertThat(less)
                .contains("4940777001")
                .doesNotContain("Zebediah", "yesterday", "platinum", "Elm Row", "case-value");
    }

    @Test
    void showsAgentsTheirOwnOnly() throws Exception {
        assertThat(ids(found("ann", "{}"))).containsExactly("of-ann");
        assertThat(ids(found("ann", "{'agent':'bob'}"))).isEmpty();
        assertThat(ids(found("bob", "{}"))).isEmpty();
        assertThat(ids(found("bob", "{'agent':'ann'}"))).isEmpty();
        assertThat(ids(found("bob", "{'contact':'of-ann'}"))).isEmpty();
        assertThat(shown("ann", "of-ann").path("agent").textValue()).isEqualTo("ann");
        document.problem(server.get("bob", "/api/contact-records/of-ann"), 404, "not-found");
        document.problem(server.get("ann", "/api/contact-records/of-nobody"), 404, "not-found");
    }

    @Test
    void showsNothingOfAnotherTenantAndPutsTheAttemptOnRecord() throws Exception {
        document.problem(server.get("sue", "/api/contact-records/theirs"), 404, "not-found");
        assertThat(events)
                .extracting(AuditEvent::what)
                .containsExactly(new Deed.WasRefused("viewContact", "contact:theirs"));
        assertThat(ids(found("sue", "{'contact':'theirs'}"))).isEmpty();
    }

    @Test
    void putsOnRecordWhatWasAskedWithoutNumbersAndAttributes() throws Exception {
        found("sue", "{'number':'030555001','attribute':'tier','value':'gold','agent':'ann'}");
        shown("sue", "of-ann");

        var searched = (Deed.Searched) events.getFirst().what();
        assertThat(searched.what()).isEqualTo("contacts");
        assertThat(searched.by())
                .containsEntry("number", "hidden")
                .containsEntry("attribute", "hidden")
                .containsEntry("agent", "ann");
        assertThat(events.getFirst().from().address()).isEqualTo("127.0.0.1");
        assertThat(events.getLast().what()).isEqualTo(new Deed.ViewedContact("of-ann"));
        assertThat(events.toString()).doesNotContain("555001", "tier", "gold", "Zebediah");
    }

    @Test
    void answersNothingThatIsNotOnRecord() throws Exception {
        records = false;
        assertThat(document.problem(search("sue", "{}"), 503, "not-ready")).contains("on record");
        for (var path : List.of("/of-ann", "/theirs")) {
            assertThat(
                            document.problem(
                                    server.get("sue", "/api/contact-records" + path),
                                    503,
                                    "not-ready"))
                    .contains("on record");
        }
    }

    @Test
    void saysWhatNobodyReadsAnyMore() throws Exception {
        rig.pass(Duration.ofDays(32));
        rig.cabinet.destroyOld(new dev.crosspoint.media.api.Tenant(US.account(), US.instance()));
        rig.pass(Duration.ofMinutes(1));

        var contact = found("sue", "{'number':'030555001'}").at("/contacts/0");
        assertThat(contact.path("contactId").textValue()).isEqualTo("of-ann");
        assertThat(contact.has("number")).isFalse();
        assertThat(contact.path("expired").toString())
                .contains("origination-number", "name")
                .doesNotContain("tampered");
        assertThat(contact.path("durationMs").longValue()).isEqualTo(60_000);
    }

    @Test
    void saysThatTheKeyIsDeniedOrTheDatabaseAway() throws Exception {
        rig.service.refuse(Reason.DENIED);
        rig.pass(Duration.ofMinutes(1));
        assertThat(document.problem(search("sue", "{}"), 503, "not-ready"))
                .contains("denies the key");
        rig.service.refuse(null);
        assertThat(ids(found("sue", "{}"))).hasSize(2);
        TestDatabase.away(settings);
        document.problem(search("sue", "{}"), 503, "not-ready");
        TestDatabase.back(settings);
    }

    @Test
    void turnsPages() throws Exception {
        var more = new ArrayList<ContactRecord>();
        for (int i = 0; i < 5; i++) {
            more.add(rig.full(US, "more-" + i, 1));
        }
        rig.contacts.keep(more);
        var seen = new ArrayList<String>();
        var next = "";
        do {
            var from = next.isEmpty() ? "" : ",'after':'" + next + "'";
            var page = found("sue", "{'number':'030555001','limit':3" + from + "}");
            seen.addAll(ids(page));
            next = page.path("next").asText("");
            // When, and which: no number that was looked for.
            assertThat(next).matches("([0-9]+~(more-[0-9]|of-ann))?");
        } while (!next.isEmpty());
        assertThat(seen).hasSize(6).doesNotHaveDuplicates().endsWith("of-ann");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'number':'alice'}",
                "{'number':'+1'}",
                "{'number':4930555001}",
                "{'limit':101}",
                "{'from':'2020-01-01T00:00:00Z'}",
                "{'attribute':'x'}",
                "{'recording':'lost'}",
                "{'after':'x'}",
                "[]"
            })
    void refusesWhatIsNoQuestion(String body) throws Exception {
        document.problem(search("sue", body), 400, "bad-request");
        assertThat(events).isEmpty();
    }

    @Test
    void readsNoQuestionInAnAddress() throws Exception {
        var number = "?number=%2B4930555009";
        document.problem(server.get("sue", "/api/contact-records" + number), 404, "not-found");
        var answer = server.post("sue", SEARCH + number, "{}");
        assertThat(ids(document.parse(Objects.requireNonNull(answer.bodyAsString()))))
                .containsExactly("of-nobody", "of-ann");
        var put = server.send("sue", HttpMethod.PUT, SEARCH, "{}");
        document.problem(put, 405, "wrong-method");
        assertThat(put.getHeader("allow")).isEqualTo("POST");
    }

    private static List<String> ids(JsonNode page) {
        var ids = new ArrayList<String>();
        page.path("contacts").forEach(each -> ids.add(each.path("contactId").asText()));
        return ids;
    }

    /** With apostrophes for quotes. */
    private HttpResponse<Buffer> search(String who, String body) throws Exception {
        return server.post(who, SEARCH, body.replace('\'', '"'));
    }

    private JsonNode found(String who, String body) throws Exception {
        return good(search(who, body), "POST " + SEARCH);
    }

    private JsonNode shown(String who, String id) throws Exception {
        return good(
                server.get(who, "/api/contact-records/" + id),
                "GET /api/contact-records/{contactId}");
    }

    private JsonNode good(HttpResponse<Buffer> answer, String operation) {
        assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
        var schema =
                document.response(operation, 200)
                        .path("content")
                        .path("application/json")
                        .path("schema");
        var json = document.parse(Objects.requireNonNull(answer.bodyAsString()));
        assertThat(document.faults(schema, json)).as(json.toString()).isEqualTo(List.of());
        return json;
    }
}
