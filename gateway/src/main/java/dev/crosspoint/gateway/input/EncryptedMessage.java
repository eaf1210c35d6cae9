package dev.crosspoint.gateway.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.SortedMap;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * A message of the AWS Encryption SDK, format version 2, with the one algorithm suite that we
 * write: 0x0478, AES-256-GCM with HKDF-SHA512 and key commitment, without a signature. Sections in
 * quotes are those of the AWS Encryption SDK Developer Guide, "Message format reference", "Body
 * additional authenticated data (AAD) reference" and "Algorithms reference".
 */
final class EncryptedMessage {
    static final int MESSAGE_ID_BYTES = 32;
    static final int DATA_KEY_BYTES = 32;

    private static final byte VERSION = 2;
    private static final short SUITE = 0x0478;
    private static final byte FRAMED = 2;

    /** The SDK's own default; input fits into the only, final frame of any length. */
    private static final int FRAME_BYTES = 4_096;

    private static final int COMMITMENT_BYTES = 32;
    private static final int IV_BYTES = 12;
    private static final int TAG_BYTES = 16;

    /** "Sequence Number End": what the final frame begins with. */
    private static final int FINAL = 0xffff_ffff;

    /** The header's own sequence number is 0, so that no IV is used twice with the key. */
    private static final int HEADER_SEQUENCE = 0;

    private static final int FIRST_SEQUENCE = 1;

    private static final byte[] FINAL_FRAME = "AWSKMSEncryptionClient Final Frame".getBytes(UTF_8);

    private static final byte[] COMMIT_INFO = "COMMITKEY".getBytes(UTF_8);
    private static final byte[] DERIVE_INFO = "DERIVEKEY".getBytes(UTF_8);

    private final byte[] id;
    private final SortedMap<String, String> context;
    private final WrappedDataKey dataKey;

    /**
     * A message to be sealed.
     *
     * @param id {@link #MESSAGE_ID_BYTES}, random, never used before
     * @param context in clear and authenticated; no name begins with {@code aws-crypto-}
     * @param dataKey wrapped, for whoever is to decrypt it
     */
    EncryptedMessage(byte[] id, SortedMap<String, String> context, WrappedDataKey dataKey) {
        this.id = id;
        this.context = context;
        this.dataKey = dataKey;
    }

    /**
     * The message's bytes.
     *
     * @param key the data key itself, {@link #DATA_KEY_BYTES}
     * @param plaintext of which the first {@code length} bytes are sealed, 0 to {@link
     *     #FRAME_BYTES}; borrowed
     */
    byte[] seal(byte[] key, byte[] plaintext, int length) {
        try {
            var pseudorandom = extract(key);
            var header = header(commitment(pseudorandom));
            var derived = derived(pseudorandom);
            var out =
                    ByteBuffer.allocate(
                            header.length
                                    + TAG_BYTES
                                    + 3 * Integer.BYTES
                                    + IV_BYTES
                                    + length
                                    + TAG_BYTES);
            // "Header authentication": a tag over the header alone, with an IV of zeros.
            out.put(header).put(gcm(derived, iv(HEADER_SEQUENCE), header).doFinal());
            // "Framed data, final frame".
            var iv = iv(FIRST_SEQUENCE);
            out.putInt(FINAL).putInt(FIRST_SEQUENCE).put(iv).putInt(length);
            out.put(gcm(derived, iv, bodyAad(length)).doFinal(plaintext, 0, length));
            return out.array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES-GCM or HKDF-SHA512", e);
        }
    }

    /** "Header structure" of version 2, up to and with the algorithm suite data. */
    private byte[] header(byte[] commitment) {
        var aad = contextBytes();
        var provider = WrappedDataKey.PROVIDER.getBytes(UTF_8);
        var keyId = dataKey.keyId().getBytes(UTF_8);
        var wrapped = dataKey.bytes();
        var out =
                ByteBuffer.allocate(
                        1
                                + Short.BYTES
                                + MESSAGE_ID_BYTES
                                + Short.BYTES
                                + aad.length
                                + 4 * Short.BYTES
                                + provider.length
                                + keyId.length
                                + wrapped.length
                                + 1
                                + Integer.BYTES
                                + COMMITMENT_BYTES);
        out.put(VERSION).putShort(SUITE).put(id);
        put(out, aad);
        out.putShort((short) 1); // "Encrypted data key count"
        put(out, provider);
        put(out, keyId);
        put(out, wrapped);
        out.put(FRAMED).putInt(FRAME_BYTES).put(commitment);
        return out.array();
    }

    /** "AAD": how many pairs, then each as two texts with their lengths. */
    private byte[] contextBytes() {
        int size = Short.BYTES;
        for (var pair : context.entrySet()) {
            size += 2 * Short.BYTES + bytes(pair.getKey()).length + bytes(pair.getValue()).length;
        }
        var out = ByteBuffer.allocate(size).putShort((short) context.size());
        context.forEach((name, value) -> {
            put(out, bytes(name));
            put(out, bytes(value));
        });
        return out.array();
    }

    /** "Body AAD": message id, kind of frame, its sequence number, length of what it holds. */
    private byte[] bodyAad(int length) {
        return ByteBuffer.allocate(
                        MESSAGE_ID_BYTES + FINAL_FRAME.length + Integer.BYTES + Long.BYTES)
                .put(id)
                .put(FINAL_FRAME)
                .putInt(FIRST_SEQUENCE)
                .putLong(length)
                .array();
    }

    // --- "Algorithms reference": RFC 5869 with the message id as salt ---

    private SecretKey extract(byte[] key) throws GeneralSecurityException {
        return hkdf().deriveKey(
                        "Generic",
                        HKDFParameterSpec.ofExtract().addIKM(key).addSalt(id).extractOnly());
    }

    /** What binds the message to this one data key; it is in the header, in clear. */
    private static byte[] commitment(SecretKey pseudorandom) throws GeneralSecurityException {
        return hkdf().deriveData(
                        HKDFParameterSpec.expandOnly(pseudorandom, COMMIT_INFO, COMMITMENT_BYTES));
    }

    private static SecretKey derived(SecretKey pseudorandom) throws GeneralSecurityException {
        var info =
                ByteBuffer.allocate(Short.BYTES + DERIVE_INFO.length)
                        .putShort(SUITE)
                        .put(DERIVE_INFO)
                        .array();
        return hkdf().deriveKey(
                        "AES", HKDFParameterSpec.expandOnly(pseudorandom, info, DATA_KEY_BYTES));
    }

    private static KDF hkdf() throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA512");
    }

    private static Cipher gcm(SecretKey key, byte[] iv, byte[] aad)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, iv));
        cipher.updateAAD(aad);
        return cipher;
    }

    /** A sequence number, filled up with zeros from the left. */
    private static byte[] iv(int sequence) {
        return ByteBuffer.allocate(IV_BYTES).putInt(IV_BYTES - Integer.BYTES, sequence).array();
    }

    private static void put(ByteBuffer out, byte[] bytes) {
        out.putShort((short) bytes.length).put(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
