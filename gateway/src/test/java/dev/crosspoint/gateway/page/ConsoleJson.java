package dev.crosspoint.gateway.page;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** What the API answers to the console, in the form of openapi.json. */
final class ConsoleJson {
    static final List<String> PERMISSIONS =
            List.of(
                    "AccessMetrics",
                    "AuditTrail.View",
                    "BasicAgentAccess",
                    "ContactAttributes.View",
                    "ContactSearch.View",
                    "DeleteCallRecordings",
                    "DownloadCallRecordings",
                    "ListenCallRecordings",
                    "SecurityProfiles.Edit",
                    "SecurityProfiles.View",
                    "Users.Edit",
                    "Users.View");

    private ConsoleJson() {}

    private static JsonObject summary(String id, String method, long began) {
        return new JsonObject()
                .put("contactId", id)
                .put("initialContactId", id)
                .put("method", method)
                .put("initiatedMs", began)
                .put("queuedMs", began + 2_000)
                .put("connectedMs", began + 10_000)
                .put("endedMs", began + 128_000)
                .put("durationMs", 128_000)
                .put("handleMs", 131_000)
                .put("queue", "Complaints and returns")
                .put("agent", "alice")
                .put("disconnectReason", "customer-hung-up")
                .put("worstMos", 3.8)
                .put("systemNumber", "+4930900");
    }

    static JsonObject contacts(long began) {
        var first =
                summary(ConsoleScript.CONTACT, "inbound", began)
                        .put("number", ConsoleScript.NUMBER)
                        .put("recordingStates", JsonArray.of("delivered"));
        var expired =
                summary("2pX0aTbQ71nE", "outbound", began - 90_000)
                        .put("expired", JsonArray.of("outbound-number", "attributes"))
                        .put("worstMos", 2.4)
                        .put("recordingStates", JsonArray.of("failed", "sealed"));
        var live =
                summary("5aa0aTbQ71nE", "transfer", began - 180_000)
                        .put("number", "+4940555002")
                        .put("recordingStates", JsonArray.of("open"));
        live.remove("endedMs");
        live.remove("durationMs");
        live.remove("worstMos");
        return new JsonObject().put("contacts", JsonArray.of(first, expired, live));
    }

    static JsonObject contact(long began) {
        var leg =
                new JsonObject(
                        """
                        {"leg": "l1", "who": "customer", "codec": "PCMA", "packets": 5900,
                         "lostPercent": 0.2, "jitterMs": 3.5, "mos": 4.1, "roundTripMs": 40.5}
                        """);
        var recording =
                new JsonObject()
                        .put("recordingId", ConsoleScript.RECORDING)
                        .put("state", "delivered")
                        .put("startedMs", began + 10_000)
                        .put("endedMs", began + 128_000)
                        .put("durationMs", 6_000)
                        .put("sides", "both")
                        .put("erased", true);
        return summary(ConsoleScript.CONTACT, "inbound", began)
                .put("number", ConsoleScript.NUMBER)
                .put("name", "Order 4711")
                .put("version", 3)
                .put("holds", 1)
                .put("holdMs", 9_000)
                .put("longestHoldMs", 9_000)
                .put("afterWorkMs", 13_000)
                .put("description", "Wants it sooner")
                .put("expired", JsonArray.of("references"))
                .put("dialled", new JsonArray())
                .put("attributes", new JsonObject().put("customer_tier", "gold"))
                .put("references", new JsonArray())
                .put("legs", JsonArray.of(leg, leg.copy().put("who", "agent").put("mos", 3.2)))
                .put("recordings", JsonArray.of(recording))
                .put(
                        "timeline",
                        JsonArray.of(
                                moment(began, "initiated"),
                                moment(began + 2_000, "queued"),
                                moment(began + 10_000, "connected"),
                                moment(began + 120_000, "passed-on")
                                        .put("contactId", "9zz1TzYw3vF1"),
                                moment(began + 128_000, "ended"),
                                moment(began + 141_000, "work-ended")))
                .put("linked", JsonArray.of(summary("9zz1TzYw3vF1", "transfer", began + 120_000)));
    }

    private static JsonObject moment(long atMs, String what) {
        return new JsonObject().put("atMs", atMs).put("what", what);
    }

    static JsonObject recording(String state) {
        return new JsonObject().put("recordingId", ConsoleScript.RECORDING).put("state", state);
    }

