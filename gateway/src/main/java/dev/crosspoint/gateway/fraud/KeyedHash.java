package dev.crosspoint.gateway.fraud;

import dev.crosspoint.gateway.contact.PhoneNumber;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Numbers and addresses made unreadable, and still comparable: a plain hash of a number is undone
 * by trying all numbers.
 */
final class KeyedHash {
    static final int LEAST_KEY_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    /** What one caller has at home: IPv6 gives a subscriber 64 bits to move in (RFC 6177). */
    private static final int IPV6_PREFIX_BITS = 64;

    private final Mac mac;

    /** Half of what HMAC gives; two of 2^40 callers share one with a chance of 2^-49. */
    record Digest(long high, long low) {}

    /**
     * @param key random, 32 bytes or more
     */
    KeyedHash(byte[] key) {
        if (key.length < LEAST_KEY_BYTES) {
            throw new IllegalArgumentException("the key has 32 bytes or more: " + key.length);
        }
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }

    Digest of(PhoneNumber number) {
        mac.update((byte) 'n');
        return digest(number.e164().getBytes(StandardCharsets.US_ASCII));
    }

    /** Of the address, or of the network of one IPv6 subscriber. */
    Digest of(InetAddress address) {
        mac.update((byte) 'a');
        return digest(NetworkBlock.masked(address.getAddress(), IPV6_PREFIX_BITS));
    }

    private Digest digest(byte[] bytes) {
        var hash = ByteBuffer.wrap(mac.doFinal(bytes));
        return new Digest(hash.getLong(), hash.getLong());
    }
}
