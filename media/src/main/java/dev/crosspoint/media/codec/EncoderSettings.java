package dev.crosspoint.media.codec;

/**
 * How an Opus encoder starts.
 *
 * @param bitrateBps 6000 to 510000 (RFC 6716 2.1.1)
 * @param complexity 0 to 10
 * @param expectedLossPercent 0 to 100; above 0 switches in-band FEC on
 */
public record EncoderSettings(int bitrateBps, int complexity, int expectedLossPercent) {
    /** Beyond 5 the CPU time grows much faster than the quality of speech. */
    static final int DEFAULT_COMPLEXITY = 5;

    public EncoderSettings {
        if (bitrateBps < 6000 || bitrateBps > 510_000) {
            throw new IllegalArgumentException("bitrateBps: 6000 to 510000, not " + bitrateBps);
        }
        if (complexity < 0 || complexity > 10) {
            throw new IllegalArgumentException("complexity: 0 to 10, not " + complexity);
        }
        if (expectedLossPercent < 0 || expectedLossPercent > 100) {
            throw new IllegalArgumentException(
                    "expectedLossPercent: 0 to 100, not " + expectedLossPercent);
        }
    }

    /** Bit rates at which speech of that rate stops getting better by ear; no FEC. */
    public static EncoderSettings forRate(int rateHz) {
        int bitrateBps = rateHz <= 8000 ? 16_000 : rateHz <= 16_000 ? 20_000 : 24_000;
        return new EncoderSettings(bitrateBps, DEFAULT_COMPLEXITY, 0);
    }

    /** The same with another effort. */
    public EncoderSettings withComplexity(int level) {
        return new EncoderSettings(bitrateBps, level, expectedLossPercent);
    }

    /** The same for a path that loses this much. */
    public EncoderSettings withExpectedLoss(int percent) {
        return new EncoderSettings(bitrateBps, complexity, percent);
    }
}
