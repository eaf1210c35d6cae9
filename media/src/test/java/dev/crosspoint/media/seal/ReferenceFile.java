package dev.crosspoint.media.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A reader that somebody wrote from {@code docs/spool-format.md} alone: nothing of the code under
 * test is in it, not even the key derivation.
 */
final class ReferenceFile {
    private ReferenceFile() {}

    /** The plaintext of a sealed file, all frames together. */
    static byte[] plaintext(byte[] file, byte[] dataKey)
            throws IOException, GeneralSecurityException {
        var in = new DataInputStream(new ByteArrayInputStream(file));
        byte[] head = in.readNBytes(12);
        String artefact =
                new String[] {"", "tracks", "audio", "peaks", "manifest", "journal"}[head[7]];
        byte[] salt = in.readNBytes(32);
        byte[] prefix = in.readNBytes(7);
        String recording = in.readUTF();
        for (int i = 0; i < 4; i++) {
            in.readUTF();
        }
        byte[] header = Arrays.copyOf(file, file.length - in.available());
        byte[] key = hkdf(dataKey, salt, ("crosspoint 1 " + artefact + " " + recording));
        var plain = new ByteArrayOutputStream();
        for (int frame = 0; ; frame++) {
            int word = in.readInt();
            byte[] sealed = in.readNBytes((word & 0x7fffffff) + 16);
            int last = word >>> 31;
            byte[] nonce = Arrays.copyOf(prefix, 12);
            nonce[7] = (byte) (frame >> 24);
            nonce[8] = (byte) (frame >> 16);
            nonce[9] = (byte) (frame >> 8);
            nonce[10] = (byte) frame;
            nonce[11] = (byte) last;
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new GCMParameterSpec(128, nonce));
            cipher.updateAAD(header);
            plain.write(cipher.doFinal(sealed));
            if (last == 1) {
                return plain.toByteArray();
            }
        }
    }

    /** RFC 5869, one block. */
    private static byte[] hkdf(byte[] secret, byte[] salt, String info)
            throws GeneralSecurityException {
        byte[] prk = hmac(salt, secret);
        byte[] text = info.getBytes(UTF_8);
        byte[] block = Arrays.copyOf(text, text.length + 1);
        block[text.length] = 1;
        return hmac(prk, block);
    }

    private static byte[] hmac(byte[] key, byte[] text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text);
    }
}
