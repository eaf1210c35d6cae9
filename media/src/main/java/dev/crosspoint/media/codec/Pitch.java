package dev.crosspoint.media.codec;

/**
 * Finds the period of a voice: the shift at which the last 20 ms look most like what came before.
 * Works on anything; {@link #similarity} tells how periodic it was.
 */
public final class Pitch {
    /** 66 to 200 Hz; a higher voice is found at a multiple of its period, which joins as well. */
    private static final int MIN_LAG_MS = 5;

    private static final int MAX_LAG_MS = 15;
    private static final int WINDOW_MS = 20;

    /** The coarse search runs at about this rate: enough to tell periods apart, cheap enough. */
    private static final int COARSE_RATE_HZ = 4000;

    private final int rateHz;
    private final int factor;
    private final int minLag;
    private final int maxLag;
    private final int window;
    private final float[] coarse;
    private float similarity;

    public Pitch(int rateHz) {
        this.rateHz = rateHz;
        factor = rateHz / COARSE_RATE_HZ;
        minLag = rateHz / 1000 * MIN_LAG_MS;
        maxLag = rateHz / 1000 * MAX_LAG_MS;
        window = rateHz / 1000 * WINDOW_MS;
        coarse = new float[(maxLag + window) / factor];
    }

    /** Samples that {@link #find} looks at. */
    public int reach() {
        return maxLag + window;
    }

    /** The largest answer of {@link #find}, samples. */
    public int longest() {
        return maxLag;
    }

    /**
     * The period, samples.
     *
     * @param end index behind the last sample to look at; {@link #reach} samples must lie before it
     */
    public int find(float[] pcm, int end) {
        int start = end - reach();
        for (int i = 0; i < coarse.length; i++) {
            float sum = 0;
            for (int k = 0; k < factor; k++) {
                sum += pcm[start + i * factor + k];
            }
            coarse[i] = sum;
        }
        int about =
                best(coarse, coarse.length, window / factor, minLag / factor, maxLag / factor, 1)
                        * factor;
        int from = Math.max(minLag, about - factor);
        int to = Math.min(maxLag, about + factor);
        return best(pcm, end, window, from, to, rateHz >= 32_000 ? 2 : 1);
    }

    /** How alike the two stretches of the last {@link #find} were: 1 equal, 0 unrelated. */
    public float similarity() {
        return similarity;
    }

    private int best(float[] pcm, int end, int length, int from, int to, int stride) {
        int best = from;
        float most = Float.NEGATIVE_INFINITY;
        for (int lag = from; lag <= to; lag++) {
            float product = 0;
            float energy = 1e-9f;
            float own = 1e-9f;
            for (int i = end - length; i < end; i += stride) {
                product += pcm[i] * pcm[i - lag];
                energy += pcm[i - lag] * pcm[i - lag];
                own += pcm[i] * pcm[i];
            }
            float match = product / (float) Math.sqrt((double) energy * own);
            if (match > most) {
                most = match;
                best = lag;
            }
        }
        similarity = most;
        return best;
    }
}
