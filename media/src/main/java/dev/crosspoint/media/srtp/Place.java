package dev.crosspoint.media.srtp;

import static java.util.Objects.checkFromIndexSize;

import java.lang.foreign.MemorySegment;

/**
 * Where on the heap a packet lies, as it is told to C. A leg's packets lie at one place, in a
 * buffer of its loop, as long as they come to that loop; so the object that says so is kept, and
 * made anew only when they lie elsewhere.
 */
final class Place {
    private byte[] array = {};
    private int offset;
    private MemorySegment segment = MemorySegment.ofArray(array);

    /**
     * The array from an offset on.
     *
     * @param length that C will look at; it does not look where the array ends
     * @throws IndexOutOfBoundsException when that is not inside the array
     */
    @SuppressWarnings("ReferenceEquality") // the same array, not the same bytes
    MemorySegment at(byte[] array, int offset, int length) {
        checkFromIndexSize(offset, length, array.length);
        if (array != this.array || offset != this.offset) {
            this.array = array;
            this.offset = offset;
            segment = MemorySegment.ofArray(array).asSlice(offset);
        }
        return segment;
    }
}
