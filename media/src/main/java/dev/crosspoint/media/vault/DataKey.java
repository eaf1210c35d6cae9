package dev.crosspoint.media.vault;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * 256 bits in the clear, from which the keys of single files are derived. Whoever got it closes it,
 * which wipes it: no key is to be found in the memory of a process that has no use for it.
 */
public final class DataKey implements AutoCloseable {
    /** AES-256. */
    public static final int BYTES = 32;

    private final byte[] secret;

    /** Takes the array over, and wipes it in the end. */
    public DataKey(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("a data key has " + BYTES + " bytes");
        }
        this.secret = secret;
    }

    /**
     * A key of its own for one file, by HKDF-SHA256 (RFC 5869).
     *
     * @param salt random, stored with the file
     * @param info what the file is
     */
    public SecretKey derive(byte[] salt, byte[] info) {
        if (isWiped()) {
            throw new IllegalStateException("this data key is closed");
        }
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "AES",
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(secret)
                                    .addSalt(salt)
                                    .thenExpand(info, BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HKDF-SHA256", e);
        }
    }

    /** One more of the same, to be closed on its own. */
    public DataKey copy() {
        return new DataKey(secret.clone());
    }

    /** The key itself, for a key service to wrap. Whoever gets it wipes it. */
    public byte[] bits() {
        return secret.clone();
    }

    private boolean isWiped() {
        for (byte b : secret) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        Arrays.fill(secret, (byte) 0);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "DataKey";
    }
}
