package dev.crosspoint.signaling.agent;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import dev.crosspoint.signaling.json.StrictJson;
import org.jspecify.annotations.Nullable;

/** Any text is a frame on the topic or off it, and every frame of ours says what it should. */
class SoftphoneTopicFuzzTest {

    private static final String[] WORDS = {
        "{\"topic\":\"aws/softphone\",\"connectionId\":\"m\",\"jsonRpcMsg\":{",
        "\"topic\":",
        "\"aws/softphone\"",
        "\"connectionId\":\"",
        "\"jsonRpcMsg\":{",
        "\"content\":\"{",
        "\"jsonrpc\":\"2.0\",",
        "\"id\":1,",
        "\"id\":\"s1\",",
        "\"method\":\"invite\",",
        "\"params\":{",
        "\"result\":{}",
        "null",
        "\"",
        "{",
        "}",
        "}}",
        "[",
        "]",
        ",",
        ":",
        "\\u0000"
    };

    @FuzzTest(maxDuration = "5s")
    void neverThrowsOnAnyText(FuzzedDataProvider data) {
        String connection = data.consumeString(20);
        var text = new StringBuilder();
        while (data.remainingBytes() > 0) {
            text.append(data.consumeBoolean() ? data.pickValue(WORDS) : data.consumeString(8));
        }
        switch (SoftphoneTopic.parse(text.toString())) {
            case RpcFrame.Request r ->
                    mustArrive(r.connection(), JsonRpc.answer(r.id(), Answer.done(), true));
            case RpcFrame.Malformed m ->
                    mustArrive(
                            connection,
                            JsonRpc.answer(m.id(), Answer.failure(m.error(), m.message()), true));
            case RpcFrame.Notification _, RpcFrame.Response _ -> {}
        }
    }

    private static void mustArrive(@Nullable String connection, String message) {
        if (connection == null) {
            return;
        }
        JsonNode frame = json(SoftphoneTopic.wrap(connection, message));
        JsonNode content = json(frame.path("content").textValue());
        if (!connection.equals(content.path("connectionId").textValue())
                || !content.path("jsonRpcMsg").equals(json(message))) {
            throw new AssertionError("a frame says something else than its message");
        }
    }

    private static JsonNode json(String text) {
        return StrictJson.read(text).orElseThrow(() -> new AssertionError("not JSON"));
    }
}
