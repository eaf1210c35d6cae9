package dev.crosspoint.gateway.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.gateway.audit.AuditEvent.Actor;
import dev.crosspoint.gateway.audit.AuditEvent.Deed;
import dev.crosspoint.gateway.audit.AuditEvent.Origin;
import dev.crosspoint.gateway.audit.AuditEvent.Part;
import dev.crosspoint.gateway.audit.AuditEvent.Seconds;
import dev.crosspoint.gateway.fraud.Denial;
import dev.crosspoint.media.vault.EncryptionContext;
import dev.crosspoint.media.vault.EncryptionContext.Purpose;
import dev.crosspoint.media.vault.KeyFailure;
import dev.crosspoint.media.vault.KeyUse;
import dev.crosspoint.signaling.api.ContactVerb.Supervision;
import dev.crosspoint.signaling.api.SignalingConfig.MediaSecurity;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is hashed must not change: the bytes of events are pinned here. */
class EventJsonTest {
    private static final Tenant TENANT = new Tenant("acme", "main");
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.125Z");
    private static final UUID ID = UUID.fromString("0b8f3c1e-6d0f-4f0e-9f39-0c6f3c8f6a11");
    private static final Actor ALICE = new Actor.Agent("alice");
    private static final Actor GATEWAY = new Actor.Gateway();
    private static final Actor STRANGER = new Actor.Stranger();
    private static final Optional<String> CONTACT = Optional.of("c-1");

    /**
     * A deed and its words.
     *
     * @param words name, whether it changes something or reads, parameters, resources, error
     */
    record Row(Actor who, Deed what, String words) {}

    private static Row row(Actor who, Deed what, String words) {
        return new Row(who, what, words);
    }

    static List<Row> rows() {
        return List.of(
                row(
                        GATEWAY,
                        new Deed.OpenedPrivateTrunk(
                                "pbx",
                                List.of(Transport.UDP, Transport.TCP),
                                MediaSecurity.PREFERRED),
                        "OpenPrivateTrunk changes"
                                + " {mediaSecurity:preferred,transports:[udp,tcp]} trunk:pbx"),
                row(ALICE, new Deed.SignedIn("alice"), "SignIn changes - agent:alice"),
                row(
                        STRANGER,
                        new Deed.FailedToSignIn(Optional.of("alice")),
                        "SignIn changes - agent:alice InvalidCredentials"),
                row(
                        STRANGER,
                        new Deed.FailedToSignIn(Optional.empty()),
                        "SignIn changes - - InvalidCredentials"),
                row(ALICE, new Deed.SignedOut("alice"), "SignOut changes - agent:alice"),
                row(
                        ALICE,
                        new Deed.Supervised("c-1", "bob", Supervision.MONITOR),
                        "StartMonitoring changes {how:monitor} contact:c-1,agent:bob"),
                row(
                        ALICE,
                        new Deed.EndedSupervision("c-1"),
                        "StopMonitoring changes - contact:c-1"),
                row(
                        ALICE,
                        new Deed.DeniedCaller("d7", Denial.Kind.NUMBER, Optional.of(NOON)),
                        "DenyCaller changes {kind:number,until:2026-11-22T12:00:00.125Z} denial:d7"),
                row(
                        ALICE,
                        new Deed.DeniedCaller("d8", Denial.Kind.NETWORK, Optional.empty()),
                        "DenyCaller changes {kind:network} denial:d8"),
                row(ALICE, new Deed.LiftedDenial("d8"), "LiftDenial changes - denial:d8"),
                row(
                        ALICE,
                        new Deed.UsedApi("setState", "agent:bob"),
                        "SetState changes - agent:bob"),
                row(
                        new Actor.Operator(),
                        new Deed.ExportedRecording("r-1"),
                        "ExportRecording changes - recording:r-1"),
                row(
                        GATEWAY,
                        new Deed.UsedKey(use()),
                        "Decrypt reads {encryptionContext:{account:acme,instance:main,"
                                + "purpose:recording,resource:k-1},keyId:local:acme/main/1}"
                                + " key:local:acme/main/1 AccessDenied"),
                row(
                        ALICE,
                        new Deed.Searched(
                                "contacts",
                                new TreeMap<>(
                                        Map.of("agent", "bob", "number", Deed.Searched.HIDDEN))),
                        "SearchContacts reads {by:{agent:bob,number:hidden}} -"),
                row(ALICE, new Deed.ViewedContact("c-1"), "ViewContact reads - contact:c-1"),
                row(
                        ALICE,
                        new Deed.ReadApi("showUser", Optional.of("user:bob"), new TreeMap<>()),
                        "ShowUser reads - user:bob"),
                row(
                        ALICE,
                        new Deed.ReadApi(
                                "listRecordings",
                                Optional.empty(),
                                new TreeMap<>(Map.of("state", "sealed"))),
                        "ListRecordings reads {by:{state:sealed}} -"),
                row(
                        GATEWAY,
                        new Deed.DeletedOldAgentHistory(7, NOON),
                        "DeleteAgentHistory changes {before:"
                                + NOON
                                + ",count:7} agent-history:expired"),
                row(
                        ALICE,
                        new Deed.PlayedRecording("r-1", CONTACT),
                        "PlayRecording reads - recording:r-1,contact:c-1"),
                row(
                        ALICE,
                        new Deed.ListenedTo(
                                "r-1",
                                Optional.empty(),
                                List.of(new Seconds(0, 12), new Seconds(30, 31))),
                        "ListenToRecording reads {seconds:[{from:0,to:12},{from:30,to:31}]}"
                                + " recording:r-1"),
                row(
                        ALICE,
                        new Deed.ReportedHeard("r-1", CONTACT, List.of(new Part(0, 950))),
                        "ReportListening reads {milliseconds:[{from:0,to:950}]}"
                                + " recording:r-1,contact:c-1"),
                row(
                        ALICE,
                        new Deed.ViewedRecording("r-1", Optional.empty()),
                        "ViewRecording reads - recording:r-1"),
                row(
                        ALICE,
                        new Deed.DownloadedRecording("r-1", Optional.empty()),
                        "DownloadRecording reads - recording:r-1"),
                row(
                        ALICE,
                        new Deed.DeletedRecording("r-1", CONTACT, "customer-request"),
                        "DeleteRecording changes {reason:customer-request}"
                                + " recording:r-1,contact:c-1"),
                row(
                        ALICE,
                        new Deed.HeldRecording("r-1", true),
                        "HoldRecording changes - recording:r-1"),
                row(
                        ALICE,
                        new Deed.HeldRecording("r-1", false),
                        "ReleaseRecording changes - recording:r-1"),
                row(
                        ALICE,
                        new Deed.ChangedSetting("retentionDays", "instance:main"),
                        "ChangeSetting changes {setting:retentionDays} instance:main"),
                row(
                        ALICE,
                        new Deed.WasRefused("showRecording", "recording:r-1"),
                        "ShowRecording reads - recording:r-1 AccessDenied"));
    }

