package dev.crosspoint.media.rtp;

/**
 * The VoIP metrics report block (RFC 3611 4.7) in an extended report of its own. Says what is known
 * where packets arrive: loss, bursts, round trip. What only a telephone knows (its levels, its
 * echo) and what depends on who listens (buffers, scores) is said to be unavailable: a leg has
 * neither while it is relayed.
 */
final class VoipMetrics {
    /** RFC 3611 2: the packet type. */
    static final int EXTENDED_REPORT = 207;

    /** RFC 3611 3: packet header and our SSRC, then the block with its own header. */
    static final int LENGTH = 8 + 36;

    static final int BLOCK_TYPE = 7;
    private static final int BLOCK_WORDS = 8;
    private static final int VERSION_BITS = 2 << 6;
    private static final int UNAVAILABLE = 127;
    private static final int LONGEST = 0xffff;

    private VoipMetrics() {}

    /**
     * Writes the packet about a source that has been heard.
     *
     * @param roundTripMs -1 when not known
     * @return where what follows it may begin
     */
    static int write(byte[] out, int at, int ssrc, ReceptionStats received, double roundTripMs) {
        out[at] = (byte) VERSION_BITS;
        out[at + 1] = (byte) EXTENDED_REPORT;
        Bits.int16(out, at + 2, LENGTH / 4 - 1);
        Bits.int32(out, at + 4, ssrc);
        int block = at + 8;
        out[block] = BLOCK_TYPE;
        out[block + 1] = 0;
        Bits.int16(out, block + 2, BLOCK_WORDS);
        Bits.int32(out, block + 4, received.ssrc());
        Bursts bursts = received.bursts();
        out[block + 8] = (byte) lossRate(received);
        out[block + 9] = 0; // discards are the buffer's
        out[block + 10] = (byte) bursts.burstDensity();
        out[block + 11] = (byte) bursts.gapDensity();
        Bits.int16(out, block + 12, millis(bursts.burstPackets() * received.packetMs()));
        Bits.int16(out, block + 14, millis(bursts.gapPackets() * received.packetMs()));
        Bits.int16(out, block + 16, millis(Math.max(0, roundTripMs)));
        Bits.int16(out, block + 18, 0); // end system delay: not ours to know
        // signal, noise, echo
        out[block + 20] = UNAVAILABLE;
        out[block + 21] = UNAVAILABLE;
        out[block + 22] = UNAVAILABLE;
        out[block + 23] = Bursts.GMIN;
        // R factor, external R factor, MOS of listening and of conversation
        Bits.int32(out, block + 24, 0x7f7f_7f7f);
        // receiver configuration and the three jitter buffer delays: unspecified, unknown
        Bits.int32(out, block + 28, 0);
        Bits.int32(out, block + 32, 0);
        return at + LENGTH;
    }

    /** RFC 3611 4.7.1: since the beginning, in 256ths. */
    private static int lossRate(ReceptionStats received) {
        long expected = received.expected();
        long lost = Math.max(0, received.cumulativeLost());
        return expected == 0 ? 0 : (int) Math.min(255, 256 * lost / expected);
    }

    private static int millis(double value) {
        return (int) Math.min(LONGEST, Math.round(value));
    }
}
