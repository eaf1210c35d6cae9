package dev.crosspoint.gateway.local;

import dev.crosspoint.media.vault.DataKey;
import dev.crosspoint.media.vault.EncryptionContext;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * A data key as a local key wraps it: version 1 (1 byte), key id (2 bytes of length, UTF-8), nonce
 * (12), AES-256-GCM of the data key (32) with its tag (16). Authenticated with it are the version,
 * the key id and the pairs of the context, sorted, each name and each value with 4 bytes of length
 * before it, so that no two contexts read alike.
 *
 * <p>A nonce is random. After 2^32 of them one might repeat (NIST SP 800-38D, 8.3); at a recording
 * a second that is 136 years of one generation.
 */
final class LocalBlob {
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int SEALED_BYTES = DataKey.BYTES + TAG_BYTES;
    private static final int FIXED_BYTES = 1 + 2 + NONCE_BYTES + SEALED_BYTES;

    private final String keyId;
    private final byte[] nonce;
    private final byte[] sealed;

    private LocalBlob(String keyId, byte[] nonce, byte[] sealed) {
        this.keyId = keyId;
        this.nonce = nonce;
        this.sealed = sealed;
    }

    /** Wraps a data key. */
    static LocalBlob wrap(
            String keyId,
            SecretKey with,
            byte[] bits,
            EncryptionContext context,
            SecureRandom random) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, keyId, with, nonce, context);
            return new LocalBlob(keyId, nonce, cipher.doFinal(bits));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES-GCM", e);
        }
    }

    /** The data key; empty when it was not wrapped with this key in this context. */
    Optional<byte[]> unwrap(SecretKey with, EncryptionContext context) {
        try {
            return Optional.of(
                    cipher(Cipher.DECRYPT_MODE, keyId, with, nonce, context).doFinal(sealed));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES-GCM", e);
        }
    }

    String keyId() {
        return keyId;
    }

    byte[] bytes() {
        var id = keyId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(FIXED_BYTES + id.length)
                .put(VERSION)
                .putShort((short) id.length)
                .put(id)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /** Reads one; empty for anything else. */
    static Optional<LocalBlob> parse(byte[] bytes) {
        if (bytes.length < FIXED_BYTES || bytes[0] != VERSION) {
            return Optional.empty();
        }
        int idBytes = Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(1));
        if (bytes.length != FIXED_BYTES + idBytes) {
            return Optional.empty();
        }
        int nonceAt = 3 + idBytes;
        int sealedAt = nonceAt + NONCE_BYTES;
        return Optional.of(
                new LocalBlob(
                        new String(bytes, 3, idBytes, StandardCharsets.UTF_8),
                        Arrays.copyOfRange(bytes, nonceAt, sealedAt),
                        Arrays.copyOfRange(bytes, sealedAt, bytes.length)));
    }

    private static Cipher cipher(
            int mode, String keyId, SecretKey with, byte[] nonce, EncryptionContext context)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, with, new GCMParameterSpec(TAG_BYTES * 8, nonce));
        cipher.updateAAD(authenticated(keyId, context));
        return cipher;
    }

    private static byte[] authenticated(String keyId, EncryptionContext context) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(VERSION);
        writeText(bytes, keyId);
        context.pairs()
                .forEach((name, value) -> {
                    writeText(bytes, name);
                    writeText(bytes, value);
                });
        return bytes.toByteArray();
    }

    private static void writeText(ByteArrayOutputStream to, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        to.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
        to.writeBytes(bytes);
    }
}
