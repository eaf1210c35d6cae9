package dev.crosspoint.loadtest.sip;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Finds the messages in a stream (RFC 3261 18.3): each says in Content-Length how long its body is.
 * One for each connection.
 */
public final class SipFramer {
    private static final String END = "\r\n\r\n";

    private byte[] waiting = {};

    /**
     * Takes what has arrived.
     *
     * @param messages is given each message that is whole now
     * @throws BadSip when the stream cannot be followed any further
     */
    public void accept(byte[] arrived, Consumer<byte[]> messages) throws BadSip {
        byte[] all = Arrays.copyOf(waiting, waiting.length + arrived.length);
        System.arraycopy(arrived, 0, all, waiting.length, arrived.length);
        int at = 0;
        while (true) {
            at = skipKeepAlives(all, at);
            int end = end(all, at);
            if (end < 0) {
                break;
            }
            messages.accept(Arrays.copyOfRange(all, at, end));
            at = end;
        }
        waiting = Arrays.copyOfRange(all, at, all.length);
        if (waiting.length > SipMessage.MAX_LENGTH) {
            throw new BadSip("too long");
        }
    }

    /** RFC 5626 3.5.1. */
    private static int skipKeepAlives(byte[] all, int from) {
        int at = from;
        while (at < all.length && (all[at] == '\r' || all[at] == '\n')) {
            at++;
        }
        return at;
    }

    /** Where the message that begins there ends; -1 when that has not arrived. */
    private static int end(byte[] all, int from) throws BadSip {
        // Header fields that matter here are ASCII, and in this charset a byte is a character.
        String text = new String(all, from, all.length - from, ISO_8859_1);
        int header = text.indexOf(END);
        if (header < 0) {
            return -1;
        }
        int end = from + header + END.length() + bodyLength(text.substring(0, header));
        return end <= all.length ? end : -1;
    }

    private static int bodyLength(String header) throws BadSip {
        for (String line : header.split("\r\n", -1)) {
            int colon = line.indexOf(':');
            String name =
                    colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            if (name.equals("content-length") || name.equals("l")) {
                String length = line.substring(colon + 1).strip();
                if (!length.matches("[0-9]{1,5}")) {
                    throw new BadSip("a length that is none");
                }
                return Integer.parseInt(length);
            }
        }
        throw new BadSip("a stream needs lengths");
    }
}
