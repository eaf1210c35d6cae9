package dev.crosspoint.media.api;

/**
 * How much is spent on encoding Opus.
 *
 * @param complexity as libopus has it, 0 to 10: what is spent while there is room
 * @param leastComplexity 0 to {@code complexity}: what it goes down to while a loop has much to do
 * @param busyPercent the share of a core that a loop takes when that begins, 0 to 100
 */
public record OpusEffort(int complexity, int leastComplexity, int busyPercent) {
    /** The defaults of the manual. */
    public static final OpusEffort USUAL = new OpusEffort(5, 0, 60);

    public OpusEffort {
        if (complexity < 0 || complexity > 10) {
            throw new IllegalArgumentException("complexity: 0 to 10, not " + complexity);
        }
        if (leastComplexity < 0 || leastComplexity > complexity) {
            throw new IllegalArgumentException(
                    "leastComplexity: 0 to " + complexity + ", not " + leastComplexity);
        }
        if (busyPercent < 0 || busyPercent > 100) {
            throw new IllegalArgumentException("busyPercent: 0 to 100, not " + busyPercent);
        }
    }
}
