package dev.crosspoint.media.ice;

/** Numbers of RFC 8489 and RFC 8445 that both the reader and the writer use. */
final class Stun {
    static final int HEADER_BYTES = 20;
    static final int TRANSACTION_ID_BYTES = 12;
    static final int MAGIC_COOKIE = 0x2112A442;

    static final int INTEGRITY_BYTES = 20;
    static final int FINGERPRINT_BYTES = 4;

    /** RFC 8489 14.7: keeps the checksum from being that of a framing below us. */
    static final int FINGERPRINT_XOR = 0x5354554E;

    static final int BINDING_REQUEST = 0x0001;
    static final int BINDING_SUCCESS = 0x0101;
    static final int BINDING_ERROR = 0x0111;

    static final int MAPPED_ADDRESS = 0x0001;
    static final int USERNAME = 0x0006;
    static final int MESSAGE_INTEGRITY = 0x0008;
    static final int ERROR_CODE = 0x0009;
    static final int UNKNOWN_ATTRIBUTES = 0x000A;
    static final int REALM = 0x0014;
    static final int NONCE = 0x0015;
    static final int MESSAGE_INTEGRITY_SHA256 = 0x001C;
    static final int XOR_MAPPED_ADDRESS = 0x0020;
    static final int PRIORITY = 0x0024;
    static final int USE_CANDIDATE = 0x0025;
    static final int FINGERPRINT = 0x8028;
    static final int ICE_CONTROLLED = 0x8029;
    static final int ICE_CONTROLLING = 0x802A;

    static final int BAD_REQUEST = 400;
    static final int UNAUTHENTICATED = 401;
    static final int UNKNOWN_ATTRIBUTE = 420;
    static final int ROLE_CONFLICT = 487;

    private Stun() {}

    static int padded(int bytes) {
        return (bytes + 3) & ~3;
    }

    static int uint16(byte[] data, int at) {
        return (data[at] & 0xFF) << 8 | (data[at + 1] & 0xFF);
    }

    static int int32(byte[] data, int at) {
        return uint16(data, at) << 16 | uint16(data, at + 2);
    }

    static void putUint16(byte[] data, int at, int value) {
        data[at] = (byte) (value >> 8);
        data[at + 1] = (byte) value;
    }

    static void putInt32(byte[] data, int at, int value) {
        putUint16(data, at, value >>> 16);
        putUint16(data, at + 2, value);
    }
}
