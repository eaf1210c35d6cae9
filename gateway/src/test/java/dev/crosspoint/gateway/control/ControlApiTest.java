package dev.crosspoint.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crosspoint.gateway.audit.AuditEvent;
import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.gateway.switchboard.CallCentre;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.TrunkMessage;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import java.util.Arrays;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A day of an office, done by programs: HTTPS in front, the real call control behind. */
@ExtendWith(VertxExtension.class)
@Timeout(value = 60, timeUnit = TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // Set before each test.
class ControlApiTest {
    private final Document document = Document.ofResource();
    private final Set<String> answered = new TreeSet<>();
    private CallCentre centre;
    private ControlServer server;

    @BeforeEach
    void open(Vertx vertx) throws Exception {
        centre = new CallCentre(vertx);
        centre.open(FlowFixtures.recordedSales("\"Agent\", \"Customer\""));
        server = new ControlServer(vertx);
    }

    @Test
    void answersEveryOperationAsDocumented() throws Exception {
        ask(Operation.READ_DOCUMENT, null, "", null);
        signInAndOut();
        var ann = centre.available("ann");
        var call = centre.arrive("d1");
        var contact = centre.connect(ann, call);
        looksAround(contact);
        doesWhatNeedsNobodyElse(contact);
        consults(ann, call, contact);
        supervises(contact);
        transfers(contact);
        dials(ann);
        denies();

        assertThat(answered)
                .containsExactlyInAnyOrderElementsOf(
                        document.operations().values().stream()
                                // In RecordingsApiTest, PlaybackTest, AuditApiTest,
                                // ContactRecordsApiTest, PeopleApiTest and
                                // ProviderApiTest.
                                .filter(described -> !isOfWhatIsKept(described))
                                .map(described -> described.path("operationId").textValue())
                                .filter(id -> !id.equals("watch")) // In EventStreamTest.
                                .filter(id -> !id.equals("listAgentHistory")) // In HistoryApiTest.
                                .filter(id -> !id.matches(".*(SignInWays|ProviderSignIn)"))
                                .toList());
    }

    private static boolean isOfWhatIsKept(JsonNode described) {
        var tags = Document.words(described.path("tags"));
        return !Collections.disjoint(
                        tags, Set.of("recordings", "audit", "contact records", "network"))
                || isOfPeople(described);
    }

    private static boolean isOfPeople(JsonNode described) {
        var id = described.path("operationId").textValue();
        return Document.words(described.path("tags")).contains("people")
                || Set.of("signInCode", "signInEnrolment", "signInPassword", "stepUp").contains(id);
    }

    private void signInAndOut() throws Exception {
        var session =
                server.post("nobody", "/api/session", "{\"user\":\"ann\",\"password\":\"x\"}");
        check("POST /api/session", "signIn", session);
        var out =
                ControlServer.await(
                        server.request("nobody", HttpMethod.DELETE, "/api/session").send());
        check("DELETE /api/session", "signOut", out);
    }

    private void looksAround(String contact) throws Exception {
        var live = ask(Operation.LIST_CONTACTS, "sue", "", null);
        assertThat(live.path("contacts").path(0).path("number").textValue())
                .isEqualTo(CallCentre.CUSTOMER);
        assertThat(ask(Operation.SHOW_CONTACT, "ann", contact, null))
                .isEqualTo(live.path("contacts").path(0));
        assertThat(ask(Operation.LIST_QUICK_CONNECTS, "ann", "", null).path("quickConnects"))
                .extracting(choice -> choice.path("name").textValue())
                .contains("Sales", "Service", "bob", "Dan")
                .doesNotContain("ann");
        assertThat(ask(Operation.LIST_AGENTS, "sue", "", null).path("agents"))
                .filteredOn(agent -> agent.path("agent").textValue().equals("ann"))
                .singleElement()
                .satisfies(agent -> {
                    assertThat(agent.path("state").textValue()).isEqualTo("busy");
                    assertThat(agent.path("contactId").textValue()).isEqualTo(contact);
                });
        assertThat(ask(Operation.SHOW_AGENT, "ann", "ann", null).path("changes"))
                .extracting(change -> change.path("to").textValue())
                .containsExactly("available", "busy");
    }

    private void doesWhatNeedsNobodyElse(String contact) throws Exception {
        ask(Operation.HOLD, "ann", contact, "{\"held\":true}");
        assertThat(customer(contact).path("held").booleanValue()).isTrue();
        ask(Operation.HOLD, "ann", contact, "{\"held\":false,\"participant\":\"p1\"}");
        ask(Operation.MUTE, "ann", contact, "{\"muted\":true}");
        ask(Operation.PAUSE_RECORDING, "ann", contact, "{\"paused\":true}");
        assertThat(ask(Operation.SHOW_CONTACT, "sue", contact, null).path("recording").textValue())
                .isEqualTo("paused");
        ask(Operation.PAUSE_RECORDING, "sue", contact, "{\"paused\":false}");
        ask(Operation.SEND_DIGITS, "ann", contact, "{\"digits\":\"12#\"}");
        assertThat(CallCentre.next(centre.toMedia, MediaCommand.SendDigits.class).digits().value())
                .isEqualTo("12#");
        ask(Operation.ADD, "ann", contact, "{\"number\":\"+442079460777\"}");
        assertThat(CallCentre.next(centre.toTrunks, TrunkMessage.PlaceCall.class).to().value())
                .isEqualTo("+442079460777");
        var added = participant(contact, "role", "external").path("id").textValue();
        ask(Operation.REMOVE, "ann", contact, "{\"participant\":\"" + added + "\"}");
        assertThat(participants(contact)).hasSize(2);
    }

    private void consults(Agent ann, MediaCommand.OpenCall call, String contact) throws Exception {
        var bob = centre.available("bob");
        ask(Operation.CONSULT, "ann", contact, "{\"agent\":\"bob\"}");
        ask(Operation.REJECT, "bob", offered(bob), null);
        assertThat(centre.next(ann, AgentMessage.ContactTransferFailed.class).reason())
                .isEqualTo("rejected");
        ask(Operation.SET_STATE, "bob", "bob", "{\"state\":\"available\"}");
        ask(Operation.CONSULT, "ann", contact, "{\"agent\":\"bob\"}");
        offered(bob);
        ask(Operation.CANCEL, "ann", contact, null);
        centre.next(bob, AgentMessage.ContactEnded.class);

        ask(Operation.CONSULT, "ann", contact, "{\"agent\":\"bob\"}");
        ask(Operation.ACCEPT, "bob", offered(bob), null);
        centre.connectSoftphone(bob, call);
        centre.next(bob, AgentMessage.ContactConnected.class);
        ask(Operation.SWAP, "ann", contact, null);
        ask(Operation.JOIN, "ann", contact, null);
        var bobs = participant(contact, "agent", "bob");
        ask(Operation.HANG_UP, "bob", bobs.path("contactId").textValue(), null);
        centre.next(bob, AgentMessage.ContactEnded.class);
    }

    private void supervises(String contact) throws Exception {
        var sue = centre.signIn("sue");
        ask(Operation.SUPERVISE, "sue", contact, "{\"how\":\"monitor\"}");
        assertThat(centre.next(sue, AgentMessage.ContactOffered.class).direction())
                .isEqualTo("monitor");
    }

    private void transfers(String contact) throws Exception {
        ask(Operation.TRANSFER, "sue", contact, "{\"agent\":\"bob\"}");
        assertThat(participant(contact, "agent", "bob").path("state").textValue())
                .isEqualTo("ringing");
        ask(Operation.CANCEL, "sue", contact, null);
        ask(Operation.SET_STATE, "sue", "ann", "{\"state\":\"lunch\"}");
        ask(Operation.CONSULT, "ann", contact, "{\"queue\":\"service\"}");
        ask(Operation.COMPLETE, "ann", contact, null);
        assertThat(participant(contact, "name", "Service").path("state").textValue())
                .isEqualTo("waiting");
        ask(Operation.END, "sue", contact, null);
        assertThat(ask(Operation.LIST_CONTACTS, "sue", "", null).path("contacts")).isEmpty();
    }

    private void dials(Agent ann) throws Exception {
        var dialled = ask(Operation.DIAL, "ann", "", "{\"agent\":\"bob\"}").path("contactId");
        assertThat(centre.next(ann, AgentMessage.ContactOffered.class).contactId())
                .isEqualTo(dialled.textValue());
        ask(Operation.HANG_UP, "ann", dialled.textValue(), null);
    }

    private void denies() throws Exception {
        var denied =
                ask(
                        Operation.DENY,
                        "sue",
                        "",
                        "{\"number\":\"" + CallCentre.CUSTOMER + "\",\"seconds\":60}");
        assertThat(ask(Operation.LIST_DENIALS, "sue", "", null).path("denials"))
                .containsExactly(denied);
        ask(Operation.LIFT, "sue", denied.path("id").textValue(), null);
        assertThat(ask(Operation.LIST_DENIALS, "sue", "", null).path("denials")).isEmpty();
    }

    @Test
    void leavesOnRecordWhatItChangedAndNothingPersonal() throws Exception {
        var ann = centre.available("ann");
        var contact = centre.connect(ann, centre.arrive("d1"));

        server.post("ann", path(Operation.HOLD, contact), "{\"held\":true}");
        server.post("ann", path(Operation.ACCEPT, contact), "{}");
        server.get("sue", path(Operation.SHOW_CONTACT, contact));
        server.post("sue", "/api/denials", "{\"number\":\"" + CallCentre.CUSTOMER + "\"}");

        assertThat(centre.audited)
                .extracting(AuditEvent::who, event -> event.what().getClass().getSimpleName())
                .containsExactly(
                        tuple(new Actor.Agent("ann"), "UsedApi"),
                        tuple(new Actor.Agent("sue"), "DeniedCaller"));
        assertThat(centre.audited.element().what())
                .isEqualTo(new Deed.UsedApi("hold", "contact:" + contact));
        assertThat(centre.audited)
                .extracting(event -> event.from().address())
                .containsOnly("127.0.0.1");
        assertThat(centre.audited.toString()).doesNotContain("7946");
    }

    @Test
    void endsTheLiveCallOfACallerWhoIsDenied() throws Exception {
        var ann = centre.available("ann");
        centre.connect(ann, centre.arrive("d1"));

        var answer = server.post("sue", "/api/denials", "{\"network\":\"192.0.2.0/24\"}");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(centre.next(ann, AgentMessage.ContactEnded.class).reason()).isEqualTo("ended");
        assertThat(CallCentre.next(centre.toTrunks, TrunkMessage.HangUp.class).dialog())
                .isEqualTo("d1");
    }

    // --- asking ---

    private String offered(Agent agent) throws Exception {
        return centre.next(agent, AgentMessage.ContactOffered.class).contactId();
    }

    private JsonNode customer(String contact) throws Exception {
        return participant(contact, "role", "customer");
    }

    private JsonNode participant(String contact, String member, String value) throws Exception {
        return StreamSupport.stream(participants(contact).spliterator(), false)
                .filter(who -> who.path(member).textValue().equals(value))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode participants(String contact) throws Exception {
        return ask(Operation.SHOW_CONTACT, "sue", contact, null).path("participants");
    }

    /** Asks, and holds the answer to what the document says of its success. */
    private JsonNode ask(
            Operation operation, @Nullable String agent, String id, @Nullable String body)
            throws Exception {
        var request = server.request(agent, operation.method(), path(operation, id));
        var answer =
                ControlServer.await(
                        body == null
                                ? request.send()
                                : request.putHeader("content-type", "application/json")
                                        .sendBuffer(Buffer.buffer(body)));
        var key = operation.method() + " " + operation.path().replaceAll(":([A-Za-z]+)", "{$1}");
        return check(key, operation.word(), answer);
    }

    private JsonNode check(String key, String id, HttpResponse<Buffer> answer) {
        var described = document.response(key, answer.statusCode());
        assertThat(answer.statusCode()).as(key + " " + answer.bodyAsString()).isBetween(200, 299);
        assertThat(described.isMissingNode()).as(key + " " + answer.statusCode()).isFalse();
        assertThat(answer.getHeader("cache-control")).isEqualTo("no-store");
        assertThat(answer.getHeader("location") != null)
                .isEqualTo(described.path("headers").has("Location"));
        answered.add(id);
        var media = described.path("content").path("application/json");
        if (media.isMissingNode()) {
            assertThat(answer.bodyAsString()).isNull();
            return media;
        }
        assertThat(answer.getHeader("content-type")).isEqualTo("application/json");
        var json = document.parse(Objects.requireNonNull(answer.bodyAsString()));
        assertThat(document.faults(media.path("schema"), json)).as(key + " " + json).isEmpty();
        return json;
    }

    private static String path(Operation operation, String id) {
        return Arrays.stream(operation.path().split("/"))
                .map(part -> part.startsWith(":") ? id : part)
                .reduce((a, b) -> a + "/" + b)
                .orElseThrow();
    }
}
