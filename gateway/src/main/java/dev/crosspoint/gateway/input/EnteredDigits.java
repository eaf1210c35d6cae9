package dev.crosspoint.gateway.input;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Keys that a participant has pressed so far, in memory that is overwritten as soon as they are no
 * longer needed. There is one copy of them: it is handed on, and whoever lets go of it wipes it.
 */
public final class EnteredDigits {
    /** More than any input may have, its end included. */
    private static final int CAPACITY = 32;

    private final byte[] keys = new byte[CAPACITY];
    private int length;

    /** One more key. */
    public void add(char key) {
        if (length == CAPACITY) {
            throw new IllegalStateException("input is longer than " + CAPACITY + " keys");
        }
        keys[length++] = (byte) key;
    }

    /** How many there are. */
    public int length() {
        return length;
    }

    /** Whether these keys, which are no secret, were pressed last. */
    public boolean endsWith(String end) {
        if (end.length() > length) {
            return false;
        }
        for (int i = 0; i < end.length(); i++) {
            if (keys[length - end.length() + i] != end.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Takes back so many of the last keys, as many as there are at most. */
    public void dropLast(int count) {
        length -= count;
        Arrays.fill(keys, length, length + count, (byte) 0);
    }

    /** Hands out input that is no secret, and wipes it here. */
    public String takeText() {
        var text = new String(keys, 0, length, StandardCharsets.US_ASCII);
        wipe();
        return text;
    }

    /** Overwrites what was entered; nothing is left. */
    public void wipe() {
        Arrays.fill(keys, (byte) 0);
        length = 0;
    }

    /** The memory itself, of which {@link #length} bytes count. */
    byte[] memory() {
        return keys;
    }

    @Override
    public String toString() {
        return "EnteredDigits[" + length + "]";
    }
}
