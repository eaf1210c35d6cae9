package dev.crosspoint.media.dtls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What a certificate must hash to (RFC 8122), as SDP carries it.
 *
 * @param algorithm hash function, lower case, such as {@code sha-256}
 * @param hex upper-case bytes joined by colons
 */
public record Fingerprint(String algorithm, String hex) {
    /** SHA-512, with its colons; keeps the pattern from recursing into whatever a peer sends. */
    private static final int LONGEST_HEX = 64 * 3 - 1;

    public Fingerprint {
        algorithm = algorithm.toLowerCase(Locale.ROOT);
        hex = hex.toUpperCase(Locale.ROOT);
        if (hex.length() > LONGEST_HEX || !hex.matches("[0-9A-F]{2}(:[0-9A-F]{2})*")) {
            throw new IllegalArgumentException("a fingerprint is hexadecimal bytes with colons");
        }
    }

    static Fingerprint sha256Of(byte[] certificate) {
        byte[] hash = sha("SHA-256").digest(certificate);
        return new Fingerprint("sha-256", HexFormat.ofDelimiter(":").formatHex(hash));
    }

    /**
     * Whether the certificate (DER) hashes to this; never for a hash that is not one of the SHA-2
     * family. Takes as long for a near miss as for a far one.
     */
    boolean matches(byte[] certificate) {
        return switch (algorithm) {
            case "sha-256", "sha-384", "sha-512" -> {
                byte[] actual = sha(algorithm.toUpperCase(Locale.ROOT)).digest(certificate);
                yield MessageDigest.isEqual(HexFormat.ofDelimiter(":").parseHex(hex), actual);
            }
            default -> false;
        };
    }

    private static MessageDigest sha(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-2", e);
        }
    }
}
