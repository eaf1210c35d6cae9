package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The hash of a digest (RFC 7616, for SIP by RFC 8760), and the arithmetic of its response. */
enum DigestAlgorithm {
    SHA_256("SHA-256", "SHA-256"),
    SHA_512_256("SHA-512-256", "SHA-512/256"),
    // RFC 8760 2.7 keeps it for the peers that know nothing else, which is most of them.
    MD5("MD5", "MD5");

    private final String token;
    private final String javaName;

    DigestAlgorithm(String token, String javaName) {
        this.token = token;
        this.javaName = javaName;
    }

    /** As it is written in header fields. */
    String token() {
        return token;
    }

    /** The algorithm of that name; MD5 where a header names none (RFC 7616 3.3). */
    static Optional<DigestAlgorithm> named(@Nullable String token) {
        if (token == null) {
            return Optional.of(MD5);
        }
        return Arrays.stream(values()).filter(a -> a.token.equalsIgnoreCase(token)).findFirst();
    }

    /**
     * The response of RFC 7616 3.4.1 for {@code qop=auth}, or that of RFC 2069 without qop.
     *
     * @param nc nonce count, eight hex digits; unused without qop
     * @param cnonce client nonce; unused without qop
     * @param qop {@code auth} or null
     */
    String response(
            String user,
            String realm,
            String password,
            String method,
            String uri,
            String nonce,
            String nc,
            String cnonce,
            @Nullable String qop) {
        String a1 = hash(user + ":" + realm + ":" + password);
        String a2 = hash(method + ":" + uri);
        return qop == null
                ? hash(a1 + ":" + nonce + ":" + a2)
                : hash(String.join(":", a1, nonce, nc, cnonce, qop, a2));
    }

    private String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance(javaName).digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + javaName, e);
        }
    }
}
