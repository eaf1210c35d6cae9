package dev.crosspoint.media.rtp;

/** Numbers in network byte order inside byte arrays. */
public final class Bits {
    private Bits() {}

    public static int uint16(byte[] array, int at) {
        return ((array[at] & 0xff) << 8) | (array[at + 1] & 0xff);
    }

    public static int int32(byte[] array, int at) {
        return (uint16(array, at) << 16) | uint16(array, at + 2);
    }

    public static void int16(byte[] array, int at, int value) {
        array[at] = (byte) (value >> 8);
        array[at + 1] = (byte) value;
    }

    public static void int32(byte[] array, int at, int value) {
        int16(array, at, value >> 16);
        int16(array, at + 2, value);
    }

    /** 48 bits, without a sign. */
    public static long int48(byte[] array, int at) {
        return ((long) uint16(array, at) << 32) | (int32(array, at + 2) & 0xFFFFFFFFL);
    }

    public static long int64(byte[] array, int at) {
        return ((long) int32(array, at) << 32) | (int32(array, at + 4) & 0xFFFFFFFFL);
    }
}
