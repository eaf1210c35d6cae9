package dev.crosspoint.media.srtp;

/** The protections we speak. Null ciphers have no name here, so nothing can choose them. */
public enum SrtpProfile {
    /** RFC 7714. */
    AEAD_AES_128_GCM(16, 12, 16, 20, 0x0007),
    /** RFC 3711, with the tag that RFC 4568 and 5764 name 80. */
    AES_CM_128_HMAC_SHA1_80(16, 14, 10, 14, 0x0001),
    /** RFC 3711, with a short tag on RTP; RTCP keeps the long one (RFC 4568 6.2.2). */
    AES_CM_128_HMAC_SHA1_32(16, 14, 4, 14, 0x0002),
    /** RFC 7714. */
    AEAD_AES_256_GCM(32, 12, 16, 20, 0x0008);

    private final int keyBytes;
    private final int saltBytes;
    private final int overheadBytes;
    private final int rtcpOverheadBytes;
    private final int dtlsId;

    SrtpProfile(int keyBytes, int saltBytes, int overheadBytes, int rtcpOverheadBytes, int dtlsId) {
        this.keyBytes = keyBytes;
        this.saltBytes = saltBytes;
        this.overheadBytes = overheadBytes;
        this.rtcpOverheadBytes = rtcpOverheadBytes;
        this.dtlsId = dtlsId;
    }

    /** Length of a master key. */
    public int keyBytes() {
        return keyBytes;
    }

    /** Length of a master salt. */
    public int saltBytes() {
        return saltBytes;
    }

    /** What an RTP packet grows by. */
    public int overheadBytes() {
        return overheadBytes;
    }

    /** What an RTCP packet grows by: tag and index. */
    public int rtcpOverheadBytes() {
        return rtcpOverheadBytes;
    }

    /** Its crypto-suite in an SDP crypto attribute (RFC 4568, 7714). */
    public String sdesName() {
        return name();
    }

    /** Its number in the use_srtp extension of DTLS (RFC 5764, 7714). */
    public int dtlsId() {
        return dtlsId;
    }

    /** What protects RTP, or unprotects it. */
    PacketCipher rtpCipher(SessionKeys keys, Ciphers.Use use, Ciphers ciphers) {
        return cipher(keys, overheadBytes, use, ciphers);
    }

    /** The same for RTCP. */
    PacketCipher rtcpCipher(SessionKeys keys, Ciphers.Use use, Ciphers ciphers) {
        return cipher(keys, rtcpOverheadBytes - PacketCipher.INDEX_BYTES, use, ciphers);
    }

    private PacketCipher cipher(SessionKeys keys, int tagBytes, Ciphers.Use use, Ciphers ciphers) {
        return switch (this) {
            case AEAD_AES_128_GCM, AEAD_AES_256_GCM -> new Gcm(keys, use, ciphers);
            case AES_CM_128_HMAC_SHA1_80, AES_CM_128_HMAC_SHA1_32 ->
                    new CounterMode(keys, tagBytes, ciphers);
        };
    }
}
