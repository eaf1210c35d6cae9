package dev.crosspoint.signaling.sip;

import java.util.Arrays;

/**
 * The SIP messages in the data frames of one WebSocket: one in each message, whole (RFC 7118 4.2),
 * and line breaks that keep it open (RFC 5626 4.4.1). Pure.
 */
final class SocketFramer {

    /** Longest message taken, bytes: whatever would be taken elsewhere. */
    static final int MAX_BYTES = RawHead.MAX_BYTES + MessageReader.MAX_BODY_BYTES;

    private static final byte[] PING = {'\r', '\n', '\r', '\n'};
    private static final byte[] PONG = {'\r', '\n'};

    /** What a frame has brought. */
    sealed interface Frame {
        /** A message, if it is one. */
        @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
        record Message(byte[] bytes) implements Frame {}

        /** A question that is to be answered by a line break. */
        record Ping() implements Frame {}

        /** Nothing that asks for anything. */
        record Nothing() implements Frame {}

        /** More than any message has. */
        record TooLong() implements Frame {}
    }

    private byte[] begun = {};

    /**
     * Takes one data frame.
     *
     * @param data borrowed
     * @param last whether the message ends with it
     */
    Frame next(byte[] data, boolean last) {
        if (data.length > MAX_BYTES - begun.length) {
            begun = new byte[0];
            return new Frame.TooLong();
        }
        byte[] whole = Arrays.copyOf(begun, begun.length + data.length);
        System.arraycopy(data, 0, whole, begun.length, data.length);
        if (!last) {
            begun = whole;
            return new Frame.Nothing();
        }
        begun = new byte[0];
        if (Arrays.equals(whole, PING)) {
            return new Frame.Ping();
        }
        return whole.length == 0 || Arrays.equals(whole, PONG)
                ? new Frame.Nothing()
                : new Frame.Message(whole);
    }
}
