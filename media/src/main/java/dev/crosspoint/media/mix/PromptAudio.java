package dev.crosspoint.media.mix;

/**
 * The sound of a prompt as it is kept: 16 bits a sample, once, at a rate that calls are mixed at.
 * Never changes, so that any number of calls on any loops may play it.
 */
public final class PromptAudio {
    private static final int[] MIX_RATES_HZ = {8000, 16_000, 48_000};
    private static final float FULL_SCALE = 32_768;

    private final short[] pcm;
    private final int rateHz;

    private PromptAudio(short[] pcm, int rateHz) {
        this.pcm = pcm;
        this.rateHz = rateHz;
    }

    /**
     * Keeps samples.
     *
     * @param samples -1 to 1; copied
     * @param rateHz 8000, 16000 or 48000
     */
    public static PromptAudio of(float[] samples, int rateHz) {
        if (mixRateFor(rateHz) != rateHz) {
            throw new IllegalArgumentException("no call is mixed at " + rateHz + " Hz");
        }
        short[] pcm = new short[samples.length];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) Math.clamp(Math.round(samples[i] * FULL_SCALE), -32_768, 32_767);
        }
        return new PromptAudio(pcm, rateHz);
    }

    /** The lowest rate of a mix that keeps all that is heard at a rate. */
    static int mixRateFor(int rateHz) {
        for (int mixRateHz : MIX_RATES_HZ) {
            if (mixRateHz >= rateHz) {
                return mixRateHz;
            }
        }
        return MIX_RATES_HZ[MIX_RATES_HZ.length - 1];
    }

    /** What it is kept at, Hz. */
    public int rateHz() {
        return rateHz;
    }

    /** How much memory it takes. */
    public long bytes() {
        return 2L * pcm.length;
    }

    /** Samples of one round. */
    int length() {
        return pcm.length;
    }

    /** Copies samples out; they must all lie within one round. */
    void copy(int from, float[] out, int offset, int count) {
        for (int i = 0; i < count; i++) {
            out[offset + i] = pcm[from + i] / FULL_SCALE;
        }
    }
}
