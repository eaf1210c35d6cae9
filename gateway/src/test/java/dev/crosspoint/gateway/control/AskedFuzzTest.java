package dev.crosspoint.gateway.control;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.gateway.audit.AuditEvent.Origin;
import dev.crosspoint.gateway.people.PeopleMessage;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.search.ContactMessage;
import dev.crosspoint.gateway.switchboard.CallCentre;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.client.RecentAnswers;
import dev.crosspoint.signaling.json.Params;
import dev.crosspoint.signaling.json.Params.BadParams;
import dev.crosspoint.signaling.json.StrictJson;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;

/** Any text is a request for any operation, or bad, and nothing else. */
class AskedFuzzTest {
    private static final AgentKey ANN = new AgentKey(CallCentre.TENANT, "ann");

    private static final PeopleMessage.By ANNS =
            new PeopleMessage.By(ANN.tenant(), ANN.agentId(), new Private("token"), Origin.UNKNOWN);

    /** Of whose operations nothing is read. */
    private static final Set<Room> NOT_READ =
            Set.of(Room.DOOR, Room.PLAYBACK, Room.TRUNKS, Room.NETWORK);

    private static final Operation[] WITH_MESSAGES =
            Arrays.stream(Operation.values())
                    .filter(operation -> !NOT_READ.contains(operation.room()))
                    .toArray(Operation[]::new);

    private static final String[] WORDS = {
        "{\"held\":true,\"participant\":",
        "\"number\":\"+49",
        "\"network\":\"192.0.2.",
        "\"network\":\"2001:db8::/",
        "\"seconds\":",
        "\"digits\":\"12#\"",
        "\"agent\":\"a\"",
        "\"how\":\"barge\"",
        "\"state\":\"",
        "true",
        "null",
        "-1e9",
        "\"",
        "{",
        "}",
        "[",
        ",",
        ":"
    };

    @FuzzTest(maxDuration = "5s")
    void readsOrRefusesAnything(FuzzedDataProvider data) {
        var operation = data.pickValue(WITH_MESSAGES);
        var text = new StringBuilder();
        while (data.remainingBytes() > 0) {
            text.append(data.consumeBoolean() ? data.pickValue(WORDS) : data.consumeString(8));
        }
        var body = StrictJson.read(text.toString());
        if (body.isPresent() && body.get() instanceof ObjectNode object) {
            RecentAnswers.fingerprint("x", object);
            try {
                var asked = new Asked(operation, ANN, "id", new Params(object));
                switch (operation.room()) {
                    case CALLS -> asked.message("new", Instant.EPOCH);
                    case RECORDINGS -> {
                        asked.ofRecordings();
                        asked.criteria();
                    }
                    case HISTORY -> asked.ofHistory(Origin.UNKNOWN);
                    case AUDIT -> asked.ofAudit(Origin.UNKNOWN);
                    case PEOPLE -> AskedOfPeople.message(asked, ANNS);
                    case CONTACT_RECORDS ->
                            asked.ofContactRecords(
                                    new ContactMessage.Asker(
                                            ANN.tenant(), ANN.agentId(), Origin.UNKNOWN, Set.of()),
                                    Instant.EPOCH);
                    case PREFLIGHT -> asked.ofPreflight();
                    case DOOR, PLAYBACK, TRUNKS, NETWORK ->
                            throw new IllegalStateException("no message");
                }
            } catch (BadParams e) {
                if (e.sentence().isEmpty()) {
                    throw new AssertionError("no reason", e);
                }
            }
        }
    }
}
