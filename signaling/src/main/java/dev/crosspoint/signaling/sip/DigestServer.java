package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Challenges requests and checks the answers (RFC 7616, RFC 8760). A nonce carries its own birth,
 * sealed, so that unanswered challenges cost no memory; only a nonce that has been used with the
 * right password is remembered, to count its uses.
 */
final class DigestServer {

    /** How long a nonce is good, ms: a re-challenge a minute is nothing to a trunk. */
    static final long NONCE_LIFE_MS = 60_000;

    /** Nonces remembered; only somebody who knows a password can fill this. */
    private static final int MAX_NONCES = 10_000;

    /** What RFC 8760 2.4 asks for: best first. */
    private static final List<DigestAlgorithm> OFFERED =
            List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5);

    enum Verdict {
        /** The password is known, and this use of the nonce is new. */
        RIGHT,
        /** The password is known, but the nonce is too old or was used before: ask again. */
        STALE,
        WRONG
    }

    private final String realm;
    private final SecretKeySpec secret;

    // Highest count seen by nonce, oldest first.
    private final Map<String, Long> counts =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > MAX_NONCES;
                }
            };

    /**
     * @param secret 32 random bytes of this process
     */
    DigestServer(String realm, byte[] secret) {
        this.realm = realm;
        this.secret = new SecretKeySpec(secret, "HmacSHA256");
    }

    /**
     * Header values of a 401, best first.
     *
     * @param salt random
     */
    List<String> challenges(long nowMs, long salt, boolean stale) {
        byte[] birth = ByteBuffer.allocate(16).putLong(nowMs).putLong(salt).array();
        String nonce =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                ByteBuffer.allocate(32).put(birth).put(seal(birth)).array());
        return OFFERED.stream()
                .map(algorithm ->
                        "Digest realm=\"%s\",nonce=\"%s\",algorithm=%s,qop=\"auth\"%s"
                                .formatted(
                                        realm,
                                        nonce,
                                        algorithm.token(),
                                        stale ? ",stale=true" : ""))
                .toList();
    }

    /** Whether an answer is to a question of ours that holds still: if not, it says nothing. */
    boolean isTimely(DigestFields answer, long nowMs) {
        long bornMs = birth(answer.text("nonce"));
        return bornMs >= 0 && nowMs - bornMs <= NONCE_LIFE_MS;
    }

    /** Judges the answer to a challenge of ours. */
    Verdict check(DigestFields answer, String method, String user, String password, long nowMs) {
        String algorithmToken = answer.get("algorithm");
        var algorithm = DigestAlgorithm.named(algorithmToken).orElse(null);
        if (algorithm == null
                || !OFFERED.contains(algorithm)
                || !answer.text("realm").equals(realm)
                || !answer.text("username").equals(user)
                || !answer.text("qop").equals("auth")) {
            return Verdict.WRONG;
        }
        String nonce = answer.text("nonce");
        long count = count(answer.text("nc"));
        long bornMs = birth(nonce);
        if (bornMs < 0 || count < 1) {
            return Verdict.WRONG;
        }
        String expected =
                algorithm.response(
                        user,
                        realm,
                        password,
                        method,
                        answer.text("uri"),
                        nonce,
                        answer.text("nc"),
                        answer.text("cnonce"),
                        "auth");
        if (!MessageDigest.isEqual(
                expected.getBytes(UTF_8), answer.text("response").getBytes(UTF_8))) {
            return Verdict.WRONG;
        }
        // RFC 7616 3.3 stale and 3.4 nc: a right answer to an old question, or a replay.
        if (nowMs - bornMs > NONCE_LIFE_MS || count <= counts.getOrDefault(nonce, 0L)) {
            return Verdict.STALE;
        }
        counts.put(nonce, count);
        return Verdict.RIGHT;
    }

    private static long count(String nc) {
        return nc.matches("[0-9a-fA-F]{8}") ? Long.parseLong(nc, 16) : -1;
    }

    /** When we made this nonce, ms; -1 when we did not. */
    private long birth(String nonce) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(nonce);
        } catch (IllegalArgumentException e) {
            return -1;
        }
        if (bytes.length != 32) {
            return -1;
        }
        byte[] birth = new byte[16];
        byte[] seal = new byte[16];
        ByteBuffer.wrap(bytes).get(birth).get(seal);
        return MessageDigest.isEqual(seal, seal(birth)) ? ByteBuffer.wrap(birth).getLong() : -1;
    }

    private byte[] seal(byte[] birth) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return ByteBuffer.allocate(16).put(mac.doFinal(birth), 0, 16).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
