package dev.crosspoint.media.call;

/** What a datagram is, by its first bytes (RFC 7983 section 7, RFC 5761 section 4). */
enum Demux {
    STUN,
    DTLS,
    RTP,
    RTCP,
    UNKNOWN;

    static Demux kindOf(byte[] data, int offset, int length) {
        if (length < 1) {
            return UNKNOWN;
        }
        int first = data[offset] & 0xFF;
        if (first <= 3) {
            return STUN;
        }
        if (first >= 20 && first <= 63) {
            return DTLS;
        }
        if (first < 128 || first > 191 || length < 2) {
            return UNKNOWN;
        }
        // RFC 5761: RTCP packet types 192 to 223 never collide with RTP's marker and type octet.
        int second = data[offset + 1] & 0xFF;
        return second >= 192 && second <= 223 ? RTCP : RTP;
    }
}
