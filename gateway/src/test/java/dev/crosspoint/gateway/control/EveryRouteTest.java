package dev.crosspoint.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crosspoint.gateway.archive.ContactRig;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditVerticle;
import dev.crosspoint.gateway.history.HistoryVerticle;
import dev.crosspoint.gateway.people.DefaultProfiles;
import dev.crosspoint.gateway.people.PeopleDesk;
import dev.crosspoint.gateway.people.PeopleRig;
import dev.crosspoint.gateway.people.PeopleVerticle;
import dev.crosspoint.gateway.people.SignIn.Outcome;
import dev.crosspoint.gateway.playback.PlaybackApi;
import dev.crosspoint.gateway.playback.PlaybackParts;
import dev.crosspoint.gateway.recording.Archive;
import dev.crosspoint.gateway.recording.RecordingMessage;
import dev.crosspoint.gateway.recording.TenantRecordings;
import dev.crosspoint.gateway.search.ContactVerticle;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Tenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The walk: every operation, as everybody, through the router of the gateway, over a real database
 * with row-level security. Whoever adds an operation has to say here what it is asked about.
 */
@SuppressWarnings("NullAway.Init") // Set before the tests.
class EveryRouteTest {
    private static final String MISSING = "not-there";
    private static final Map<String, String> PEOPLE =
            Map.of(
                    "admin", DefaultProfiles.ADMIN,
                    "manager", DefaultProfiles.CALL_CENTER_MANAGER,
                    "analyst", DefaultProfiles.QUALITY_ANALYST,
                    "alice", DefaultProfiles.AGENT);

    private static Vertx vertx;
    private static PeopleRig rig;
    private static Archive archive;
    private static PlaybackApi playback;

    @TempDir private static Path home;

    private static final Map<String, String> TOKENS = new HashMap<>();

    /** Requests that one server surely takes of one person without a pause. */
    private static final int AT_ONCE = 30;

    /** Each has a server of its own, and with it all that may be asked at once. */
    private static final Map<String, ControlServer> SERVERS = new HashMap<>();

    private static String ticket;

    @BeforeAll
    static void open() throws Exception {
        vertx = Vertx.vertx();
        var control = new ControlDouble(vertx);
        control.answerForNetwork();
        control.answerForHistory();
        rig = new PeopleRig(vertx);
        var half = (Outcome.Half) rig.attempt("admin", PeopleRig.PASSWORD);
        ticket = half.ticket();
        for (var id : PEOPLE.keySet()) {
            TOKENS.put(id, rig.token(PeopleRig.MAIN, id));
        }
        TOKENS.put("boss", rig.token(PeopleRig.BRANCH, "boss"));
        openRecordings();
        for (var id : TOKENS.keySet()) {
            SERVERS.put(id, server());
        }
        var desk =
                new PeopleDesk(
                        rig.people,
                        rig.stored,
                        rig.signIn,
                        rig.tokens,
                        _ -> Future.succeededFuture(),
                        new SecureRandom(),
                        InstantSource.system());
        ControlServer.await(vertx.deployVerticle(new PeopleVerticle(desk)));
        ControlServer.await(
                vertx.deployVerticle(
                        new AuditVerticle(rig.database.audit(), _ -> Future.succeededFuture())));
        vertx.eventBus().consumer(RecordingMessage.ADDRESS, EveryRouteTest::onRecordings);
        var contacts = new ContactRig(vertx, rig.database);
        ControlServer.await(
                vertx.deployVerticle(
                        new ContactVerticle(
                                rig.database.contacts(),
                                contacts.reader,
                                contacts.search,
                                Map.of(PeopleRig.MAIN, "DE", PeopleRig.BRANCH, "DE"),
                                _ -> Future.succeededFuture(),
                                InstantSource.system())));
        ControlServer.await(
                vertx.deployVerticle(
                        new HistoryVerticle(
                                rig.database.agentHistory(), _ -> Future.succeededFuture())));
        contacts.contacts.keep(List.of(contacts.full(PeopleRig.MAIN, "c-main", 1)));
    }

    /** Recordings of both tenants, of which MAIN has one that can be heard. */
    private static void openRecordings() throws Exception {
        archive = new Archive(home, media(PeopleRig.MAIN), rig.database.recordings(), null);
        archive.held("of-main");
        var settings = archive.settings();
        var branch =
                new TenantRecordings(
                        media(PeopleRig.BRANCH),
                        settings.format(),
                        0,
                        List.of(),
                        settings.targets().getFirst());
        playback =
                new PlaybackApi(
                        vertx,
                        new PlaybackParts(
                                rig.database.recordings(),
                                rig.database.removals(),
                                List.of(settings, branch),
                                new FileDisk(),
                                archive.spool,
                                archive.opened(),
                                () -> archive.works,
                                new SimpleMeterRegistry(),
                                new SecureRandom(),
                                InstantSource.system(),
                                System::nanoTime),
                        _ -> Future.succeededFuture());
    }

