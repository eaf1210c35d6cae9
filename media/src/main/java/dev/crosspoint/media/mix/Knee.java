package dev.crosspoint.media.mix;

/**
 * The fast half of the limiter: a curve without memory that leaves samples alone up to {@link
 * #START} and bends larger ones so that none reaches full scale. No memory means no clicks and no
 * difference between one listener's mix and a shared one.
 */
public final class Knee {
    /** About -1 dB: single talkers seldom come here. */
    static final float START = 0.9f;

    private static final float ROOM = 1 - START;

    private Knee() {}

    /** The largest sample, without its sign. */
    static float peak(float[] pcm) {
        float peak = 0;
        for (float sample : pcm) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }

    /** Bends; the arrays may be the same. */
    public static void bend(float[] pcm, float[] out) {
        for (int i = 0; i < pcm.length; i++) {
            float size = Math.abs(pcm[i]);
            // Slope 1 where it starts, approaching full scale: START + ROOM * x / (1 + x).
            float over = Math.max(0, size - START) / ROOM;
            float bent = Math.min(size, START) + ROOM * over / (1 + over);
            out[i] = Math.copySign(bent, pcm[i]);
        }
    }
}
