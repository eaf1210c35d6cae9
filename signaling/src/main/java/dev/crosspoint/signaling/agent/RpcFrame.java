package dev.crosspoint.signaling.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** One text message of a client, as far as JSON-RPC 2.0 is concerned. */
sealed interface RpcFrame {

    /** Something to do and to answer; {@code params} is empty when there were none. */
    record Request(RpcId id, String method, ObjectNode params) implements RpcFrame {

        /** The connection it names on the topic of softphones; null when it came without one. */
        @Nullable String connection() {
            return id instanceof RpcId.OnTopic on ? on.connection() : null;
        }

        @Override
        public String toString() {
            return "Request[" + params.size() + " params]";
        }
    }

    /** Something that asks for no answer. */
    record Notification(String method) implements RpcFrame {}

    /** The client's answer to a request of ours, good or bad. */
    record Response(RpcId id) implements RpcFrame {}

    /**
     * Not JSON-RPC.
     *
     * @param id of the request it tried to be, null where none can be told
     */
    record Malformed(@Nullable RpcId id, RpcError error, String message) implements RpcFrame {}
}
