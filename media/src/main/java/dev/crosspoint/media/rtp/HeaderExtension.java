package dev.crosspoint.media.rtp;

/**
 * The elements of a packet's header extension (RFC 8285), in the one-byte or the two-byte form.
 * Other profiles hold no elements we could read and count as empty.
 */
final class HeaderExtension {
    private static final int ONE_BYTE_PROFILE = 0xbede;
    private static final int TWO_BYTE_PROFILE = 0x1000;

    /** The low four bits of the two-byte profile are "appbits", for the application. */
    private static final int TWO_BYTE_MASK = 0xfff0;

    private static final int PADDING_ID = 0;
    private static final int STOP_ID = 15;
    private static final int ABSENT = -1;

    private byte[] array = {};
    private int profile;
    private int begin;
    private int end;

    void none() {
        profile = 0;
        begin = 0;
        end = 0;
    }

    /** The region must lie inside the array. */
    void wrap(byte[] array, int profile, int offset, int length) {
        this.array = array;
        this.profile = profile;
        this.begin = offset;
        this.end = offset + length;
    }

    /** Where the data of an element with at least one byte begins, or -1. */
    int find(int id) {
        if (profile == ONE_BYTE_PROFILE) {
            return findOneByte(id);
        }
        return (profile & TWO_BYTE_MASK) == TWO_BYTE_PROFILE ? findTwoByte(id) : ABSENT;
    }

    // RFC 8285 4.2: four bits of id, four bits of length - 1
    private int findOneByte(int wanted) {
        int at = begin;
        while (at < end) {
            int id = (array[at] & 0xff) >> 4;
            int length = (array[at] & 0x0f) + 1;
            if (id == PADDING_ID && length == 1) {
                at++;
                continue;
            }
            // RFC 8285 4.2: id 15, and id 0 with a length, end the reading
            if (id == PADDING_ID || id == STOP_ID || at + 1 + length > end) {
                return ABSENT;
            }
            if (id == wanted) {
                return at + 1;
            }
            at += 1 + length;
        }
        return ABSENT;
    }

    // RFC 8285 4.3: a byte of id, a byte of length; id 0 is a padding byte without a length
    private int findTwoByte(int wanted) {
        int at = begin;
        while (at < end) {
            int id = array[at] & 0xff;
            if (id == PADDING_ID) {
                at++;
                continue;
            }
            if (at + 2 > end) {
                return ABSENT;
            }
            int length = array[at + 1] & 0xff;
            if (at + 2 + length > end) {
                return ABSENT;
            }
            if (id == wanted) {
                return length == 0 ? ABSENT : at + 2;
            }
            at += 2 + length;
        }
        return ABSENT;
    }
}