    private static dev.crosspoint.media.api.Tenant media(Tenant tenant) {
        return new dev.crosspoint.media.api.Tenant(tenant.account(), tenant.instance());
    }

    @AfterAll
    static void shut() throws Exception {
        playback.close();
        archive.close();
        rig.close();
        ControlServer.await(vertx.close());
    }

    private static ControlServer server() throws Exception {
        return new ControlServer(
                vertx,
                rig.tokens,
                rig.people,
                playback,
                ControlServer.sessions(),
                ControlServer.PATIENT_MS,
                ControlServer.PATIENT_MS,
                StreamRules.ORDINARY);
    }

    /** What is known of recordings, as the database lets a tenant see it. */
    private static void onRecordings(Message<RecordingMessage> message) {
        var store = rig.database.recordings();
        var json = JsonNodeFactory.instance.objectNode();
        BiConsumer<Tenant, RecordingId> show =
                (tenant, id) ->
                        store.find(tenant, id)
                                .onSuccess(found ->
                                        message.reply(
                                                found.isPresent()
                                                        ? new RecordingMessage.Found(json)
                                                        : new RecordingMessage.Missing(),
                                                LocalCodec.options()));
        switch (message.body()) {
            case RecordingMessage.Show(var tenant, var id) -> show.accept(tenant, id);
            case RecordingMessage.Deliver(var tenant, _, var id) -> show.accept(tenant, id);
            case RecordingMessage.ListAll _, RecordingMessage.ListKeyChanges _ ->
                    message.reply(new RecordingMessage.Found(json), LocalCodec.options());
        }
    }

    /**
     * An id of the tenant MAIN, of what an operation is about; empty for what is about nothing in
     * particular, or about what only call control has, whose own tests keep tenants apart.
     */
    private static String idOfMain(Operation operation) {
        return switch (operation) {
            case SHOW_USER, CHANGE_USER, RESET_PASSWORD, RESET_SECOND_FACTOR -> "alice";
            case SHOW_PROFILE, DELETE_PROFILE -> "Listener";
            case SHOW_RECORDING,
                    DELIVER_RECORDING,
                    PLAY_RECORDING,
                    REPORT_HEARD,
                    READ_AUDIO,
                    SHOW_WAVEFORM,
                    DOWNLOAD_RECORDING,
                    DELETE_RECORDING,
                    HOLD_RECORDING,
                    RELEASE_RECORDING ->
                    "of-main";
            case SHOW_CONTACT_RECORD -> "c-main";
            case READ_DOCUMENT,
                    LIST_CONTACTS,
                    DIAL,
                    SHOW_CONTACT,
                    ACCEPT,
                    REJECT,
                    HANG_UP,
                    END,
                    HOLD,
                    MUTE,
                    PAUSE_RECORDING,
                    SEND_DIGITS,
                    TRANSFER,
                    CONSULT,
                    ADD,
                    COMPLETE,
                    SWAP,
                    JOIN,
                    CANCEL,
                    REMOVE,
                    SUPERVISE,
                    LIST_QUICK_CONNECTS,
                    LIST_AGENTS,
                    SHOW_AGENT,
                    SET_STATE,
                    LIST_RECORDINGS,
                    SEARCH_CONTACT_RECORDS,
                    LIST_AGENT_HISTORY,
                    LIST_KEY_CHANGES,
                    LIST_NETWORK,
                    LIST_AUDIT,
                    LIST_DENIALS,
                    DENY,
                    LIFT,
                    LIST_USERS,
                    CREATE_USER,
                    LIST_PROFILES,
                    // Makes one of that name for whoever asks.
                    PUT_PROFILE,
                    SHOW_ME,
                    ENROL,
                    CONFIRM_ENROLMENT,
                    NEW_RECOVERY_CODES,
                    CHANGE_PASSWORD,
                    WATCH ->
                    "";
        };
    }

