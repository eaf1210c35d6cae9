package dev.crosspoint.media.dtls;

/** The outside of DTLS 1.2 records and handshake messages (RFC 6347 4.1, 4.2.2), as bytes. */
final class Records {
    static final int HEADER_BYTES = 13;
    static final int MESSAGE_HEADER_BYTES = 12;

    /** RFC 5288: explicit nonce and tag around nothing. */
    static final int MIN_ENCRYPTED_BYTES = 8 + 16;

    /**
     * Finished takes 48, an alert 26. Application data is nobody's here: there are no data
     * channels, and decrypting it would be work for a stranger.
     */
    static final int MAX_ENCRYPTED_BYTES = 64;

    static final int CHANGE_CIPHER_SPEC = 20;
    static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;

    static final int CERTIFICATE = 11;
    static final int CERTIFICATE_VERIFY = 15;
    static final int CLIENT_KEY_EXCHANGE = 16;

    private Records() {}

    /** Whether a whole record that could be ours begins here. */
    static boolean beginsAt(byte[] data, int at, int end) {
        return end - at >= HEADER_BYTES
                && type(data, at) >= CHANGE_CIPHER_SPEC
                && type(data, at) <= APPLICATION_DATA
                && (data[at + 1] & 0xFF) == 0xFE
                && ((data[at + 2] & 0xFF) == 0xFD || (data[at + 2] & 0xFF) == 0xFF)
                && epoch(data, at) <= 1
                && plausibleLength(data, at)
                && at + HEADER_BYTES + length(data, at) <= end;
    }

    /** Whether a clear handshake record is made of whole fragments of messages of that length. */
    static boolean holdsMessages(byte[] data, int recordAt, int maxMessageBytes) {
        int end = recordAt + HEADER_BYTES + length(data, recordAt);
        int at = recordAt + HEADER_BYTES;
        while (end - at >= MESSAGE_HEADER_BYTES
                && messageLength(data, at) <= maxMessageBytes
                && fragmentOffset(data, at) + fragmentLength(data, at) <= messageLength(data, at)
                && end - at >= MESSAGE_HEADER_BYTES + fragmentLength(data, at)) {
            at += MESSAGE_HEADER_BYTES + fragmentLength(data, at);
        }
        return at == end;
    }

    static int type(byte[] data, int at) {
        return data[at] & 0xFF;
    }

    static int epoch(byte[] data, int at) {
        return uint16(data, at + 3);
    }

    /** Bytes behind the record's header. */
    static int length(byte[] data, int at) {
        return uint16(data, at + 11);
    }

    static int messageType(byte[] data, int at) {
        return data[at] & 0xFF;
    }

    /** Bytes of the whole message, of which a fragment may be here. */
    static int messageLength(byte[] data, int at) {
        return uint24(data, at + 1);
    }

    static int fragmentOffset(byte[] data, int at) {
        return uint24(data, at + 6);
    }

    static int fragmentLength(byte[] data, int at) {
        return uint24(data, at + 9);
    }

    private static boolean plausibleLength(byte[] data, int at) {
        int length = length(data, at);
        return epoch(data, at) == 0
                ? length > 0
                : length >= MIN_ENCRYPTED_BYTES && length <= MAX_ENCRYPTED_BYTES;
    }

    private static int uint16(byte[] data, int at) {
        return (data[at] & 0xFF) << 8 | (data[at + 1] & 0xFF);
    }

    private static int uint24(byte[] data, int at) {
        return (data[at] & 0xFF) << 16 | uint16(data, at + 1);
    }
}
