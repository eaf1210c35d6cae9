package dev.crosspoint.media.ice;

import java.security.SecureRandom;

/**
 * One side's short-term STUN credentials for one ICE generation, as in {@code a=ice-ufrag} and
 * {@code a=ice-pwd}.
 *
 * @param ufrag 4 to 256 ice-chars
 * @param password 22 to 256 ice-chars; never printed
 */
public record IceCredentials(String ufrag, String password) {
    /** RFC 8839 5.4: ice-char, in the order that makes six random bits a character. */
    private static final String ICE_CHARS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /** 48 bits: RFC 8445 5.3 asks for 24, but all legs of a port are told apart by it. */
    private static final int UFRAG_CHARS = 8;

    /** 144 bits: RFC 8445 5.3 asks for 128. */
    private static final int PASSWORD_CHARS = 24;

    /**
     * Checks both values.
     *
     * @throws IllegalArgumentException when {@link #wellFormed} does not hold; says nothing of the
     *     values
     */
    public IceCredentials {
        if (!wellFormed(ufrag, password)) {
            throw new IllegalArgumentException(
                    "ICE credentials need 4 to 256 and 22 to 256 ice-chars");
        }
    }

    /** Fresh credentials for one generation. */
    public static IceCredentials random(SecureRandom random) {
        return new IceCredentials(iceChars(random, UFRAG_CHARS), iceChars(random, PASSWORD_CHARS));
    }

    /** Whether an SDP's values may be used (RFC 8839 5.4). */
    public static boolean wellFormed(String ufrag, String password) {
        return isIceText(ufrag, 4) && isIceText(password, 22);
    }

    /** Hides the password. */
    @Override
    public String toString() {
        return "IceCredentials[" + ufrag + "]";
    }

    private static boolean isIceText(String text, int atLeast) {
        if (text.length() < atLeast || text.length() > 256) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (ICE_CHARS.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static String iceChars(SecureRandom random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        var text = new StringBuilder(length);
        for (byte b : bytes) {
            text.append(ICE_CHARS.charAt(b & 63));
        }
        return text.toString();
    }
}
