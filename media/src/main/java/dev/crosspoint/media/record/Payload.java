package dev.crosspoint.media.record;

import java.util.Arrays;

/** An RTP payload that was kept. Audio: {@link #toString} shows only its length. */
public final class Payload {
    private final byte[] bytes;

    private Payload(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Copies a part of an array. */
    public static Payload of(byte[] from, int offset, int length) {
        return new Payload(Arrays.copyOfRange(from, offset, offset + length));
    }

    public int length() {
        return bytes.length;
    }

    /** Itself: not to be written to. */
    public byte[] array() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Payload[" + bytes.length + "]";
    }
}
