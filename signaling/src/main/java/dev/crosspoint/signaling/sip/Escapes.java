package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Escaping in the user part of a SIP URI (RFC 3261 19.1.2 and 25.1). */
final class Escapes {

    // unreserved and user-unreserved, without ";" and "?" which careless peers trip over
    private static final String PLAIN = "-_.!~*'()&=+$,/";

    private Escapes() {}

    /** Whatever text, so that it can only be the user part. */
    static String encode(String user) {
        var out = new StringBuilder();
        for (byte b : user.getBytes(UTF_8)) {
            char c = (char) (b & 0xff);
            boolean alphanumeric =
                    (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (alphanumeric || PLAIN.indexOf(c) >= 0) {
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

    private static boolean isHex(String text, int at) {
        return at < text.length() && Character.digit(text.charAt(at), 16) >= 0;
    }
}
