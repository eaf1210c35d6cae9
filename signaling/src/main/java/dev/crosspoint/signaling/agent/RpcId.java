package dev.crosspoint.signaling.agent;

import org.jspecify.annotations.Nullable;

/**
 * The id of a JSON-RPC request: a string or a whole number, echoed as it came and where it came.
 */
sealed interface RpcId {

    /** Longest string id accepted, characters. */
    int MAX_LENGTH = 64;

    /** A string, 1 to {@link #MAX_LENGTH} characters. */
    record Text(String value) implements RpcId {}

    /** A whole number. */
    record Whole(long value) implements RpcId {}

    /**
     * A request on {@link SoftphoneTopic}, where its answer belongs.
     *
     * @param connection the client's name for the media leg
     * @param id null where none can be told
     */
    record OnTopic(String connection, @Nullable RpcId id) implements RpcId {}
}
