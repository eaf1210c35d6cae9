package dev.crosspoint.signaling.sip;

import java.util.Arrays;

/**
 * Cuts the byte stream of one connection into messages (RFC 3261 18.3) and keep-alives (RFC 5626
 * 4.4.1). Holds at most one message; a stream whose ends cannot be told any more is given up.
 */
final class StreamFramer {

    /** What comes next in the stream. */
    sealed interface Frame {
        /** One message. */
        final class Message implements Frame {
            private final byte[] bytes;

            Message(byte[] bytes) {
                this.bytes = bytes;
            }

            /** The caller's to keep. */
            byte[] bytes() {
                return bytes;
            }
        }

        /** A double CRLF outside any message, to be answered with a single one. */
        record Ping() implements Frame {}

        /** Nothing complete yet. */
        record More() implements Frame {}

        /** From here on nobody knows where a message starts: answer if possible, and close. */
        record Broken(BadMessage why) implements Frame {}
    }

    private byte[] buffer = new byte[4096];
    private int length;

    /** Adds what has been received; {@link #next} is then called until it says {@code More}. */
    void feed(byte[] data) {
        if (buffer.length - length < data.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + data.length));
        }
        System.arraycopy(data, 0, buffer, length, data.length);
        length += data.length;
    }

    /** Whether a message has begun and not ended. */
    boolean isWaiting() {
        return length > 0;
    }

    Frame next() {
        if (length >= 4 && crlfAt(0) && crlfAt(2)) {
            drop(4);
            return new Frame.Ping();
        }
        // RFC 3261 7.5: a CRLF before a start line is ignored. One may be half of a ping.
        if (length > 2 && crlfAt(0) && buffer[2] != '\r') {
            drop(2);
        }
        int end = RawHead.end(buffer, 0, length);
        if (end < 0) {
            return length > RawHead.MAX_BYTES
                    ? new Frame.Broken(new BadMessage(513, "Header too large", null))
                    : new Frame.More();
        }
        try {
            RawHead head = RawHead.read(buffer, 0, end);
            int body = head.contentLength(MessageReader.MAX_BODY_BYTES);
            if (body < 0) {
                throw new BadMessage(400, "Content-Length missing", head);
            }
            if (length < end + body) {
                return new Frame.More();
            }
            byte[] message = Arrays.copyOf(buffer, end + body);
            drop(end + body);
            return new Frame.Message(message);
        } catch (BadMessage e) {
            return new Frame.Broken(e);
        }
    }

    private boolean crlfAt(int index) {
        return buffer[index] == '\r' && buffer[index + 1] == '\n';
    }

    private void drop(int count) {
        System.arraycopy(buffer, count, buffer, 0, length - count);
        length -= count;
    }
}
