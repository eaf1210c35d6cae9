package dev.crosspoint.signaling.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crosspoint.signaling.json.StrictJson;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSON-RPC 2.0 as text: {@link #parse} takes any string and answers with a frame, the others print.
 * The length of the text is the caller's to limit.
 */
final class JsonRpc {

    private static final int MAX_METHOD_LENGTH = 64;

    private JsonRpc() {}

    /** Reads one message; never throws on any text. */
    static RpcFrame parse(String text) {
        Optional<JsonNode> read = StrictJson.read(text);
        if (read.isEmpty()) {
            return new RpcFrame.Malformed(null, RpcError.PARSE_ERROR, "not JSON within the limits");
        }
        return read(read.get());
    }

    /** Likewise, of what is JSON. */
    static RpcFrame read(JsonNode tree) {
        if (tree.isArray()) {
            return invalid(null, "batches are not offered");
        }
        if (!(tree instanceof ObjectNode message)) {
            return tree.isMissingNode()
                    ? new RpcFrame.Malformed(null, RpcError.PARSE_ERROR, "empty message")
                    : invalid(null, "a message is an object");
        }
        return read(message);
    }

    private static RpcFrame read(ObjectNode message) {
        RpcId id = idOf(message.get("id"));
        if (!"2.0".equals(message.path("jsonrpc").textValue())) {
            return invalid(id, "jsonrpc must be \"2.0\"");
        }
        if (id == null && message.has("id")) {
            return invalid(null, "id must be a string of 1-64 characters or a whole number");
        }
        if (!message.has("method")) {
            return id != null && (message.has("result") || message.has("error"))
                    ? new RpcFrame.Response(id)
                    : invalid(id, "neither a request nor an answer");
        }
        String method = message.path("method").textValue();
        if (method == null || method.isEmpty() || method.length() > MAX_METHOD_LENGTH) {
            return invalid(id, "method must be a string of 1-64 characters");
        }
        JsonNode params = message.path("params");
        if (!params.isMissingNode() && !params.isObject()) {
            return invalid(id, "params must be an object");
        }
        if (id == null) {
            return new RpcFrame.Notification(method);
        }
        return new RpcFrame.Request(
                id,
                method,
                params instanceof ObjectNode object
                        ? object
                        : JsonNodeFactory.instance.objectNode());
    }

    private static @Nullable RpcId idOf(@Nullable JsonNode id) {
        if (id == null) {
            return null;
        }
        if (id.isTextual()) {
            String text = id.textValue();
            return text.isEmpty() || text.length() > RpcId.MAX_LENGTH ? null : new RpcId.Text(text);
        }
        return id.isIntegralNumber() && id.canConvertToLong()
                ? new RpcId.Whole(id.longValue())
                : null;
    }

    private static RpcFrame invalid(@Nullable RpcId id, String message) {
        return new RpcFrame.Malformed(id, RpcError.INVALID_REQUEST, message);
    }

    /** An answer to the request {@code id}; a softphone method's failure has its own code. */
    static String answer(@Nullable RpcId id, Answer answer, boolean softphone) {
        ObjectNode message = message(id);
        switch (answer) {
            case Answer.Result r -> message.set("result", r.value());
            case Answer.Failure f ->
                    message.putObject("error")
                            .put("code", softphone ? f.error().softphoneCode() : f.error().code())
                            .put("message", f.message());
        }
        return message.toString();
    }

    /** A request of ours. */
    static String request(String id, String method, ObjectNode params) {
        ObjectNode message = message(new RpcId.Text(id));
        message.put("method", method).set("params", params);
        return message.toString();
    }

    /** A notification. */
    static String notification(String method, ObjectNode params) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("jsonrpc", "2.0").put("method", method).set("params", params);
        return message.toString();
    }

    private static ObjectNode message(@Nullable RpcId id) {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        switch (id) {
            case null -> message.putNull("id");
            case RpcId.Text text -> message.put("id", text.value());
            case RpcId.Whole whole -> message.put("id", whole.value());
            case RpcId.OnTopic on -> {
                return message(on.id());
            }
        }
        return message;
    }
}
