package dev.crosspoint.media.seal;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * AES-256-GCM (NIST SP 800-38D) of one file's frames. The nonce is the file's prefix, the frame's
 * number and whether it is the seal (the STREAM construction of Hoang, Reyhanitabar, Rogaway and
 * Vizar, 2015), so that frames cannot change places and the end cannot be forged. The header is
 * authenticated with each of them.
 */
final class FrameCipher {
    static final int NONCE_PREFIX = 7;
    static final int TAG = 16;

    /** Bytes of a frame beside its plaintext: length and tag. */
    static final int OVERHEAD = 4 + TAG;

    /** Last byte of a nonce. */
    static final int MORE = 0;

    static final int LAST = 1;

    private final byte[] aad;
    private final byte[] nonce = new byte[12];
    private @Nullable SecretKey key;
    private @Nullable Cipher cipher;

    FrameCipher(byte[] aad, byte[] noncePrefix, SecretKey key) {
        this.aad = aad;
        System.arraycopy(noncePrefix, 0, nonce, 0, NONCE_PREFIX);
        this.key = key;
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES-GCM", e);
        }
    }

    /** Writes ciphertext and tag. */
    void encrypt(int frame, int last, byte[] plain, int at, int length, byte[] to, int toAt) {
        try {
            int written =
                    ready(Cipher.ENCRYPT_MODE, frame, last).doFinal(plain, at, length, to, toAt);
            if (written != length + TAG) {
                throw new IllegalStateException("AES-GCM gave " + written + " bytes");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not encrypt", e);
        }
    }

    /**
     * Writes the plaintext of a frame, when it is authentic.
     *
     * @param length of ciphertext and tag
     * @return whether it is
     */
    boolean decrypt(int frame, int last, byte[] from, int at, int length, byte[] to) {
        try {
            ready(Cipher.DECRYPT_MODE, frame, last).doFinal(from, at, length, to, 0);
            return true;
        } catch (AEADBadTagException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not decrypt", e);
        }
    }

    /**
     * Drops the key. Neither {@code SecretKeySpec} nor a {@code Cipher} can be wiped in this JDK,
     * so both are let go: nothing else holds them, and no dump of live objects has them any more.
     */
    void close() {
        key = null;
        cipher = null;
        Arrays.fill(nonce, (byte) 0);
    }

    private Cipher ready(int mode, int frame, int last) throws GeneralSecurityException {
        Cipher theCipher = cipher;
        if (theCipher == null || key == null) {
            throw new IllegalStateException("this sealed file is closed");
        }
        nonce[7] = (byte) (frame >>> 24);
        nonce[8] = (byte) (frame >>> 16);
        nonce[9] = (byte) (frame >>> 8);
        nonce[10] = (byte) frame;
        nonce[11] = (byte) last;
        theCipher.init(mode, key, new GCMParameterSpec(8 * TAG, nonce));
        theCipher.updateAAD(aad);
        return theCipher;
    }
}
