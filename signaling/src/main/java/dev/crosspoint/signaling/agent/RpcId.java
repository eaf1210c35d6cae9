package dev.crosspoint.signaling.agent;

/** The id of a JSON-RPC request: a string or a whole number, echoed as it came. */
sealed interface RpcId {

    /** Longest string id accepted, characters. */
    int MAX_LENGTH = 64;

    /** A string, 1 to {@link #MAX_LENGTH} characters. */
    record Text(String value) implements RpcId {}

    /** A whole number. */
    record Whole(long value) implements RpcId {}
}
