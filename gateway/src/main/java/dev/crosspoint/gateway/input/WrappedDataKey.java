package dev.crosspoint.gateway.input;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/**
 * A data key as only the holder of a private RSA key can unwrap it: what the raw RSA keyring of the
 * AWS Encryption SDK makes.
 */
final class WrappedDataKey {

    /**
     * The namespace of keys, by which whoever decrypts finds them; fixed by Amazon Connect (user's
     * guide, "How to decrypt data encrypted by Amazon Connect").
     */
    static final String PROVIDER = "AmazonConnect";

    /** OAEP with SHA-512, also within MGF1, where the JDK's own default is SHA-1. */
    private static final OAEPParameterSpec OAEP =
            new OAEPParameterSpec(
                    "SHA-512", "MGF1", MGF1ParameterSpec.SHA512, PSource.PSpecified.DEFAULT);

    private final String keyId;
    private final byte[] bytes;

    private WrappedDataKey(String keyId, byte[] bytes) {
        this.keyId = keyId;
        this.bytes = bytes;
    }

    static WrappedDataKey wrap(byte[] dataKey, InputKey key, SecureRandom random) {
        try {
            var cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key.publicKey(), OAEP, random);
            return new WrappedDataKey(key.id(), cipher.doFinal(dataKey));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot seal for key " + key.id(), e);
        }
    }

    /** Whose private key opens it. */
    String keyId() {
        return keyId;
    }

    /** As long as the key's modulus. */
    byte[] bytes() {
        return bytes;
    }
}
