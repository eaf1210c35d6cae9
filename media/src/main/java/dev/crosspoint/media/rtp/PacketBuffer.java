package dev.crosspoint.media.rtp;

import static java.util.Objects.checkFromIndexSize;

/**
 * A region of a byte array with spare room behind it: what travels the packet path. Reused for
 * every packet of a path, so that nothing is allocated per packet; SRTP works on it in place.
 *
 * <p>The array is borrowed from whoever called {@link #wrap}. It never grows: whoever hands out a
 * packet to be protected leaves room for the tag.
 */
public final class PacketBuffer {
    private static final byte[] NOTHING = {};

    private byte[] array = NOTHING;
    private int offset;
    private int length;

    /**
     * Looks at another region from now on.
     *
     * @throws IndexOutOfBoundsException when the region is not inside the array (a caller's bug)
     */
    public PacketBuffer wrap(byte[] array, int offset, int length) {
        checkFromIndexSize(offset, length, array.length);
        this.array = array;
        this.offset = offset;
        this.length = length;
        return this;
    }

    /** The array that the region lies in. */
    public byte[] array() {
        return array;
    }

    /** Where the region begins. */
    public int offset() {
        return offset;
    }

    /** Bytes in the region. */
    public int length() {
        return length;
    }

    /**
     * Changes the region's end.
     *
     * @throws IndexOutOfBoundsException when it would lie behind the array's end
     */
    public void length(int length) {
        checkFromIndexSize(offset, length, array.length);
        this.length = length;
    }

    /** Bytes of the array behind the region, to grow into. */
    public int spareLength() {
        return array.length - offset - length;
    }

    /**
     * Checks that there is room behind the region: the array is not ours to replace.
     *
     * @throws IllegalStateException when there is less (a bug of whoever wrapped the array)
     */
    public void reserve(int bytes) {
        if (bytes > spareLength()) {
            throw new IllegalStateException(
                    "no room to grow a packet by " + bytes + " bytes, only " + spareLength());
        }
    }
}
