package dev.crosspoint.media.codec;

/**
 * Joins Opus packets of one frame each to one packet (RFC 6716 3.2.5, code 3 with frames of
 * different lengths). Frames can be joined that are alike in mode, bandwidth, length and channels.
 */
public final class OpusFrames {
    /** Three of 20 ms make the longest packet that anybody asks us for. */
    private static final int MOST_FRAMES = 3;

    private static final int CODE_BITS = 3;
    private static final int ONE_FRAME = 0;
    private static final int MANY_FRAMES = 3;
    private static final int DIFFERENT_LENGTHS = 0x80;

    /** RFC 6716 3.2.1: from here on a length has two bytes. */
    private static final int LONG = 252;

    private final byte[] data;
    private final int[] lengths = new int[MOST_FRAMES];
    private byte toc;
    private int count;
    private int bytes;

    /**
     * Nothing joined yet.
     *
     * @param mostBytes of a joined packet
     */
    public OpusFrames(int mostBytes) {
        data = new byte[mostBytes];
    }

    /** Frames that are joined so far. */
    public int count() {
        return count;
    }

    /** Whether a packet can be joined to those before. */
    public boolean takes(byte[] packet, int offset, int length) {
        boolean fits = bytes + length + 2 + 2 * MOST_FRAMES <= data.length;
        return count == 0
                || (count < MOST_FRAMES
                        && fits
                        && (toc & CODE_BITS) == ONE_FRAME
                        && packet[offset] == toc);
    }

    /** Joins a packet that is {@link #takes taken}; copies it. */
    public void add(byte[] packet, int offset, int length) {
        toc = packet[offset];
        lengths[count++] = length - 1;
        System.arraycopy(packet, offset + 1, data, bytes, length - 1);
        bytes += length - 1;
    }

    /** Writes the joined packet and begins anew; returns its length. */
    public int write(byte[] out, int offset) {
        int at = offset;
        if (count == 1) {
            out[at++] = toc;
        } else {
            out[at++] = (byte) (toc | MANY_FRAMES);
            out[at++] = (byte) (DIFFERENT_LENGTHS | count);
            for (int i = 0; i < count - 1; i++) {
                at = writeLength(out, at, lengths[i]);
            }
        }
        System.arraycopy(data, 0, out, at, bytes);
        at += bytes;
        clear();
        return at - offset;
    }

    /** Gives up what is joined so far. */
    public void clear() {
        count = 0;
        bytes = 0;
    }

    private static int writeLength(byte[] out, int at, int length) {
        if (length < LONG) {
            out[at] = (byte) length;
            return at + 1;
        }
        int first = LONG + (length & 3);
        out[at] = (byte) first;
        out[at + 1] = (byte) ((length - first) / 4);
        return at + 2;
    }
}
