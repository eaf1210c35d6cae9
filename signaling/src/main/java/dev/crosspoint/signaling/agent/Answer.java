package dev.crosspoint.signaling.agent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a request is answered with, before it is given the id it answers. */
sealed interface Answer {

    /** It is so. */
    record Result(ObjectNode value) implements Answer {
        @Override
        public String toString() {
            return "Result[" + value.size() + "]";
        }
    }

    /**
     * It is not so.
     *
     * @param message a sentence, safe to show
     */
    record Failure(RpcError error, String message) implements Answer {}

    /** The empty result. */
    static Answer done() {
        return new Result(JsonNodeFactory.instance.objectNode());
    }

    static Answer failure(RpcError error, String message) {
        return new Failure(error, message);
    }

    /** How counters call it. */
    default String label() {
        return switch (this) {
            case Result _ -> "ok";
            case Failure f -> f.error().label();
        };
    }
}