    private static KeyUse use() {
        var tenant = new dev.crosspoint.media.api.Tenant("acme", "main");
        return new KeyUse(
                NOON,
                KeyUse.Operation.UNWRAP,
                tenant,
                "local:acme/main/1",
                new EncryptionContext(tenant, Purpose.RECORDING, "k-1"),
                null,
                KeyFailure.Reason.DENIED);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void saysEachDeedInItsWords(Row row) {
        var json = json(event(row));
        var resources =
                json.getJsonArray("resources").stream()
                        .map(JsonObject.class::cast)
                        .map(each -> each.getString("type") + ":" + each.getString("id"))
                        .toList();
        var parameters = json.getJsonObject("requestParameters");
        var error = json.getString("errorCode");
        assertThat(
                        json.getString("eventName")
                                + (json.getBoolean("readOnly") ? " reads " : " changes ")
                                + (parameters == null ? "-" : parameters.encode().replace("\"", ""))
                                + (resources.isEmpty() ? " -" : " " + String.join(",", resources))
                                + (error == null ? "" : " " + error))
                .isEqualTo(row.words());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isFoundByWhatItsBytesSay(Row row) {
        var entry = EventJson.entry(EventJson.bytes(event(row)));
        var words = row.words();
        boolean isAlice = row.who().equals(ALICE) || words.contains("agent:alice");
        assertThat(entry.eventId()).isEqualTo(ID);
        assertThat(entry.time()).isEqualTo(NOON);
        assertThat(entry.name()).isEqualTo(words.substring(0, words.indexOf(' ')));
        assertThat(entry.user()).isEqualTo(isAlice ? "alice" : null);
        assertThat(entry.recording()).isEqualTo(words.contains("recording:r-1") ? "r-1" : null);
        assertThat(entry.contact()).isEqualTo(words.contains("contact:c-1") ? "c-1" : null);
    }

    @Test
    void isAlwaysTheSameBytes() {
        var event =
                new AuditEvent(
                        ID,
                        NOON.plusNanos(999),
                        ALICE,
                        new Origin("192.0.2.7", "Grüße/1.0", "req-1"),
                        TENANT,
                        new Deed.PlayedRecording("r-1", CONTACT));
        assertThat(new String(EventJson.bytes(event), UTF_8))
                .isEqualTo(
                        "{\"eventID\":\"0b8f3c1e-6d0f-4f0e-9f39-0c6f3c8f6a11\","
                                + "\"eventName\":\"PlayRecording\",\"eventSource\":\"crosspoint\","
                                + "\"eventTime\":\"2026-11-22T12:00:00.125Z\",\"eventVersion\":\"1.0\","
                                + "\"readOnly\":true,\"recipientAccountId\":\"acme\","
                                + "\"recipientInstanceId\":\"main\",\"requestID\":\"req-1\","
                                + "\"resources\":[{\"id\":\"r-1\",\"type\":\"recording\"},"
                                + "{\"id\":\"c-1\",\"type\":\"contact\"}],"
                                + "\"sourceIPAddress\":\"192.0.2.7\",\"userAgent\":\"Grüße/1.0\","
                                + "\"userIdentity\":{\"principalId\":\"alice\",\"type\":\"Agent\"}}");
    }

    @Test
    void takesNothingForAnEventThatIsNone() {
        for (var text : List.of("", "{}", "[]", "{\"userIdentity\":3}", "{\"userIdentity\":{}}")) {
            assertThatThrownBy(() -> EventJson.entry(text.getBytes(UTF_8)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void givesTheDatabaseNoTextThatIsNone() {
        var event = AuditEvent.now(ALICE, TENANT, new Deed.WasRefused("show", "recording:a\0b"));
        assertThat(EventJson.entry(EventJson.bytes(event)).recording()).isEqualTo("a_b");
    }

    private static AuditEvent event(Row row) {
        return new AuditEvent(ID, NOON, row.who(), Origin.UNKNOWN, TENANT, row.what());
    }

    private static JsonObject json(AuditEvent event) {
        return new JsonObject(new String(EventJson.bytes(event), UTF_8));
    }
}
