package dev.crosspoint.loadtest.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** JSON-RPC 2.0 texts of the agent protocol. */
public final class Rpc {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Rpc() {}

    /** What the gateway said. */
    public sealed interface Said {
        /** An answer to one of our requests. */
        record Answer(long id, JsonNode result, @Nullable Refusal refusal) implements Said {}

        /** An event; its params. */
        record Event(JsonNode params) implements Said {}

        /** It hangs up a leg, and wants an answer. */
        record Bye(String id, String contactId) implements Said {}

        /** Anything else. */
        record Unknown() implements Said {}
    }

    /**
     * Why a request was refused.
     *
     * @param code of the protocol's table
     * @param message safe to show
     */
    public record Refusal(int code, String message) {}

    /** An empty object, for params. */
    public static ObjectNode params() {
        return JSON.createObjectNode();
    }

    /** A request. */
    public static String request(long id, String method, ObjectNode params) {
        ObjectNode request = JSON.createObjectNode();
        request.put("jsonrpc", "2.0").put("id", id).put("method", method).set("params", params);
        return request.toString();
    }

    /** The bare answer to a request of the gateway's. */
    public static String done(String id) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("jsonrpc", "2.0").put("id", id).set("result", JSON.createObjectNode());
        return answer.toString();
    }

    /** Reads what the gateway said; nothing that it could say is an exception. */
    public static Said read(String text) {
        JsonNode message;
        try {
            message = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return new Said.Unknown();
        }
        if (message.path("method").asText().equals("event")) {
            return new Said.Event(message.path("params"));
        }
        if (message.path("method").asText().equals("bye")) {
            return new Said.Bye(
                    message.path("id").asText(), message.path("params").path("contactId").asText());
        }
        if (message.path("id").isIntegralNumber()) {
            JsonNode error = message.path("error");
            return new Said.Answer(
                    message.path("id").asLong(),
                    message.path("result"),
                    error.isMissingNode()
                            ? null
                            : new Refusal(
                                    error.path("code").asInt(), error.path("message").asText()));
        }
        return new Said.Unknown();
    }
}
