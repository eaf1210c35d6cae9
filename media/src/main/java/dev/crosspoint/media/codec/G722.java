package dev.crosspoint.media.codec;

/** The tables of ITU-T G.722 (09/2012) that both of its sides need; mode 1, 64 kbit/s. */
final class G722 {
    /** Of the samples; the RTP clock is 8000, by a mistake that RFC 3551 4.5.2 keeps. */
    static final int WIDE_HZ = 16_000;

    /** Of the low band alone, for those who cannot hear the other. */
    static final int NARROW_HZ = 8000;

    /** Table 11: coefficients of the quadrature mirror filters, every other one of 24. */
    static final int[] QMF = {3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11};

    /** Samples that the filters reach back beyond a pair of them. */
    static final int QMF_PAST = 22;

    /** QM4: outputs of the low band's quantiser with its four bits. */
    private static final int[] LOW_OUTPUTS = {
        0, -20_456, -12_896, -8968, -6288, -4240, -2584, -1200, 20_456, 12_896, 8968, 6288, 4240,
        2584, 1200, 0
    };

    /** WL by RL42: what a code of the low band does to the step. */
    private static final int[] LOW_GROWTH = {
        -60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60
    };

    /** QM2: outputs of the high band's quantiser. */
    private static final int[] HIGH_OUTPUTS = {-7408, -1616, 7408, 1616};

    /** WH by RH2. */
    private static final int[] HIGH_GROWTH = {798, -214, 798, -214};

    private G722() {}

    static void requireRate(int rateHz) {
        if (rateHz != NARROW_HZ && rateHz != WIDE_HZ) {
            throw new IllegalArgumentException("G.722 has 8000 or 16000 Hz, not " + rateHz);
        }
    }

    /** Advances the low band by a code of six bits, of which four count for what is to come. */
    static void advanceLow(G722Band band, int code) {
        int four = code >> 2;
        band.advance(band.scaled(LOW_OUTPUTS[four]), LOW_GROWTH[four]);
    }

    /**
     * Advances the high band by a code of two bits.
     *
     * @return the difference that it stands for
     */
    static int advanceHigh(G722Band band, int code) {
        int difference = band.scaled(HIGH_OUTPUTS[code]);
        band.advance(difference, HIGH_GROWTH[code]);
        return difference;
    }
}
