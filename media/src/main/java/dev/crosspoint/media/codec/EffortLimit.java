package dev.crosspoint.media.codec;

/**
 * How much may be spent on a frame for now. All Opus encoders of a thread share one and look at it
 * with every frame; it belongs to that thread.
 */
public final class EffortLimit {
    private int complexity = 10;

    /** The most complexity, 0 to 10; 10 limits nothing. */
    public int complexity() {
        return complexity;
    }

    /**
     * From the next frame on.
     *
     * @param most 0 to 10
     */
    public void complexity(int most) {
        complexity = most;
    }
}
