package dev.crosspoint.media.ice;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A short-term credential, keyed once and used for every message of its generation. Not for two
 * threads at a time.
 */
public final class StunKey {
    private final Mac mac;
    private final byte[] length = new byte[2];
    private final byte[] computed = new byte[Stun.INTEGRITY_BYTES];

    /**
     * Keys the MAC.
     *
     * @param password an ice-pwd; ice-chars are ASCII, so OpaqueString (RFC 8265) changes nothing
     */
    public StunKey(String password) {
        try {
            mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.US_ASCII), "HmacSHA1"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HmacSHA1", e);
        }
    }

    /** Writes the integrity of the message that starts at {@code start} into its place. */
    void sign(byte[] message, int start, int valueAt) {
        compute(message, start, valueAt);
        System.arraycopy(computed, 0, message, valueAt, computed.length);
    }

    /** Whether the value at {@code valueAt} is the message's integrity, in constant time. */
    boolean verifies(byte[] message, int start, int valueAt) {
        compute(message, start, valueAt);
        int differences = 0;
        for (int i = 0; i < computed.length; i++) {
            differences |= computed[i] ^ message[valueAt + i];
        }
        return differences == 0;
    }

    // RFC 8489 14.5: the text ends before the attribute, while the length in the header counts it
    // and nothing that follows. The message is borrowed, so that length is fed from our own bytes.
    private void compute(byte[] message, int start, int valueAt) {
        Stun.putUint16(length, 0, valueAt + Stun.INTEGRITY_BYTES - start - Stun.HEADER_BYTES);
        mac.update(message, start, 2);
        mac.update(length, 0, 2);
        mac.update(message, start + 4, valueAt - 4 - start - 4);
        try {
            mac.doFinal(computed, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-1 has 20 bytes", e);
        }
    }
}
