package dev.crosspoint.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crosspoint.gateway.Soon;
import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.archive.ContactRig;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditVerticle;
import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.gateway.fraud.Denial;
import dev.crosspoint.gateway.fraud.NetworkBlock;
import dev.crosspoint.gateway.history.HistoryVerticle;
import dev.crosspoint.gateway.network.NetworkRule;
import dev.crosspoint.gateway.network.NetworkRules;
import dev.crosspoint.gateway.network.NetworkVerticle;
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
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.search.ContactVerticle;
import dev.crosspoint.gateway.store.AgentDeed;
import dev.crosspoint.gateway.switchboard.CallCentre;
import dev.crosspoint.gateway.switchboard.ControlMessage;
import dev.crosspoint.gateway.switchboard.Right;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.spool.FileDisk;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkStatus;
import dev.crosspoint.signaling.api.TrunkStatus.Condition;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
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
    private static final String DENIAL = "denial-of-main";
    private static final String TRUNK = "trunk-of-main";
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

    /** What the rooms behind the API put on record. */
    private static final List<AuditEvent> ON_RECORD = new CopyOnWriteArrayList<>();

    private static String ticket;

    /** Of a contact of MAIN that goes on, in which Alice talks to a customer. */
    private static String live;

    @BeforeAll
    static void open() throws Exception {
        vertx = Vertx.vertx();
        var centre = new CallCentre(vertx);
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
        beginCalls(centre);
        beginTrunks();
        beginNetwork();
        var desk =
                new PeopleDesk(
                        rig.people, rig.stored, rig.signIn, rig.tokens, EveryRouteTest::before);
        ControlServer.await(vertx.deployVerticle(new PeopleVerticle(desk)));
        ControlServer.await(
                vertx.deployVerticle(
                        new AuditVerticle(rig.database.audit(), EveryRouteTest::before)));
        vertx.eventBus().consumer(RecordingMessage.ADDRESS, EveryRouteTest::onRecordings);
        var contacts = new ContactRig(vertx, rig.database);
        ControlServer.await(
                vertx.deployVerticle(
                        new ContactVerticle(
                                rig.database.contacts(),
                                contacts.reader,
                                contacts.search,
                                Map.of(PeopleRig.MAIN, "DE", PeopleRig.BRANCH, "DE"),
                                EveryRouteTest::before,
                                InstantSource.system())));
        ControlServer.await(
                vertx.deployVerticle(
                        new HistoryVerticle(rig.database.agentHistory(), EveryRouteTest::before)));
        // Searches without a time are for the last 24 hours of the API's own clock.
        contacts.pass(Duration.between(contacts.now(), Instant.now()).minusMinutes(5));
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
                        EveryRouteTest::before);
    }

    private static dev.crosspoint.media.api.Tenant media(Tenant tenant) {
        return new dev.crosspoint.media.api.Tenant(tenant.account(), tenant.instance());
    }

    /** In MAIN somebody talks, and somebody is denied; in BRANCH somebody waits. */
    private static void beginCalls(CallCentre centre) throws Exception {
        centre.open(
                FlowFixtures.straightToSales(),
                Map.of(
                        PeopleRig.MAIN, List.copyOf(PEOPLE.keySet()),
                        PeopleRig.BRANCH, List.of("boss")),
                rig.tokens,
                rig.people);
        var alice = centre.signIn(PeopleRig.MAIN, "alice", known(TOKENS, "alice"));
        centre.ask(new AgentMessage.SetState(alice, "available"));
        live = centre.connect(alice, centre.arrive(PeopleRig.MAIN, "of-main"));
        centre.signIn(PeopleRig.BRANCH, "boss", known(TOKENS, "boss"));
        centre.arrive(PeopleRig.BRANCH, "of-branch");
        var denied = new Denial.OfNetwork(NetworkBlock.parse("203.0.113.0/24"));
        var denial = new Denial(DENIAL, denied, null);
        ControlServer.await(
                vertx.eventBus()
                        .request(
                                ControlMessage.ADDRESS,
                                new ControlMessage.Deny(
                                        new AgentKey(PeopleRig.MAIN, "admin"), denial),
                                LocalCodec.options()));
    }

    /** Whoever asks is told of one's own, as the trunks would. */
    private static void beginTrunks() {
        vertx.eventBus()
                .<Tenant>localConsumer(
                        TrunkStatus.QUESTIONS,
                        message -> {
                            var trunk = new TrunkStatus(PeopleRig.MAIN, TRUNK, Condition.UP, 1, 0);
                            message.reply(
                                    new TrunkStatus.All(
                                            message.body().equals(PeopleRig.MAIN)
                                                    ? List.of(trunk)
                                                    : List.of()),
                                    LocalCodec.options());
                        });
    }

    private static void beginNetwork() throws Exception {
        var rule =
                new NetworkRule(
                        NetworkRule.Purpose.SIGNALING,
                        TRUNK,
                        NetworkRule.Direction.IN,
                        NetworkRule.Protocol.TCP,
                        NetworkRule.End.ANY,
                        NetworkRule.End.ANY,
                        false,
                        Optional.of(PeopleRig.MAIN));
        ControlServer.await(
                vertx.deployVerticle(new NetworkVerticle(new NetworkRules(List.of(rule)), false)));
    }

    @AfterAll
    static void shut() throws Exception {
        playback.close();
        archive.close();
        rig.close();
        ControlServer.await(vertx.close());
    }

    private static Future<Void> before(AuditEvent event) {
        ON_RECORD.add(event);
        return Future.succeededFuture();
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

    /** So that neither of the two has asked too much yet. */
    private static void freshServers() throws Exception {
        SERVERS.put("boss", server());
        SERVERS.put("admin", server());
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
     * particular.
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
            case SHOW_AGENT, SET_STATE -> "alice";
            case LIFT -> DENIAL;
            case SHOW_CONTACT,
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
                    SUPERVISE ->
                    live;
            case READ_DOCUMENT,
                    LIST_CONTACTS,
                    DIAL,
                    LIST_QUICK_CONNECTS,
                    LIST_AGENTS,
                    LIST_RECORDINGS,
                    SEARCH_CONTACT_RECORDS,
                    LIST_AGENT_HISTORY,
                    LIST_KEY_CHANGES,
                    LIST_TRUNKS,
                    LIST_LEGS,
                    LIST_NETWORK,
                    PREFLIGHT,
                    LIST_AUDIT,
                    LIST_DENIALS,
                    DENY,
                    LIST_USERS,
                    CREATE_USER,
                    LIST_PROFILES,
                    // Makes one of that name for whoever asks.
                    PUT_PROFILE,
                    SHOW_ME,
                    ENROL,
                    CONFIRM_ENROLMENT,
                    NEW_RECOVERY_CODES,
                    NEW_SIP_SECRET,
                    DROP_SIP_SECRET,
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
            case SET_STATE -> "{\"state\":\"available\"}";
            case HOLD -> "{\"held\":true}";
            case MUTE -> "{\"muted\":true}";
            case PAUSE_RECORDING -> "{\"paused\":true}";
            case SEND_DIGITS -> "{\"digits\":\"1\"}";
            case TRANSFER, CONSULT, ADD -> "{\"queue\":\"sales\"}";
            case REMOVE -> "{\"participant\":\"customer\"}";
            case SUPERVISE -> "{\"how\":\"monitor\"}";
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
            var answer = ask(id, operation, isOfOneself(operation) ? id : MISSING);
            var where = PEOPLE.get(id) + " " + operation;
            if (operation.allows(atWork(operation, allowed))) {
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

    /** Of anybody else only with a permission that call control asks for. */
    private static boolean isOfOneself(Operation operation) {
        return operation == Operation.SHOW_AGENT || operation == Operation.SET_STATE;
    }

    /** Whoever may listen has verbs for what that one listens to, and here that is nothing. */
    private static Set<Permission> atWork(Operation operation, Set<Permission> allowed) {
        var left = new HashSet<>(allowed);
        if (!operation.verb().isEmpty() && operation != Operation.SUPERVISE) {
            left.removeAll(Right.SUPERVISE.oneOf());
        }
        return left;
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
        freshServers();
        var server = known(SERVERS, "boss");
        var foreign = ask("boss", operation, id);
        var nowhere = ask("boss", operation, MISSING);
        var own = operation.isRead() ? ask("admin", operation, id) : foreign;

        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(foreign.bodyAsString()).isEqualTo(nowhere.bodyAsString());
        assertThat(own.statusCode()).isEqualTo(operation.isRead() ? 200 : 404);
        var refused = new Deed.WasRefused(operation.word(), operation.resource() + ":" + id);
        // It is put on record when the answer has gone.
        Soon.until(
                "its refusal is on record",
                () -> server.refused().stream().anyMatch(event -> event.what().equals(refused)));
        assertThat(server.audited)
                .extracting(AuditEvent::tenant, AuditEvent::what)
                .contains(tuple(PeopleRig.BRANCH, refused));
    }

    /** Whatever is read without an id: of one's own tenant all, and of another's nothing. */
    @ParameterizedTest
    @EnumSource(Operation.class)
    void listsNothingOfAnotherTenant(Operation operation) throws Exception {
        var mark = markOfMain(operation);
        if (mark.isEmpty()) {
            return;
        }
        freshServers();
        var own = ask("admin", operation, MISSING);
        var foreign = ask("boss", operation, MISSING);

        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(own.bodyAsString()).contains(mark);
        assertThat(foreign.statusCode()).isEqualTo(200);
        assertThat(foreign.bodyAsString())
                .doesNotContain(live, "alice", DENIAL, "c-main", "of-main", TRUNK, "Listener");
    }

    @Test
    void showsNothingOfWhatAnotherTenantsAgentsDid() throws Exception {
        freshServers();
        var did =
                new AgentDeed(
                        UUID.randomUUID(),
                        "alice",
                        Instant.parse("2026-11-27T09:00:00Z"),
                        new AgentDeed.What.SignedIn(),
                        0);
        ControlServer.await(rig.database.agentHistory().keep(PeopleRig.MAIN, List.of(did)));

        var own = ask("admin", Operation.LIST_AGENT_HISTORY, "alice");
        var foreign = ask("boss", Operation.LIST_AGENT_HISTORY, "alice");

        assertThat(own.bodyAsString()).contains("signed-in");
        assertThat(foreign.statusCode()).isEqualTo(200);
        assertThat(foreign.bodyAsString()).isEqualTo("{\"activities\":[]}");
    }

    @Test
    void tellsNothingOfAnotherTenantInTheStreamOfEvents() throws Exception {
        freshServers();
        var own = snapshot("admin");
        var foreign = snapshot("boss");

        assertThat(own).contains(live, "alice");
        assertThat(foreign).contains("boss").doesNotContain(live, "alice");
    }

    private static String snapshot(String who) throws Exception {
        var port = known(SERVERS, who).port();
        var token = known(TOKENS, who);
        var first = EventReader.open(vertx, port, "", token, null, HttpVersion.HTTP_1_1).next();
        assertThat(first.type()).isEqualTo("snapshot");
        return first.data();
    }

    /** What MAIN finds in a list; empty for what is none, or was empty. */
    private static String markOfMain(Operation operation) {
        return switch (operation) {
            case LIST_CONTACTS -> live;
            case LIST_AGENTS, LIST_QUICK_CONNECTS, LIST_USERS -> "alice";
            case LIST_DENIALS -> DENIAL;
            case LIST_PROFILES -> "Listener";
            case LIST_TRUNKS, LIST_NETWORK -> TRUNK;
            case SEARCH_CONTACT_RECORDS -> "c-main";
            default -> "";
        };
    }

    /** What changes something is on record where it is changed; here is all that only shows. */
    @ParameterizedTest
    @EnumSource(Operation.class)
    void putsOnRecordWhoWasShownWhat(Operation operation) throws Exception {
        boolean shows =
                operation.isRead()
                        || operation == Operation.SEARCH_CONTACT_RECORDS
                        || operation == Operation.ENROL;
        if (!shows || operation.isOpen()) {
            return;
        }
        freshServers();
        var server = known(SERVERS, "admin");
        ON_RECORD.clear();
        var id = operation == Operation.LIST_AGENT_HISTORY ? "alice" : idOfMain(operation);

        var answer = ask("admin", operation, id);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Stream.of(server.audited, ON_RECORD).flatMap(Collection::stream))
                .isNotEmpty()
                .allSatisfy(event -> {
                    assertThat(event.tenant()).isEqualTo(PeopleRig.MAIN);
                    assertThat(event.who()).isEqualTo(new Actor.Agent("admin"));
                });
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"LIST_RECORDINGS", "LIST_USERS", "LIST_NETWORK"})
    void showsNothingThatIsKeptWhileItCannotBePutOnRecord(Operation operation) throws Exception {
        freshServers();
        var server = known(SERVERS, "admin");
        server.isTrailAway = true;

        var answer = ask("admin", operation, "");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.bodyAsString()).contains("cannot be put on record");
        assertThat(ask("admin", Operation.LIST_CONTACTS, "").bodyAsString())
                .as("what happens now is shown all the same")
                .contains(live);
    }

    @Test
    void keepsNumbersGivenAsIdsOutOfTheRecord() throws Exception {
        freshServers();
        var server = known(SERVERS, "admin");
        ControlServer.await(
                server.request(
                                null,
                                HttpMethod.GET,
                                "/api/recordings?contact=4930123456&state=sealed")
                        .bearerTokenAuthentication(known(TOKENS, "admin"))
                        .send());

        var by = new TreeMap<>(Map.of("contact", "hidden", "state", "sealed"));
        assertThat(server.audited)
                .extracting(AuditEvent::what)
                .containsExactly(new Deed.ReadApi("listRecordings", Optional.empty(), by));
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
        Soon.until("a refusal is on record", () -> !server.refused().isEmpty());
        assertThat(server.refused())
                .extracting(AuditEvent::what)
                .containsExactly(new Deed.WasRefused("listUsers", "api:any"));
        for (int i = 0; i < 40; i++) {
            ControlServer.await(
                    server.request(null, HttpMethod.GET, "/api/users/user-" + i)
                            .bearerTokenAuthentication(token)
                            .send());
        }
        assertThat(server.refused()).hasSizeLessThanOrEqualTo(20);
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