    /** A body that is of the right form where a wrong one would hide the answer. */
    private static String body(Operation operation) {
        return switch (operation) {
            case CHANGE_USER -> "{\"disabled\":false}";
            case RESET_PASSWORD -> "{\"password\":\"another good one\"}";
            case DELETE_RECORDING -> "{\"reason\":\"other\"}";
            default -> "{}";
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "manager", "analyst", "alice"})
    void letsEachProfileDoWhatTheTableSaysAndNothingElse(String id) throws Exception {
        var allowed = DefaultProfiles.all().getOrDefault(PEOPLE.get(id), Set.of());
        int asked = 0;
        for (var operation : Operation.values()) {
            if (asked++ % AT_ONCE == 0) {
                SERVERS.put(id, server());
            }
            var answer = ask(id, operation, MISSING);
            var where = PEOPLE.get(id) + " " + operation;
            if (operation.allows(allowed)) {
                assertThat(answer.statusCode()).as(where).isIn(200, 201, 204, 400, 404, 409);
            } else {
                assertThat(answer.statusCode()).as(where).isEqualTo(403);
                if (operation != Operation.WATCH) {
                    assertThat(answer.bodyAsString()).contains("urn:crosspoint:problem:forbidden");
                }
            }
            assertThat(answer.headers().contains("set-cookie")).as(where).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void letsNeitherStrangersNorHalfSignInsDoAnything(Operation operation) throws Exception {
        var server = known(SERVERS, "alice");
        var request = server.request(null, method(operation), path(operation, MISSING));
        var stranger = ControlServer.await(request.send());
        var half =
                ControlServer.await(
                        server.request(null, method(operation), path(operation, MISSING))
                                .bearerTokenAuthentication(ticket)
                                .send());
        int expected = operation.isOpen() ? 200 : 401;
        assertThat(stranger.statusCode()).isEqualTo(expected);
        assertThat(half.statusCode()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void answersForAnotherTenantAsIfNothingWereThere(Operation operation) throws Exception {
        var id = idOfMain(operation);
        if (id.isEmpty()) {
            return;
        }
        // One puts only so many refusals of one person on record.
        var server = server();
        SERVERS.put("boss", server);
        var foreign = ask("boss", operation, id);
        var nowhere = ask("boss", operation, MISSING);
        var own = operation.isRead() ? ask("admin", operation, id) : foreign;

        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(foreign.bodyAsString()).isEqualTo(nowhere.bodyAsString());
        assertThat(own.statusCode()).isEqualTo(operation.isRead() ? 200 : 404);
        assertThat(server.audited)
                .extracting(AuditEvent::tenant, AuditEvent::what)
                .contains(
                        tuple(
                                PeopleRig.BRANCH,
                                new Deed.WasRefused(
                                        operation.word(), operation.resource() + ":" + id)));
    }

    @Test
    void putsRefusalsOnRecordOnceAMinuteAndNoFlood() throws Exception {
        var server = server();
        var token = known(TOKENS, "alice");
        for (int i = 0; i < 3; i++) {
            ControlServer.await(
                    server.request(null, HttpMethod.GET, "/api/users")
                            .bearerTokenAuthentication(token)
                            .send());
        }
        assertThat(server.audited)
                .extracting(AuditEvent::what)
                .containsExactly(new Deed.WasRefused("listUsers", "api:any"));
        for (int i = 0; i < 40; i++) {
            ControlServer.await(
                    server.request(null, HttpMethod.GET, "/api/users/user-" + i)
                            .bearerTokenAuthentication(token)
                            .send());
        }
        assertThat(server.audited).hasSizeLessThanOrEqualTo(20);
        ControlServer.await(
                server.request(null, HttpMethod.GET, "/api/users/+4930123456")
                        .bearerTokenAuthentication(token)
                        .send());
        assertThat(server.audited.toString()).doesNotContain("4930123456");
    }

    private static <T> T known(Map<String, T> all, String who) {
        return Objects.requireNonNull(all.get(who));
    }

    private static HttpResponse<Buffer> ask(String who, Operation operation, String id)
            throws Exception {
        var server = known(SERVERS, who);
        var request =
                server.request(null, method(operation), path(operation, id))
                        .bearerTokenAuthentication(known(TOKENS, who));
        return ControlServer.await(
                operation.isRead()
                        ? request.send()
                        : request.putHeader("content-type", "application/json")
                                .sendBuffer(Buffer.buffer(body(operation))));
    }

    /** A stream of events would not end. */
    private static HttpMethod method(Operation operation) {
        return operation == Operation.WATCH ? HttpMethod.HEAD : operation.method();
    }

    private static String path(Operation operation, String id) {
        return operation.path().replaceAll(":[A-Za-z]+", id);
    }
}
