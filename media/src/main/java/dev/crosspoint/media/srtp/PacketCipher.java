package dev.crosspoint.media.srtp;

import dev.crosspoint.media.rtp.PacketBuffer;

/**
 * Turns packets of one direction into protected ones, or back, in place. Knows keys, but no
 * counters: which index a packet has is told.
 */
interface PacketCipher {
    /** RFC 3550 6.4.1: common header and the sender's SSRC, which stay readable. */
    int RTCP_CLEAR_BYTES = 8;

    /** The word behind RTCP: whether it is encrypted, and its index (RFC 3711 3.4). */
    int INDEX_BYTES = 4;

    /** The first bit of that word. */
    int ENCRYPTED = Integer.MIN_VALUE;

    /**
     * Encrypts and authenticates; the packet grows by {@link SrtpProfile#overheadBytes}.
     *
     * @param clear bytes of header, which stay readable
     * @param index rollover counter and sequence number, 48 bits
     */
    void sealRtp(PacketBuffer packet, int clear, int ssrc, long index);

    /**
     * Authenticates and decrypts; the packet shrinks.
     *
     * @param packet at least as long as its header and {@link SrtpProfile#overheadBytes}
     * @return false when it is not authentic; it is then as it was
     */
    boolean openRtp(PacketBuffer packet, int clear, int ssrc, long index);

    /**
     * As {@link #sealRtp}; grows by {@link SrtpProfile#rtcpOverheadBytes}.
     *
     * @param index 31 bits
     */
    void sealRtcp(PacketBuffer packet, int ssrc, int index);

    /**
     * The word of a protected RTCP packet that tells its index, and by the sign that it is
     * encrypted.
     */
    int indexWord(PacketBuffer packet);

    /** As {@link #openRtp}, for the index that the packet itself tells. */
    boolean openRtcp(PacketBuffer packet, int ssrc);
}
