package dev.crosspoint.media.codec;

/**
 * How an Opus encoder starts.
 *
 * @param bitrateBps 6000 to 510000 (RFC 6716 2.1.1)
 * @param complexity 0 to 10
 * @param expectedLossPercent 0 to 100; above 0 switches in-band FEC on
 * @param mostBps what the listener takes, in-band FEC included, 6000 or more
 */
public record EncoderSettings(
        int bitrateBps, int complexity, int expectedLossPercent, int mostBps) {
    /** Beyond 5 the CPU time grows much faster than the quality of speech. */
    static final int DEFAULT_COMPLEXITY = 5;

    /** RFC 6716 2.1.1. */
    private static final int LEAST_BPS = 6000;

    private static final int MOST_BPS = 510_000;

    /**
     * Bits for the copies, in percent of the bit rate. Without them libopus finds too few to spare
     * and leaves FEC off: never on at 8 kHz with 16 kbit/s, only above 5 % loss at 48 kHz.
     */
    private static final int FEC_EXTRA_PERCENT = 50;

    public EncoderSettings {
        if (bitrateBps < LEAST_BPS || bitrateBps > MOST_BPS) {
            throw new IllegalArgumentException("bitrateBps: 6000 to 510000, not " + bitrateBps);
        }
        if (complexity < 0 || complexity > 10) {
            throw new IllegalArgumentException("complexity: 0 to 10, not " + complexity);
        }
        if (expectedLossPercent < 0 || expectedLossPercent > 100) {
            throw new IllegalArgumentException(
                    "expectedLossPercent: 0 to 100, not " + expectedLossPercent);
        }
        if (mostBps < LEAST_BPS) {
            throw new IllegalArgumentException("mostBps: 6000 or more, not " + mostBps);
        }
    }

    /** Settings for a listener that takes any bit rate. */
    public EncoderSettings(int bitrateBps, int complexity, int expectedLossPercent) {
        this(bitrateBps, complexity, expectedLossPercent, MOST_BPS);
    }

    /** What is sent at most with these settings, whatever loss is to be expected, bits a second. */
    public int peakBps() {
        return bitrateBpsFor(1);
    }

    /** What to ask of the encoder while this much is lost, copies included. */
    int bitrateBpsFor(int lossPercent) {
        int extraBps = lossPercent > 0 ? bitrateBps / 100 * FEC_EXTRA_PERCENT : 0;
        return Math.min(mostBps, bitrateBps + extraBps);
    }

    /** Bit rates at which speech of that rate stops getting better by ear; no FEC. */
    public static EncoderSettings forRate(int rateHz) {
        int bitrateBps = rateHz <= 8000 ? 16_000 : rateHz <= 16_000 ? 20_000 : 24_000;
        return new EncoderSettings(bitrateBps, DEFAULT_COMPLEXITY, 0);
    }

    /** The same with another effort. */
    public EncoderSettings withComplexity(int level) {
        return new EncoderSettings(bitrateBps, level, expectedLossPercent, mostBps);
    }

    /** The same for a path that loses this much. */
    public EncoderSettings withExpectedLoss(int percent) {
        return new EncoderSettings(bitrateBps, complexity, percent, mostBps);
    }

    /**
     * The same for a listener that takes no more than this, copies included.
     *
     * @param bps less than 6000, which Opus cannot keep to, counts as 6000
     */
    public EncoderSettings atMost(int bps) {
        return new EncoderSettings(
                bitrateBps, complexity, expectedLossPercent, Math.max(LEAST_BPS, bps));
    }
}
