package dev.crosspoint.media.codec;

/**
 * The background noise that a sender describes instead of sending it (RFC 3389): how loud it is,
 * and, if the sender likes, the shape of its spectrum. Made beside G.711 only, so at 8 kHz.
 *
 * <p>Deterministic, allocates nothing after it was made. Any bytes will do: a description is never
 * wrong, only odd.
 */
public final class ComfortNoise {
    /**
     * Coefficients that are used; RFC 3389 3.3 lets a receiver take those behind them for zeros.
     * Noise has no more to show, and each costs as much as the noise itself.
     */
    public static final int MAX_ORDER = 12;

    /** The longest payload that says something to us, bytes. */
    public static final int MAX_PAYLOAD = 1 + MAX_ORDER;

    private static final int LEVEL_BITS = 0x7F;

    /** RFC 3389 3.2: 127 stands for zero, and a step is 258/32768. */
    private static final int ZERO = 127;

    private static final float STEP = 258f / 32_768f;

    /** Nearer to 1 the filter would ring for longer than pauses last, and 255 is beyond it. */
    private static final float STRONGEST = 0.98f;

    /** What is uniform between -1 and 1 has a third of the power of full scale. */
    private static final double UNIFORM_RMS = Math.sqrt(1.0 / 3);

    /** How much nearer the loudness comes with every sample to one that was said anew. */
    private static final float APPROACH = 1 / 160f;

    private final float[] reflections = new float[MAX_ORDER];
    private final float[] backward = new float[MAX_ORDER + 1];
    private int order;
    private float gainTo;
    private float gain;
    private boolean heard;
    private int random = 0x2545_F491;

    /**
     * Writes the payload that says how loud it is, and nothing of its shape; returns its length.
     */
    public static int write(byte[] out, int offset, int levelDbov) {
        out[offset] = (byte) Math.clamp(-levelDbov, 0, LEVEL_BITS);
        return 1;
    }

    /** Whether there is noise to be heard. */
    public boolean isHeard() {
        return heard;
    }

    /** Ends the noise. */
    public void stop() {
        heard = false;
    }

    /** Takes in a payload; an empty one says nothing new. The bytes are borrowed. */
    public void describe(byte[] payload, int offset, int length) {
        if (length == 0) {
            return;
        }
        order = Math.min(MAX_ORDER, length - 1);
        double passes = 1;
        for (int i = 0; i < order; i++) {
            float k = ((payload[offset + 1 + i] & 0xFF) - ZERO) * STEP;
            reflections[i] = Math.clamp(k, -STRONGEST, STRONGEST);
            passes *= 1 - reflections[i] * reflections[i];
        }
        double rms = Math.pow(10, -(payload[offset] & LEVEL_BITS) / 20.0);
        // the filter amplifies by what it reflects
        gainTo = (float) (rms / UNIFORM_RMS * Math.sqrt(passes));
        if (!heard) {
            heard = true;
            gain = gainTo;
        }
    }

    /** Adds noise to samples, by a factor that runs straight from one value to another. */
    public void add(float[] pcm, int offset, int samples, float from, float to) {
        for (int i = 0; i < samples; i++) {
            float scale = from + (to - from) * (i + 1) / samples;
            pcm[offset + i] += scale * next();
        }
    }

    /** An all-pole lattice, whose last stage lies nearest to the source of the noise. */
    private float next() {
        gain += (gainTo - gain) * APPROACH;
        float forward = gain * uniform();
        for (int i = order; i > 0; i--) {
            float k = reflections[i - 1];
            forward -= k * backward[i - 1];
            backward[i] = backward[i - 1] + k * forward;
        }
        backward[0] = forward;
        return Math.clamp(forward, -1f, 1f);
    }

    /** Marsaglia's xorshift; -1 to 1. */
    private float uniform() {
        random ^= random << 13;
        random ^= random >>> 17;
        random ^= random << 5;
        return random / (float) Integer.MAX_VALUE;
    }
}
