package dev.crosspoint.media.srtp;

import dev.crosspoint.media.rtp.Bits;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a master key becomes for RTP, or for RTCP (RFC 3711 4.3, RFC 7714 11).
 *
 * @param cipher of AES
 * @param authentication of HMAC-SHA1; without use in AES-GCM
 * @param salt goes into each packet's IV
 */
@SuppressWarnings("ArrayRecordComponent") // lives for the length of a constructor
record SessionKeys(byte[] cipher, byte[] authentication, byte[] salt) {
    private static final int RTP_LABEL = 0;
    private static final int RTCP_LABEL = 3;

    /** A shorter one is filled up with zeros (RFC 7714 11). */
    private static final int SALT_BYTES = 14;

    /** Of RTP and of RTCP, in this order. */
    static List<SessionKeys> derived(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        Ciphers.KeyStream derivation = new JdkCiphers("").keyStream(masterKey);
        return Stream.of(RTP_LABEL, RTCP_LABEL)
                .map(label -> derived(profile, derivation, masterSalt, label))
                .toList();
    }

    private static SessionKeys derived(
            SrtpProfile profile, Ciphers.KeyStream derivation, byte[] masterSalt, int label) {
        return new SessionKeys(
                derive(derivation, masterSalt, label, profile.keyBytes()),
                derive(derivation, masterSalt, label + 1, Ciphers.Mac.BYTES),
                derive(derivation, masterSalt, label + 2, profile.saltBytes()));
    }

    /** RFC 3711 4.3.1: the label is exclusive-ored 48 bits up, into the eighth byte of 14. */
    private static byte[] derive(
            Ciphers.KeyStream derivation, byte[] masterSalt, int label, int bytes) {
        byte[] salt = Arrays.copyOf(masterSalt, SALT_BYTES);
        long ivHigh = Bits.int64(salt, 0) ^ label;
        long ivLow = Bits.int48(salt, Long.BYTES) << 16;
        byte[] key = new byte[bytes];
        derivation.apply(ivHigh, ivLow, key, 0, bytes);
        return key;
    }

    @Override
    public String toString() {
        return "SessionKeys";
    }
}
