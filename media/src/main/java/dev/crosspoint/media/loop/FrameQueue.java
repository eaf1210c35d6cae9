package dev.crosspoint.media.loop;

/**
 * Frames that wait for room in a connection, a fixed number of them in memory made beforehand. When
 * it is full the oldest goes: late audio is worth less than fresh. Pure.
 */
final class FrameQueue {
    /** 200 ms of audio; the first flight of a DTLS server fits too. */
    static final int FRAMES = 10;

    private static final int STRIDE = FrameReader.HEADER_BYTES + UdpPort.MAX_DATAGRAM_BYTES;

    private final byte[] memory = new byte[FRAMES * STRIDE];
    private final int[] lengths = new int[FRAMES];
    private int first;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /**
     * Puts a datagram at the end, with its length before it (RFC 4571).
     *
     * @param length at most {@link UdpPort#MAX_DATAGRAM_BYTES}
     * @return whether there was room without giving up the oldest
     */
    boolean add(byte[] data, int offset, int length) {
        boolean roomy = size < FRAMES;
        if (!roomy) {
            removeFirst();
        }
        int slot = (first + size) % FRAMES;
        int at = slot * STRIDE;
        memory[at] = (byte) (length >>> 8);
        memory[at + 1] = (byte) length;
        System.arraycopy(data, offset, memory, at + FrameReader.HEADER_BYTES, length);
        lengths[slot] = FrameReader.HEADER_BYTES + length;
        size++;
        return roomy;
    }

    /** Where the frames are. */
    byte[] memory() {
        return memory;
    }

    /** Where in it the first frame begins. */
    int firstAt() {
        return first * STRIDE;
    }

    /** How long the first frame is, with its header, bytes. */
    int firstLength() {
        return lengths[first];
    }

    void removeFirst() {
        first = (first + 1) % FRAMES;
        size--;
    }
}
