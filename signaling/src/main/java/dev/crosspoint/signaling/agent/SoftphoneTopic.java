package dev.crosspoint.signaling.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.crosspoint.signaling.json.StrictJson;
import java.util.Optional;

/**
 * The multiplexed carrier of connect-rtc-js: the softphone's messages of several legs among others
 * on one socket. A client's frame is {@code {topic, connectionId, jsonRpcMsg}}; ours is {@code
 * {topic, content}}, where the content is a string of JSON with the other two.
 */
final class SoftphoneTopic {

    private static final String NAME = "aws/softphone";
    private static final String TOPIC = "topic";
    private static final String CONNECTION = "connectionId";
    private static final String MESSAGE = "jsonRpcMsg";

    /** Longest name of a connection, characters. */
    private static final int MAX_CONNECTION_LENGTH = 128;

    private SoftphoneTopic() {}

    /**
     * Reads one message, on the topic or not; never throws on any text. What came on the topic has
     * ids that say so.
     */
    static RpcFrame parse(String text) {
        Optional<JsonNode> read = StrictJson.read(text);
        return read.isPresent() && read.get() instanceof ObjectNode frame && frame.has(TOPIC)
                ? unwrap(frame)
                : read.map(JsonRpc::read).orElseGet(() -> JsonRpc.parse(text));
    }

    private static RpcFrame unwrap(ObjectNode frame) {
        if (!NAME.equals(frame.path(TOPIC).textValue())) {
            return invalid("the only topic is " + NAME);
        }
        String connection = frame.path(CONNECTION).textValue();
        if (connection == null
                || connection.isEmpty()
                || connection.length() > MAX_CONNECTION_LENGTH) {
            return invalid(
                    CONNECTION + " must be a string of 1-" + MAX_CONNECTION_LENGTH + " characters");
        }
        return switch (JsonRpc.read(frame.path(MESSAGE))) {
            case RpcFrame.Request r ->
                    new RpcFrame.Request(
                            new RpcId.OnTopic(connection, r.id()), r.method(), r.params());
            case RpcFrame.Malformed m ->
                    new RpcFrame.Malformed(
                            new RpcId.OnTopic(connection, m.id()), m.error(), m.message());
            // The ids of our own requests are the same on all carriers.
            case RpcFrame.Response r -> r;
            case RpcFrame.Notification n -> n;
        };
    }

    private static RpcFrame invalid(String message) {
        return new RpcFrame.Malformed(null, RpcError.INVALID_REQUEST, message);
    }

    /** A JSON-RPC message of ours as a frame of the topic. */
    static String wrap(String connection, String message) {
        return wrap(CONNECTION, connection, message);
    }

    /** A message of ours about a leg, by whatever carries it. */
    static String wrapFor(SoftphoneLeg leg, String message) {
        String connection = leg.contact.connection();
        return connection == null ? message : wrap(connection, message);
    }

    /** A message of ours to all of a browser. */
    static String wrapForClient(String client, String message) {
        return wrap("clientId", client, message);
    }

    private static String wrap(String key, String whose, String message) {
        ObjectNode content = JsonNodeFactory.instance.objectNode().put(key, whose);
        content.putRawValue(MESSAGE, new RawValue(message));
        return JsonNodeFactory.instance
                .objectNode()
                .put(TOPIC, NAME)
                .put("content", content.toString())
                .toString();
    }
}
