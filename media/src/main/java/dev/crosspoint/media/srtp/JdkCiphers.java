package dev.crosspoint.media.srtp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The primitives by the JDK, which every machine has: right, but each packet costs some objects.
 * Also derives session keys, once for each leg, wherever the packets go.
 */
final class JdkCiphers implements Ciphers {
    private final String why;

    /**
     * @param why they are used, for people; empty when nobody asks
     */
    JdkCiphers(String why) {
        this.why = why;
    }

    @Override
    public String name() {
        return why.isEmpty() ? "the JDK" : "the JDK, with garbage for each packet: " + why;
    }

    @Override
    public KeyStream keyStream(byte[] key) {
        Cipher cipher = cipher("AES/CTR/NoPadding");
        var aes = new SecretKeySpec(key, "AES");
        return (ivHigh, ivLow, data, offset, length) -> {
            byte[] iv = ByteBuffer.allocate(16).putLong(ivHigh).putLong(ivLow).array();
            try {
                cipher.init(Cipher.ENCRYPT_MODE, aes, new IvParameterSpec(iv));
                cipher.doFinal(data, offset, length, data, offset);
            } catch (GeneralSecurityException e) {
                throw failed(e);
            }
        };
    }

    @Override
    public Mac mac(byte[] key) {
        try {
            var hmac = javax.crypto.Mac.getInstance("HmacSHA1");
            hmac.init(new SecretKeySpec(key, "HmacSHA1"));
            return new Hmac(hmac);
        } catch (GeneralSecurityException e) {
            throw failed(e);
        }
    }

    @Override
    public Aead aead(byte[] key, Use use) {
        return new Gcm(cipher("AES/GCM/NoPadding"), new SecretKeySpec(key, "AES"));
    }

    private static byte[] bytes(long word) {
        return word == NO_WORD
                ? new byte[0]
                : ByteBuffer.allocate(Integer.BYTES).putInt((int) word).array();
    }

    private static Cipher cipher(String transformation) {
        try {
            return Cipher.getInstance(transformation);
        } catch (GeneralSecurityException e) {
            throw failed(e);
        }
    }

    private static IllegalStateException failed(GeneralSecurityException e) {
        return new IllegalStateException("every Java runtime has AES and HmacSHA1", e);
    }

    private record Hmac(javax.crypto.Mac hmac) implements Mac {
        @Override
        public void sign(byte[] data, int offset, int length, long word, int tagBytes) {
            System.arraycopy(tag(data, offset, length, word), 0, data, offset + length, tagBytes);
        }

        @Override
        public boolean verify(byte[] data, int offset, int length, long word, int tagBytes) {
            int at = offset + length;
            return MessageDigest.isEqual(
                    Arrays.copyOf(tag(data, offset, length, word), tagBytes),
                    Arrays.copyOfRange(data, at, at + tagBytes));
        }

        private byte[] tag(byte[] data, int offset, int length, long word) {
            hmac.update(data, offset, length);
            return hmac.doFinal(bytes(word));
        }
    }

    private record Gcm(Cipher cipher, SecretKeySpec key) implements Aead {
        @Override
        public void seal(
                long ivHigh, int ivLow, byte[] data, int offset, int clear, int length, long word) {
            try {
                begin(Cipher.ENCRYPT_MODE, ivHigh, ivLow);
                cipher.updateAAD(data, offset, clear);
                cipher.updateAAD(bytes(word));
                cipher.doFinal(data, offset + clear, length - clear, data, offset + clear);
            } catch (GeneralSecurityException e) {
                throw failed(e);
            }
        }

        @Override
        public boolean open(
                long ivHigh, int ivLow, byte[] data, int offset, int clear, int length, long word) {
            try {
                begin(Cipher.DECRYPT_MODE, ivHigh, ivLow);
                cipher.updateAAD(data, offset, clear);
                cipher.updateAAD(bytes(word));
                byte[] text = cipher.doFinal(data, offset + clear, length - clear + TAG_BYTES);
                System.arraycopy(text, 0, data, offset + clear, text.length);
                return true;
            } catch (AEADBadTagException _) {
                return false;
            } catch (GeneralSecurityException e) {
                throw failed(e);
            }
        }

        private void begin(int mode, long ivHigh, int ivLow) throws GeneralSecurityException {
            byte[] iv = ByteBuffer.allocate(12).putLong(ivHigh).putInt(ivLow).array();
            cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, iv));
        }
    }
}
