package dev.crosspoint.media.mix;

import java.util.Arrays;

/**
 * Sums what each listener is to hear, once per 20 ms tick. In a tick: {@link #begin}, fill {@link
 * #input} of every slot that has sound and say so by {@link #contributed}, then ask {@link #mixKey}
 * and {@link #mix} for each listener. Listeners with the same key share one sum, and may share one
 * encode.
 *
 * <p>Allocates nothing in a tick once as many different mixes have been made as ever are.
 */
public final class MixBus {
    /** Ticks per second. */
    private static final int TICKS_PER_SECOND = 50;

    /**
     * Up to so many terms, adding them is at least as cheap as taking the others off the total, and
     * leaves no rounding behind.
     */
    private static final int FEW = 3;

    private final int frameSamples;
    private final float[][] inputs;
    private final SourceGains gains;
    private final float[] silence;
    private final float[] total;
    private long contributing;
    private boolean totalled;

    private long[] keys;
    private float[][] mixes;
    private float[][] sums;
    private int made;

    /**
     * @param rateHz of all inputs and mixes
     * @param slots 1 to {@link HearingMatrix#MAX_SLOTS}
     */
    public MixBus(int rateHz, int slots) {
        if (slots < 1 || slots > HearingMatrix.MAX_SLOTS) {
            throw new IllegalArgumentException(
                    "slots: 1 to " + HearingMatrix.MAX_SLOTS + ", not " + slots);
        }
        frameSamples = rateHz / TICKS_PER_SECOND;
        inputs = new float[slots][frameSamples];
        gains = new SourceGains(slots);
        silence = new float[frameSamples];
        total = new float[frameSamples];
        keys = new long[0];
        mixes = new float[0][];
        sums = new float[0][];
    }

    /** Samples of every input and mix. */
    public int frameSamples() {
        return frameSamples;
    }

    /** Starts a tick: nobody has contributed, the mixes of the last tick are void. */
    public void begin() {
        contributing = 0;
        totalled = false;
        made = 0;
        gains.begin();
    }

    /** Where a slot's samples of this tick go; write before {@link #contributed}. */
    public float[] input(int slot) {
        return inputs[slot];
    }

    /** The slot's input holds this tick's samples. Once per tick and slot, before any mix. */
    public void contributed(int slot) {
        contributing |= 1L << slot;
        gains.apply(slot, inputs[slot]);
    }

    /** The set of contributing sources that a listener hears, never itself; 0 is silence. */
    public long mixKey(int listener, HearingMatrix matrix) {
        return matrix.sourcesOf(listener) & contributing & ~(1L << listener);
    }

    /**
     * The limited sum of these sources, within -1.0 to 1.0. Borrowed until the next {@link #begin};
     * not to be written to.
     */
    public float[] mix(long mixKey) {
        if (mixKey == 0) {
            return silence;
        }
        for (int i = 0; i < made; i++) {
            if (keys[i] == mixKey) {
                return mixes[i];
            }
        }
        if (made == keys.length) {
            grow();
        }
        float[] mix = limited(sum(mixKey, sums[made]), sums[made], mixKey);
        keys[made] = mixKey;
        mixes[made] = mix;
        made++;
        return mix;
    }

    private float[] sum(long mixKey, float[] out) {
        int sources = Long.bitCount(mixKey);
        if (sources == 1) {
            return inputs[Long.numberOfTrailingZeros(mixKey)];
        }
        long others = contributing & ~mixKey;
        if (sources <= FEW || sources <= Long.bitCount(others)) {
            addAll(mixKey, out);
        } else {
            if (!totalled) {
                addAll(contributing, total);
                totalled = true;
            }
            System.arraycopy(total, 0, out, 0, frameSamples);
            for (long rest = others; rest != 0; rest &= rest - 1) {
                subtract(inputs[Long.numberOfTrailingZeros(rest)], out);
            }
        }
        return out;
    }

    private float[] limited(float[] sum, float[] out, long mixKey) {
        float peak = Knee.peak(sum);
        gains.heard(mixKey, peak);
        if (peak <= Knee.START) {
            return sum;
        }
        Knee.bend(sum, out);
        return out;
    }

    private void addAll(long sources, float[] out) {
        int first = Long.numberOfTrailingZeros(sources);
        System.arraycopy(inputs[first], 0, out, 0, frameSamples);
        for (long rest = sources & (sources - 1); rest != 0; rest &= rest - 1) {
            add(inputs[Long.numberOfTrailingZeros(rest)], out);
        }
    }

    private static void add(float[] source, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] += source[i];
        }
    }

    private static void subtract(float[] source, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] -= source[i];
        }
    }

    /** Seldom: the arrays of a call's largest number of different mixes are kept. */
    private void grow() {
        int more = keys.length + Math.max(2, keys.length);
        keys = Arrays.copyOf(keys, more);
        mixes = Arrays.copyOf(mixes, more);
        sums = Arrays.copyOf(sums, more);
        for (int i = made; i < more; i++) {
            sums[i] = new float[frameSamples];
            mixes[i] = sums[i];
        }
    }
}
