package dev.crosspoint.media.srtp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The sender of RFC 3711 and RFC 7714 written down a second time, slowly, from one AES block and
 * the JDK's GCM and HMAC. Its parts are checked with the RFCs' vectors, and the session against it.
 */
final class ReferenceSrtp {
    private final SrtpProfile profile;
    private final byte[] masterKey;
    private final byte[] masterSalt;

    ReferenceSrtp(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        this.profile = profile;
        this.masterKey = masterKey.clone();
        this.masterSalt = masterSalt.clone();
    }

    /** A protected RTP packet. */
    byte[] rtp(byte[] packet, int headerBytes, int rollover) throws GeneralSecurityException {
        var in = ByteBuffer.wrap(packet);
        int ssrc = in.getInt(8);
        long index = ((rollover & 0xFFFFFFFFL) << 16) | (in.getShort(2) & 0xFFFF);
        byte[] key = derive(0, profile.keyBytes());
        byte[] salt = derive(2, profile.saltBytes());
        if (gcm()) {
            return aead(key, iv12(salt, ssrc, index), packet, headerBytes, new byte[0]);
        }
        byte[] sealed = counterMode(key, iv16(salt, ssrc, index), packet, headerBytes);
        byte[] rolloverBytes = ByteBuffer.allocate(4).putInt(rollover).array();
        byte[] tag = hmac(derive(1, 20), join(sealed, rolloverBytes));
        return join(sealed, Arrays.copyOf(tag, profile.overheadBytes()));
    }

    /** A protected RTCP packet. */
    byte[] rtcp(byte[] packet, int index) throws GeneralSecurityException {
        int ssrc = ByteBuffer.wrap(packet).getInt(4);
        byte[] key = derive(3, profile.keyBytes());
        byte[] salt = derive(5, profile.saltBytes());
        byte[] indexBytes = ByteBuffer.allocate(4).putInt(index | 0x80000000).array();
        if (gcm()) {
            return join(aead(key, iv12(salt, ssrc, index), packet, 8, indexBytes), indexBytes);
        }
        byte[] sealed = join(counterMode(key, iv16(salt, ssrc, index), packet, 8), indexBytes);
        return join(sealed, Arrays.copyOf(hmac(derive(4, 20), sealed), 10));
    }

    /** RFC 3711 4.3: a session key, salt or authentication key. */
    byte[] derive(int label, int bytes) throws GeneralSecurityException {
        byte[] iv = Arrays.copyOf(masterSalt, 16);
        iv[7] ^= (byte) label;
        return keystream(masterKey, iv, bytes);
    }

    /** RFC 3711 4.1.1. */
    static byte[] keystream(byte[] key, byte[] iv, int bytes) throws GeneralSecurityException {
        var aes = Cipher.getInstance("AES/ECB/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        byte[] counter = iv.clone();
        var stream = ByteBuffer.allocate(bytes + 16);
        while (stream.position() < bytes) {
            stream.put(aes.doFinal(counter));
            if (++counter[15] == 0) {
                counter[14]++;
            }
        }
        return Arrays.copyOf(stream.array(), bytes);
    }

    /** RFC 7714 8.2: clear text in front, then what is encrypted, then the tag. */
    static byte[] aead(byte[] key, byte[] iv, byte[] packet, int clear, byte[] moreAssociated)
            throws GeneralSecurityException {
        var gcm = Cipher.getInstance("AES/GCM/NoPadding");
        gcm.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
        gcm.updateAAD(packet, 0, clear);
        gcm.updateAAD(moreAssociated);
        byte[] sealed = gcm.doFinal(packet, clear, packet.length - clear);
        return join(Arrays.copyOf(packet, clear), sealed);
    }

    /** RFC 7714 8.1 (index of 48 bits) and 9.1 (of 31 bits). */
    static byte[] iv12(byte[] salt, int ssrc, long index) {
        byte[] iv = new byte[12];
        ByteBuffer.wrap(iv).putInt(2, ssrc).putShort(6, (short) (index >> 32));
        ByteBuffer.wrap(iv).putInt(8, (int) index);
        return xor(iv, salt);
    }

    private static byte[] iv16(byte[] salt, int ssrc, long index) {
        byte[] iv = new byte[16];
        ByteBuffer.wrap(iv).putInt(4, ssrc).putLong(8, index << 16);
        return xor(iv, salt);
    }

    private static byte[] counterMode(byte[] key, byte[] iv, byte[] packet, int clear)
            throws GeneralSecurityException {
        byte[] sealed = packet.clone();
        byte[] stream = keystream(key, iv, packet.length);
        for (int i = clear; i < packet.length; i++) {
            sealed[i] ^= stream[i - clear];
        }
        return sealed;
    }

    private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key, "HmacSHA1"));
        return mac.doFinal(data);
    }

    private static byte[] xor(byte[] bytes, byte[] other) {
        for (int i = 0; i < other.length; i++) {
            bytes[i] ^= other[i];
        }
        return bytes;
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    private boolean gcm() {
        return profile == SrtpProfile.AEAD_AES_128_GCM || profile == SrtpProfile.AEAD_AES_256_GCM;
    }
}
