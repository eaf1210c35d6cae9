package dev.crosspoint.gateway.search;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crosspoint.signaling.json.Params;
import dev.crosspoint.signaling.json.Params.BadParams;
import java.time.Instant;

/** Whatever stands in the body of a search is a question, or refused with a sentence. */
class ContactQueryFuzzTest {
    private static final String[] NAMES = {
        "from",
        "to",
        "contact",
        "agent",
        "queue",
        "number",
        "attribute",
        "value",
        "minSeconds",
        "maxSeconds",
        "minMos",
        "maxMos",
        "reason",
        "recording",
        "after",
        "limit"
    };

    private static final String[] WORDS = {
        "2026-11-28T09:00:00Z",
        "+1000000000-01-01T00:00:00Z",
        "-1000000000-01-01T00:00:00Z",
        "4.5",
        "999999999",
        "none",
        "failed",
        "1795341600000000~c",
        "+4930555001"
    };

    @FuzzTest(maxDuration = "5s")
    void readsOrRefusesAnything(FuzzedDataProvider data) {
        var json = JsonNodeFactory.instance.objectNode();
        while (data.remainingBytes() > 0) {
            var name = data.pickValue(NAMES);
            switch (data.consumeInt(0, 4)) {
                case 0 -> json.put(name, data.pickValue(WORDS));
                case 1 -> json.put(name, data.consumeString(20));
                case 2 -> json.put(name, data.consumeLong());
                case 3 -> json.put(name, data.consumeDouble());
                default -> json.putNull(name);
            }
        }
        try {
            ContactQuery.read(new Params(json), Instant.parse("2026-11-28T09:00:00Z")).criteria();
        } catch (BadParams e) {
            if (e.sentence().isEmpty()) {
                throw new AssertionError("no reason", e);
            }
        }
    }
}
