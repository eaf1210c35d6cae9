package dev.crosspoint.media.rtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * A view of one packet inside an RTCP compound (RFC 3550 6), moved from packet to packet. Reads
 * sender and receiver reports, CNAMEs and goodbyes; of other types only the length.
 */
final class RtcpPacket {
    static final int SENDER_REPORT = 200;
    static final int RECEIVER_REPORT = 201;
    static final int SOURCE_DESCRIPTION = 202;
    static final int GOODBYE = 203;

    static final int HEADER_LENGTH = 4;
    static final int SENDER_INFO_LENGTH = 20;
    static final int REPORT_BLOCK_LENGTH = 24;
    static final int CNAME_ITEM = 1;

    private static final int VERSION_2 = 2;
    private static final int PADDING_BIT = 0x20;
    private static final int COUNT_BITS = 0x1f;

    /** RFC 5761 4: what an RTCP type can be without looking like an RTP payload type. */
    private static final int LOWEST_TYPE = 192;

    private static final int HIGHEST_TYPE = 223;

    private byte[] array = {};
    private int offset;
    private int end;
    private int contentEnd;

    /**
     * Whether these bytes are a compound that can be read to its end: RFC 3550 A.2, but without its
     * demand that a report comes first, which RFC 5506 lifts.
     */
    boolean wrapCompound(byte[] array, int offset, int length) {
        if (length == 0) {
            return false;
        }
        int limit = offset + length;
        for (int at = offset; at < limit; at = end) {
            // RFC 3550 A.2: only the last packet may be padded
            if (!wrap(array, at, limit) || (padded() && end < limit)) {
                return false;
            }
        }
        return true;
    }

    /** Looks at the packet that begins at {@code at}; false when it is not sound. */
    boolean wrap(byte[] array, int at, int limit) {
        if (at + HEADER_LENGTH > limit || (array[at] & 0xff) >> 6 != VERSION_2) {
            return false;
        }
        this.array = array;
        this.offset = at;
        // RFC 3550 6.4.1: length in 32-bit words, minus one
        this.end = at + 4 * (Bits.uint16(array, at + 2) + 1);
        if (type() < LOWEST_TYPE || type() > HIGHEST_TYPE || end > limit) {
            return false;
        }
        int padding = padded() ? array[end - 1] & 0xff : 0;
        this.contentEnd = end - padding;
        if (padded() && (padding == 0 || padding % 4 != 0)) {
            return false;
        }
        return contentEnd >= at + HEADER_LENGTH && contentFits();
    }

    int type() {
        return array[offset + 1] & 0xff;
    }

    /** Reports, chunks or sources in this packet, 0 to 31. */
    int count() {
        return array[offset] & COUNT_BITS;
    }

    /** Where the next packet of the compound begins. */
    int end() {
        return end;
    }

    /** Whose report this is. */
    int senderSsrc() {
        return Bits.int32(array, offset + HEADER_LENGTH);
    }

    /** The middle 32 bits of a sender report's NTP time, in 1/65536 s. */
    int ntpMiddle() {
        return (Bits.uint16(array, offset + 10) << 16) | Bits.uint16(array, offset + 12);
    }

    /** The RTP time that goes with a sender report's NTP time. */
    int rtpTimestamp() {
        return Bits.int32(array, offset + 16);
    }

    int senderPacketCount() {
        return Bits.int32(array, offset + 20);
    }

    int senderOctetCount() {
        return Bits.int32(array, offset + 24);
    }

    /** The source that report block {@code index} is about. */
    int blockSsrc(int index) {
        return Bits.int32(array, block(index));
    }

    /** Loss in 256ths. */
    int blockFractionLost(int index) {
        return array[block(index) + 4] & 0xff;
    }

    /** A signed number of 24 bits. */
    int blockCumulativeLost(int index) {
        return (Bits.int32(array, block(index) + 4) << 8) >> 8;
    }

    int blockHighestSequence(int index) {
        return Bits.int32(array, block(index) + 8);
    }

    /** In units of that source's RTP clock; unsigned. */
    int blockJitter(int index) {
        return Bits.int32(array, block(index) + 12);
    }

    int blockLastSenderReport(int index) {
        return Bits.int32(array, block(index) + 16);
    }

    /** In 1/65536 s; unsigned. */
    int blockDelaySinceLastSenderReport(int index) {
        return Bits.int32(array, block(index) + 20);
    }

    /** The CNAME of a source description's first chunk; null when it has none. */
    @Nullable String cname() {
        if (count() == 0) {
            return null;
        }
        for (int at = offset + HEADER_LENGTH + 4; array[at] != 0; at += 2 + itemLength(at)) {
            if (array[at] == CNAME_ITEM) {
                return new String(array, at + 2, itemLength(at), UTF_8);
            }
        }
        return null;
    }

    /** Blocks of an extended report, up to the first that is not sound (RFC 3611 3). */
    int extendedBlocks() {
        int blocks = 0;
        int at = offset + HEADER_LENGTH + 4;
        while (at + HEADER_LENGTH <= contentEnd) {
            at += 4 * (Bits.uint16(array, at + 2) + 1);
            blocks += at <= contentEnd ? 1 : 0;
        }
        return blocks;
    }

    private boolean padded() {
        return (array[offset] & PADDING_BIT) != 0;
    }

    private int block(int index) {
        int head = type() == SENDER_REPORT ? SENDER_INFO_LENGTH : 0;
        return offset + HEADER_LENGTH + 4 + head + REPORT_BLOCK_LENGTH * index;
    }

    private int itemLength(int at) {
        return array[at + 1] & 0xff;
    }

    private boolean contentFits() {
        return switch (type()) {
            case SENDER_REPORT, RECEIVER_REPORT -> block(count()) <= contentEnd;
            case SOURCE_DESCRIPTION -> chunksFit();
            case GOODBYE -> offset + HEADER_LENGTH + 4 * count() <= contentEnd;
            default -> true;
        };
    }

    // RFC 3550 6.5: chunks of an SSRC and items, ended by a null byte and aligned to 32 bits
    private boolean chunksFit() {
        int at = offset + HEADER_LENGTH;
        for (int chunk = 0; chunk < count(); chunk++) {
            at += 4;
            while (at < contentEnd && array[at] != 0) {
                if (at + 2 > contentEnd) {
                    return false;
                }
                at += 2 + itemLength(at);
            }
            if (at >= contentEnd) {
                return false;
            }
            at += 4 - (at - offset) % 4;
        }
        return at <= contentEnd;
    }
}
