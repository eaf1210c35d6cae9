package dev.crosspoint.gateway.people;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.signaling.api.Private;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Codes of six digits that change every 30 s (RFC 6238), with HMAC-SHA1, which is what every
 * authenticator knows. Pure.
 *
 * <p>Not by vertx-auth-otp, which tells whether a code is right, and not of which step it is: a
 * code could not be kept from being used twice.
 */
final class Totp {
    static final int DIGITS = 6;

    private static final int STEP_SECONDS = 30;

    /** A clock that is half a minute wrong is forgiven (RFC 6238, 5.2). */
    private static final int STEPS_AROUND = 1;

    /** RFC 4226, 4 R6: 160 bits are recommended. */
    private static final int SECRET_BYTES = 20;

    private static final int MODULUS = 1_000_000;

    private Totp() {}

    /** A new secret, in the Base32 of authenticators. */
    static Private secret(SecureRandom random) {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return new Private(Base32.encode(bytes));
    }

    /** What an authenticator reads from a picture. */
    static Private uri(String issuer, String user, Private secret) {
        return new Private(
                "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=%d&period=%d"
                        .formatted(
                                encoded(issuer),
                                encoded(user),
                                secret.value(),
                                encoded(issuer),
                                DIGITS,
                                STEP_SECONDS));
    }

    /**
     * The step of time that a code belongs to.
     *
     * @param epochSeconds now
     * @return empty when it is none of now
     */
    static OptionalLong step(Private secret, String code, long epochSeconds) {
        var key = Base32.decode(secret.value());
        long now = epochSeconds / STEP_SECONDS;
        for (long step = now - STEPS_AROUND; step <= now + STEPS_AROUND; step++) {
            var right = "%06d".formatted(number(key, step) % MODULUS).getBytes(UTF_8);
            if (MessageDigest.isEqual(right, code.getBytes(UTF_8))) {
                return OptionalLong.of(step);
            }
        }
        return OptionalLong.empty();
    }

    /** The 31 bits of a step, before digits are made of them (RFC 4226, 5.3). */
    static int number(byte[] key, long step) {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "RAW"));
            var hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = hash[hash.length - 1] & 0xf;
            return ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA1", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