    static JsonObject waveform(int seconds) {
        var left = new JsonArray();
        var right = new JsonArray();
        for (int i = 0; i < 200; i++) {
            int loud = i % 40 < 24 ? 10 + i % 13 : 1;
            left.add(-loud).add(loud);
            right.add(-24 + loud).add(24 - loud);
        }
        return new JsonObject()
                .put("durationMs", 1_000 * seconds)
                .put("columns", 200)
                .put("left", left)
                .put("right", right)
                .put(
                        "marks",
                        new JsonArray(
                                """
                                [{"kind": "talker", "fromMs": 0, "toMs": 6000, "who": "customer", "channel": "left"},
                                 {"kind": "hold", "fromMs": 2000, "toMs": 3000},
                                 {"kind": "pause", "fromMs": 4000, "toMs": 4500},
                                 {"kind": "gap", "fromMs": 5000, "toMs": 5000, "lost": 14}]
                                """));
    }

    private static JsonObject event(String name, String user, JsonObject parameters) {
        var resource = new JsonObject().put("type", "recording").put("id", ConsoleScript.RECORDING);
        return new JsonObject()
                .put("eventID", name + user)
                .put("eventName", name)
                .put("eventTime", Instant.ofEpochSecond(1_795_345_000).toString())
                .put("userIdentity", new JsonObject().put("type", "Agent").put("principalId", user))
                .put("sourceIPAddress", "192.0.2.7")
                .put("requestParameters", parameters)
                .put("resources", JsonArray.of(resource))
                .put("sequence", 1);
    }

    static JsonObject events() {
        var heard = new JsonObject("{\"milliseconds\": [{\"from\": 10000, \"to\": 42000}]}");
        var sent = new JsonObject("{\"seconds\": [{\"from\": 0, \"to\": 60}]}");
        return new JsonObject()
                .put(
                        "events",
                        JsonArray.of(
                                event("ReportListening", "ann", heard),
                                event("ListenToRecording", "ann", sent),
                                event("HoldRecording", "sue", new JsonObject()),
                                event("DownloadRecording", "eve", new JsonObject())
                                        .put("errorCode", "AccessDenied")));
    }

    static JsonObject user(String id, String name, List<String> permissions) {
        return new JsonObject()
                .put("id", id)
                .put("displayName", name)
                .put("source", "local")
                .put("disabled", id.equals("bob"))
                .put("secondFactor", id.equals("alice"))
                .put("recoveryCodesLeft", 8)
                .put("mustChangePassword", false)
                .put("profiles", JsonArray.of("Agent"))
                .put("permissions", new JsonArray(permissions));
    }

    static JsonObject users() {
        return new JsonObject()
                .put(
                        "users",
                        JsonArray.of(
                                user("alice", "Alice Baker", PERMISSIONS),
                                user("bob", "Bob Castle", List.of())));
    }

    static JsonObject profiles() {
        return new JsonObject()
                .put(
                        "profiles",
                        JsonArray.of(
                                profile("Admin", true, PERMISSIONS),
                                profile("Agent", true, List.of("BasicAgentAccess")),
                                profile("Night shift", false, List.of("BasicAgentAccess"))));
    }

    private static JsonObject profile(String name, boolean builtIn, List<String> permissions) {
        return new JsonObject()
                .put("name", name)
                .put("builtIn", builtIn)
                .put("permissions", new JsonArray(permissions));
    }

    static JsonObject enrolment() {
        return new JsonObject()
                .put("secret", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
                .put(
                        "uri",
                        "otpauth://totp/Crosspoint%20main:alice?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
    }

    static JsonObject trunks() {
        return new JsonObject(
                """
                {"trunks": [{"trunkId": "carrier-a", "condition": "up", "calls": 12, "mostCalls": 100},
                 {"trunkId": "carrier-b", "condition": "failing", "calls": 0, "mostCalls": 100},
                 {"trunkId": "carrier-c", "condition": "asks-for-rest", "calls": 1, "mostCalls": 0},
                 {"trunkId": "office", "condition": "no-answer", "calls": 0, "mostCalls": 0},
                 {"trunkId": "mobile", "condition": "not-registered", "calls": 0, "mostCalls": 30}]}
                """);
    }

    static JsonObject network() {
        return new JsonObject(
                """
                {"rules": [{"purpose": "browser-audio", "direction": "both", "protocol": "UDP", "privateCircuit": false,
                 "gateway": {"addresses": ["192.0.2.10"], "ports": {"first": 10000, "last": 10003}}, "peer": {"addresses": []}}]}
                """);
    }
}
