package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/** Escaping in SIP URIs (RFC 3261 19.1.2 and 25.1). */
final class Escapes {

    // unreserved and user-unreserved, without ";" and "?" which careless peers trip over
    private static final String USER = "-_.!~*'()&=+$,/";

    // unreserved
    private static final String HEADER = "-_.!~*'()";

    private Escapes() {}

    /** Whatever text, so that it can only be the user part. */
    static String encode(String user) {
        return encode(user, USER);
    }

    /** Whatever text, so that it can only be the value of one header field in a URI. */
    static String encodeHeader(String value) {
        return encode(value, HEADER);
    }

    private static String encode(String text, String plain) {
        var out = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            char c = (char) (b & 0xff);
            boolean alphanumeric =
                    (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (alphanumeric || plain.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append("%02X".formatted((int) c));
            }
        }
        return out.toString();
    }

    /** The text behind an escaped user part; what is no escape stays as it is. */
    static String decode(String user) {
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < user.length(); i++) {
            char c = user.charAt(i);
            if (c == '%' && isHex(user, i + 1) && isHex(user, i + 2)) {
                out.write(Integer.parseInt(user, i + 1, i + 3, 16));
                i += 2;
            } else {
                out.writeBytes(String.valueOf(c).getBytes(UTF_8));
            }
        }
        return out.toString(UTF_8);
    }

    /**
     * The text behind an escaped part of a URI; empty when an escape is none, or hides what could
     * break a line or a string: control characters, or bytes that are no UTF-8.
     */
    static Optional<String> decodeStrictly(String part) {
        byte[] in = part.getBytes(UTF_8);
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < in.length; i++) {
            if (in[i] != '%') {
                out.write(in[i]);
                continue;
            }
            int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(in[i + 2], 16);
            if (low < 0) {
                return Optional.empty();
            }
            out.write(high * 16 + low);
            i += 2;
        }
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(out.toByteArray())).toString();
            return text.chars().anyMatch(Character::isISOControl)
                    ? Optional.empty()
                    : Optional.of(text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean isHex(String text, int at) {
        return at < text.length() && Character.digit(text.charAt(at), 16) >= 0;
    }
}
