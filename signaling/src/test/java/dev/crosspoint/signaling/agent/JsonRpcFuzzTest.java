package dev.crosspoint.signaling.agent;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.client.RecentAnswers;
import dev.crosspoint.signaling.json.Params;
import dev.crosspoint.signaling.json.Params.BadParams;

/** Any text is a frame, any frame's params are a request or bad, and every answer parses again. */
class JsonRpcFuzzTest {

    private static final Agent AGENT = new Agent(new Tenant("a", "i"), "alice", "s");

    private static final String[] WORDS = {
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{",
        "\"jsonrpc\":\"2.0\",",
        "\"id\":",
        "\"method\":\"",
        "\"params\":{",
        "\"contactId\":\"c\",",
        "\"muted\":",
        "\"digits\":\"12#\"",
        "\"number\":\"",
        "\"agent\":\"a\",",
        "\"how\":\"barge\"",
        "\"candidates\":[{\"candidate\":\"",
        "\"result\":{}",
        "\"idempotencyKey\":\"k\"",
        "true",
        "null",
        "-1e9",
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
        String method =
                data.pickValue(
                        new String[] {
                            "contact.mute",
                            "contact.sendDigits",
                            "contact.dial",
                            "contact.transfer",
                            "contact.supervise"
                        });
        String text = message(data);
        switch (JsonRpc.parse(text)) {
            case RpcFrame.Request request -> {
                try {
                    AgentMethods.read(method, new Params(request.params()), AGENT);
                    new Params(request.params()).candidates("candidates");
                    RecentAnswers.fingerprint(request.method(), request.params());
                } catch (BadParams e) {
                    mustParse(request.id(), Answer.failure(RpcError.BAD_PARAMS, e.sentence()));
                }
                mustParse(request.id(), Answer.done());
            }
            case RpcFrame.Malformed m -> {
                if (m.id() != null) {
                    mustParse(m.id(), Answer.failure(m.error(), m.message()));
                }
            }
            case RpcFrame.Notification _, RpcFrame.Response _ -> {}
        }
    }

    /** Noise among the words of the protocol, so that the fuzzer gets past the first brace. */
    private static String message(FuzzedDataProvider data) {
        StringBuilder text = new StringBuilder();
        while (data.remainingBytes() > 0) {
            text.append(data.consumeBoolean() ? data.pickValue(WORDS) : data.consumeString(8));
        }
        return text.toString();
    }

    private static void mustParse(RpcId id, Answer answer) {
        if (!new RpcFrame.Response(id).equals(JsonRpc.parse(JsonRpc.answer(id, answer, false)))) {
            throw new AssertionError("an answer of ours is not one");
        }
    }
}
