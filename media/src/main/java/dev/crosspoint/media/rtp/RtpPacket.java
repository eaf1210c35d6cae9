package dev.crosspoint.media.rtp;

/**
 * A view of one RTP packet in somebody's byte array (RFC 3550 5.1), reused for every packet of a
 * path. Only after {@link #wrap} answered true are the fields readable; then no byte of the packet,
 * however hostile, leads outside it.
 *
 * <p>The view follows {@link #buffer()}: when SRTP removes or adds a tag there, {@link
 * #payloadLength} changes with it.
 */
public final class RtpPacket {
    /** Header without contributing sources and extension, bytes. */
    public static final int FIXED_HEADER_LENGTH = 12;

    /** What {@link #audioLevelDbov} answers for a packet that carries no level. */
    public static final int NO_LEVEL = 1;

    private static final int VERSION_2 = 2;
    private static final int PADDING_BIT = 0x20;
    private static final int EXTENSION_BIT = 0x10;
    private static final int CSRC_COUNT_BITS = 0x0f;
    private static final int MARKER_BIT = 0x80;

    private final PacketBuffer buffer = new PacketBuffer();
    private final HeaderExtension extension = new HeaderExtension();
    private int headerLength;

    /**
     * Looks at another packet from now on. The bytes may still be encrypted: the header is readable
     * either way, and padding, which SRTP hides, is judged by {@link #paddingValid}.
     *
     * @return false when this is no RTP packet (MALFORMED); the view is then unusable
     */
    public boolean wrap(byte[] array, int offset, int length) {
        buffer.wrap(array, offset, length);
        headerLength = 0;
        if (length < FIXED_HEADER_LENGTH || (array[offset] & 0xff) >> 6 != VERSION_2) {
            return false;
        }
        int end = FIXED_HEADER_LENGTH + 4 * (array[offset] & CSRC_COUNT_BITS);
        if ((array[offset] & EXTENSION_BIT) == 0) {
            extension.none();
        } else {
            // RFC 3550 5.3.1: 16 bits of profile, then the length in 32-bit words
            if (end + 4 > length) {
                return false;
            }
            int extensionLength = 4 * Bits.uint16(array, offset + end + 2);
            if (end + 4 + extensionLength > length) {
                return false;
            }
            extension.wrap(
                    array, Bits.uint16(array, offset + end), offset + end + 4, extensionLength);
            end += 4 + extensionLength;
        }
        if (end > length) {
            return false;
        }
        headerLength = end;
        return true;
    }

    /** The region looked at; SRTP shrinks and grows it. */
    public PacketBuffer buffer() {
        return buffer;
    }

    /** The array that the packet lies in. */
    public byte[] array() {
        return buffer.array();
    }

    public int payloadType() {
        return array()[buffer.offset() + 1] & 0x7f;
    }

    public boolean marker() {
        return (array()[buffer.offset() + 1] & MARKER_BIT) != 0;
    }

    /** 0 to 65535. */
    public int sequence() {
        return Bits.uint16(array(), buffer.offset() + 2);
    }

    /** In units of the payload's RTP clock; wraps. */
    public int timestamp() {
        return Bits.int32(array(), buffer.offset() + 4);
    }

    public int ssrc() {
        return Bits.int32(array(), buffer.offset() + 8);
    }

    /** Bytes before the payload: fixed header, contributing sources, extension. */
    public int headerLength() {
        return headerLength;
    }

    /** Where the payload begins in {@link #array}. */
    public int payloadOffset() {
        return buffer.offset() + headerLength;
    }

    /**
     * Bytes of payload, padding not counted; 0 when the padding is nonsense ({@link
     * #paddingValid}). Meaningful once the packet is in the clear.
     */
    public int payloadLength() {
        int padded = Math.max(0, buffer.length() - headerLength);
        if (!padded()) {
            return padded;
        }
        return paddingValid() ? padded - paddingLength() : 0;
    }

    /** Whether the padding, if any, fits into the packet. Ask once the packet is in the clear. */
    public boolean paddingValid() {
        if (!padded()) {
            return true;
        }
        // RFC 3550 5.1: the last byte counts the padding bytes, itself included
        int available = buffer.length() - headerLength;
        return available > 0 && paddingLength() > 0 && paddingLength() <= available;
    }

    /**
     * The sender's own level (RFC 6464), 0 (loudest) to -127 (silence), or {@link #NO_LEVEL}.
     *
     * @param extensionId as negotiated, or any value outside 1 to 255 for none
     */
    public int audioLevelDbov(int extensionId) {
        int at = extension.find(extensionId);
        return at < 0 ? NO_LEVEL : -(array()[at] & 0x7f);
    }

    /** Whether the sender believes that somebody speaks (RFC 6464); false when it does not say. */
    public boolean voiceActivity(int extensionId) {
        int at = extension.find(extensionId);
        return at >= 0 && (array()[at] & 0x80) != 0;
    }

    public void payloadType(int payloadType) {
        int at = buffer.offset() + 1;
        array()[at] = (byte) ((array()[at] & MARKER_BIT) | (payloadType & 0x7f));
    }

    public void marker(boolean marker) {
        int at = buffer.offset() + 1;
        array()[at] = (byte) ((array()[at] & 0x7f) | (marker ? MARKER_BIT : 0));
    }

    public void sequence(int sequence) {
        Bits.int16(array(), buffer.offset() + 2, sequence);
    }

    public void timestamp(int timestamp) {
        Bits.int32(array(), buffer.offset() + 4, timestamp);
    }

    public void ssrc(int ssrc) {
        Bits.int32(array(), buffer.offset() + 8, ssrc);
    }

    /**
     * Writes a header without contributing sources or extension.
     *
     * @return its length, {@link #FIXED_HEADER_LENGTH}
     */
    public static int writeHeader(
            byte[] out,
            int offset,
            boolean marker,
            int payloadType,
            int sequence,
            int timestamp,
            int ssrc) {
        out[offset] = (byte) (VERSION_2 << 6);
        out[offset + 1] = (byte) ((marker ? MARKER_BIT : 0) | (payloadType & 0x7f));
        Bits.int16(out, offset + 2, sequence);
        Bits.int32(out, offset + 4, timestamp);
        Bits.int32(out, offset + 8, ssrc);
        return FIXED_HEADER_LENGTH;
    }

    private boolean padded() {
        return (array()[buffer.offset()] & PADDING_BIT) != 0;
    }

    private int paddingLength() {
        return array()[buffer.offset() + buffer.length() - 1] & 0xff;
    }
}
