package dev.crosspoint.gateway.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.crosspoint.media.vault.DataKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * One field, sealed with AES-256-GCM (NIST SP 800-38D):
 *
 * <pre>
 * version 1 (1) | key id (16) | nonce (12) | ciphertext | tag (16)
 * </pre>
 *
 * The key is the data key's own for fields; what is authenticated with it is {@link FieldPlace}.
 * With random nonces one key may seal 2^32 fields: in the longest period, 30 days, that is 1,600 a
 * second.
 */
final class SealedField {
    /** Bytes of a random nonce. */
    static final int NONCE = 12;

    private static final byte VERSION = 1;
    private static final int HEAD = 1 + 2 * Long.BYTES + NONCE;
    private static final int TAG = 16;
    private static final byte[] INFO = "crosspoint field 1".getBytes(US_ASCII);

    private SealedField() {}

    /** Not a field that was sealed here, or not where it lies now. */
    static final class Bad extends Exception {
        private static final long serialVersionUID = 1L;

        Bad(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Seals one.
     *
     * @param nonce {@link #NONCE} random bytes, never used before with this key
     */
    static byte[] seal(DataKey key, UUID id, FieldPlace place, byte[] plain, byte[] nonce) {
        var cipher = cipher(Cipher.ENCRYPT_MODE, key, id, place, nonce);
        var sealed =
                ByteBuffer.allocate(HEAD + plain.length + TAG)
                        .put(VERSION)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .put(nonce);
        try {
            cipher.doFinal(ByteBuffer.wrap(plain), sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM seals whatever it is given", e);
        }
        return sealed.array();
    }

    /** The key that opens it. */
    static UUID keyId(byte[] sealed) throws Bad {
        if (sealed.length < HEAD + TAG || sealed[0] != VERSION) {
            throw new Bad("this is no sealed field");
        }
        var ids = ByteBuffer.wrap(sealed, 1, 2 * Long.BYTES);
        return new UUID(ids.getLong(), ids.getLong());
    }

    /** Opens one with that key. */
    static byte[] open(DataKey key, FieldPlace place, byte[] sealed) throws Bad {
        var id = keyId(sealed);
        var nonce = Arrays.copyOfRange(sealed, HEAD - NONCE, HEAD);
        try {
            return cipher(Cipher.DECRYPT_MODE, key, id, place, nonce)
                    .doFinal(sealed, HEAD, sealed.length - HEAD);
        } catch (AEADBadTagException e) {
            throw new Bad("a sealed field was changed, or belongs somewhere else");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refuses for its tag only", e);
        }
    }

    private static Cipher cipher(int mode, DataKey key, UUID id, FieldPlace place, byte[] nonce) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, fieldKey(key, id), new GCMParameterSpec(8 * TAG, nonce));
            cipher.updateAAD(place.aad(id));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES-GCM", e);
        }
    }

    private static SecretKey fieldKey(DataKey key, UUID id) {
        return key.derive(id.toString().getBytes(US_ASCII), INFO);
    }
}
