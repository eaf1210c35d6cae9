package dev.crosspoint.media.loop;

/**
 * Finds the datagrams in a stream (RFC 4571: two bytes of length before each). Pure; holds one
 * frame at most.
 */
final class FrameReader {

    /** Who takes the datagrams. */
    interface Taker {

        /**
         * A datagram, at the beginning of an array with at least 256 bytes of spare room behind it.
         * The taker may change the array, and gives it back by returning.
         *
         * @return whether it wants more
         */
        boolean onFrame(byte[] data, int length);
    }

    /** Bytes of length before each frame. */
    static final int HEADER_BYTES = 2;

    private static final int SPARE_BYTES = 256;

    /** Made for the first frame: many connect and say nothing. */
    private byte[] frame = {};

    /** Bytes of the header that are here. */
    private int header;

    /** What the header says, bytes. */
    private int expected;

    /** Bytes of the frame that are here. */
    private int here;

    /**
     * Takes in what has arrived.
     *
     * @return whether there may be more: false after a frame longer than {@link
     *     UdpPort#MAX_DATAGRAM_BYTES}, or when the taker wants no more. The stream is of no use
     *     then.
     */
    boolean read(byte[] bytes, int offset, int length, Taker taker) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (header < HEADER_BYTES) {
                expected = (expected << 8) | (bytes[at++] & 0xFF);
                header++;
                if (header == HEADER_BYTES && expected > UdpPort.MAX_DATAGRAM_BYTES) {
                    return false;
                }
                if (expected > 0 && frame.length == 0) {
                    frame = new byte[UdpPort.MAX_DATAGRAM_BYTES + SPARE_BYTES];
                }
            } else {
                int more = Math.min(expected - here, end - at);
                System.arraycopy(bytes, at, frame, here, more);
                here += more;
                at += more;
            }
            if (header == HEADER_BYTES && here == expected && !deliver(taker)) {
                return false;
            }
        }
        return true;
    }

    private boolean deliver(Taker taker) {
        int length = expected;
        header = 0;
        expected = 0;
        here = 0;
        // RFC 4571 2: a null packet keeps a connection open, and means nothing
        return length == 0 || taker.onFrame(frame, length);
    }
}
