package dev.crosspoint.signaling.agent;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Puts the text messages of one socket together from their fragments (RFC 6455 5.4), within limits.
 */
final class MessageAssembler {

    /** Most fragments of a message; browsers send one, proxies may split at 4 KiB. */
    private static final int MAX_FRAGMENTS = 64;

    /** What came of a fragment. */
    sealed interface Outcome {
        /** A whole message. */
        record Message(String text) implements Outcome {
            @Override
            public String toString() {
                return "Message[" + text.length() + "]";
            }
        }

        /** More is to come. */
        record Partial() implements Outcome {}

        /** The socket is to be closed. */
        record Violation(CloseReason reason) implements Outcome {}
    }

    private static final Outcome PARTIAL = new Outcome.Partial();

    private final int maxBytes;
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream(0);
    private int fragments;

    MessageAssembler(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Takes one text or continuation frame.
     *
     * @param last whether it ends the message
     */
    Outcome onFragment(byte[] data, boolean last) {
        if (gathered.size() + data.length > maxBytes) {
            return new Outcome.Violation(CloseReason.TOO_BIG);
        }
        if (last && fragments == 0) {
            return decode(data);
        }
        fragments++;
        if (fragments > MAX_FRAGMENTS || (data.length == 0 && !last)) {
            return new Outcome.Violation(CloseReason.FRAGMENTED);
        }
        gathered.writeBytes(data);
        if (!last) {
            return PARTIAL;
        }
        byte[] whole = gathered.toByteArray();
        gathered.reset();
        fragments = 0;
        return decode(whole);
    }

    private static Outcome decode(byte[] data) {
        try {
            // RFC 6455 8.1: text that is not UTF-8 fails the connection. A new decoder reports.
            return new Outcome.Message(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString());
        } catch (CharacterCodingException e) {
            return new Outcome.Violation(CloseReason.NOT_UTF8);
        }
    }
}
