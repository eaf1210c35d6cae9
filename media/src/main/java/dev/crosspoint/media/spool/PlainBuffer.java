package dev.crosspoint.media.spool;

import java.util.Arrays;

/** Bytes in the clear that grow; whatever is no longer needed is wiped. */
final class PlainBuffer {
    /** A call of two G.711 legs fills it in about 450 ms. */
    private static final int FIRST_BYTES = 8 * 1024;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    void add(byte[] from, int offset, int count) {
        if (count > bytes.length - length) {
            byte[] larger = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
            Arrays.fill(bytes, 0, length, (byte) 0);
            bytes = larger;
        }
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    void wipe() {
        Arrays.fill(bytes, 0, length, (byte) 0);
        length = 0;
    }
}
