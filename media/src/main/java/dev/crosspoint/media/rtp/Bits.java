package dev.crosspoint.media.rtp;

/** Numbers in network byte order inside byte arrays. */
final class Bits {
    private Bits() {}

    static int uint16(byte[] array, int at) {
        return ((array[at] & 0xff) << 8) | (array[at + 1] & 0xff);
    }

    static int int32(byte[] array, int at) {
        return (uint16(array, at) << 16) | uint16(array, at + 2);
    }

    static void int16(byte[] array, int at, int value) {
        array[at] = (byte) (value >> 8);
        array[at + 1] = (byte) value;
    }

    static void int32(byte[] array, int at, int value) {
        int16(array, at, value >> 16);
        int16(array, at + 2, value);
    }
}
