package dev.crosspoint.media.ice;

import java.util.zip.CRC32;

/**
 * A view of one STUN message (RFC 8489), reused from message to message. {@link #wrap} walks it
 * once and checks every length, so that nothing asked afterwards can leave the message. It holds on
 * to the array until the next {@code wrap}.
 */
public final class StunMessage {
    /** How many unknown attributes a 420 names; more would only help someone who is probing us. */
    private static final int UNKNOWN_KEPT = 8;

    private static final byte[] NOTHING = new byte[0];

    private final CRC32 crc = new CRC32();
    private final int[] unknownRequired = new int[UNKNOWN_KEPT];
    private byte[] data = NOTHING;
    private int start;
    private int end;
    private int usernameAt;
    private int usernameBytes;
    private int integrityAt;
    private int fingerprintAt;
    private int mappedAddressAt;
    private int errorCode;
    private int unknowns;
    private boolean useCandidate;
    private boolean controlled;
    private boolean controlling;

    /** Takes in a datagram; false when it is not one whole well-formed STUN message. */
    public boolean wrap(byte[] array, int offset, int length) {
        data = array;
        start = offset;
        end = offset + length;
        usernameAt = integrityAt = fingerprintAt = mappedAddressAt = -1;
        usernameBytes = errorCode = unknowns = 0;
        useCandidate = controlled = controlling = false;
        return hasHeader(array, offset, length) && walkAttributes();
    }

    /** Message type: method and class. */
    public int type() {
        return Stun.uint16(data, start);
    }

    /** Whether this is a Binding request, the only thing an ICE-lite agent is asked. */
    public boolean isBindingRequest() {
        return type() == Stun.BINDING_REQUEST;
    }

    /** Whether this is a Binding success response. */
    public boolean isBindingSuccess() {
        return type() == Stun.BINDING_SUCCESS;
    }

    /** Whether USE-CANDIDATE is there: the controlling peer nominates this path. */
    public boolean useCandidate() {
        return useCandidate;
    }

    /** Whether the sender says that it is the controlled one. */
    public boolean controlled() {
        return controlled;
    }

    /** Whether the sender says that it is the controlling one. */
    public boolean controlling() {
        return controlling;
    }

    /** The code of an error response, 300 to 699, or 0 without one. */
    public int errorCode() {
        return errorCode;
    }

    /** Whether a well-formed MESSAGE-INTEGRITY is there, right or wrong. */
    public boolean hasIntegrity() {
        return integrityAt >= 0;
    }

    /** Whether a USERNAME is there. */
    public boolean hasUsername() {
        return usernameAt >= 0;
    }

    /** Whether MESSAGE-INTEGRITY is there and right. */
    public boolean integrityHolds(StunKey key) {
        return hasIntegrity() && key.verifies(data, start, integrityAt);
    }

    /** Whether FINGERPRINT is right or absent (RFC 8489 14.7). */
    public boolean fingerprintHolds() {
        return fingerprintAt < 0
                || Stun.int32(data, fingerprintAt) == fingerprint(crc, data, start, fingerprintAt);
    }

    /** Whether the user name begins with these bytes, such as {@code ourUfrag:}. */
    public boolean usernameStartsWith(byte[] prefix) {
        if (usernameBytes < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (data[usernameAt + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /** Number of comprehension-required attributes that we do not know, at most 8 counted. */
    public int unknownRequired() {
        return unknowns;
    }

    /** Type of an unknown attribute. */
    public int unknownRequired(int index) {
        return unknownRequired[index];
    }

    int usernameAt() {
        return usernameAt;
    }

    int usernameBytes() {
        return usernameBytes;
    }

    int mappedAddressAt() {
        return mappedAddressAt;
    }

    byte[] array() {
        return data;
    }

    int offset() {
        return start;
    }

    int length() {
        return end - start;
    }

    static int fingerprint(CRC32 crc, byte[] data, int start, int valueAt) {
        crc.reset();
        crc.update(data, start, valueAt - 4 - start);
        return (int) crc.getValue() ^ Stun.FINGERPRINT_XOR;
    }

    // RFC 8489 5: two zero bits, the cookie, and a length that is the datagram's.
    private static boolean hasHeader(byte[] array, int offset, int length) {
        return length >= Stun.HEADER_BYTES
                && (array[offset] & 0xC0) == 0
                && Stun.int32(array, offset + 4) == Stun.MAGIC_COOKIE
                && (length & 3) == 0
                && Stun.uint16(array, offset + 2) == length - Stun.HEADER_BYTES;
    }

    private boolean walkAttributes() {
        int at = start + Stun.HEADER_BYTES;
        while (at < end) {
            int type = Stun.uint16(data, at);
            int bytes = Stun.uint16(data, at + 2);
            int value = at + 4;
            at = value + Stun.padded(bytes);
            // RFC 8489 14.7: FINGERPRINT is the last attribute.
            if (at > end || fingerprintAt >= 0 || !take(type, value, bytes)) {
                return false;
            }
        }
        return true;
    }

    private boolean take(int type, int value, int bytes) {
        if (type == Stun.FINGERPRINT) {
            fingerprintAt = value;
            return bytes == Stun.FINGERPRINT_BYTES;
        }
        // RFC 8489 14.5: what follows the integrity is not covered by it, and so is not looked at.
        if (integrityAt >= 0) {
            return true;
        }
        return switch (type) {
            // RFC 8489 14: of an attribute that comes twice only the first counts.
            case Stun.USERNAME -> {
                if (usernameAt < 0) {
                    usernameAt = value;
                    usernameBytes = bytes;
                }
                yield bytes > 0 && bytes < 514;
            }
            case Stun.MESSAGE_INTEGRITY -> {
                integrityAt = value;
                yield bytes == Stun.INTEGRITY_BYTES;
            }
            case Stun.USE_CANDIDATE -> {
                useCandidate = true;
                yield bytes == 0;
            }
            // A lite agent forms no pairs, so the priority of a learned candidate is no news.
            case Stun.PRIORITY -> bytes == 4;
            case Stun.ICE_CONTROLLED -> {
                controlled = true;
                yield bytes == 8;
            }
            case Stun.ICE_CONTROLLING -> {
                controlling = true;
                yield bytes == 8;
            }
            case Stun.XOR_MAPPED_ADDRESS -> {
                mappedAddressAt = mappedAddressAt < 0 ? value : mappedAddressAt;
                yield (bytes == 8 && data[value + 1] == 1) || (bytes == 20 && data[value + 1] == 2);
            }
            case Stun.ERROR_CODE -> bytes >= 4 && takeErrorCode(value);
            case Stun.MAPPED_ADDRESS,
                    Stun.UNKNOWN_ATTRIBUTES,
                    Stun.REALM,
                    Stun.NONCE,
                    Stun.MESSAGE_INTEGRITY_SHA256 ->
                    true;
            default -> takeUnknown(type);
        };
    }

    private boolean takeErrorCode(int value) {
        errorCode = (data[value + 2] & 7) * 100 + (data[value + 3] & 0xFF);
        return true;
    }

    // RFC 8489 14: types below 0x8000 must be understood.
    private boolean takeUnknown(int type) {
        if (type < 0x8000 && unknowns < UNKNOWN_KEPT) {
            unknownRequired[unknowns++] = type;
        }
        return true;
    }
}
