package dev.crosspoint.media.mix;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sums what each listener is to hear, once per 20 ms tick. In a tick: {@link #begin}, fill {@link
 * #input} of every slot that has sound and say so by {@link #contributed}, then ask {@link #mix}
 * for each listener with the {@link #audible} part of what it hears. Listeners that hear the same
 * share one sum, and may share one encode.
 *
 * <p>A listener whose row in the matrix has changed glides from what it heard to what it hears. The
 * last ticks' inputs are kept, so that a new encoder can be told what was heard before it.
 *
 * <p>Allocates nothing in a tick once every slot was used and as many different mixes have been
 * made as ever are.
 */
public final class MixBus {
    /** Ticks per second. */
    private static final int TICKS_PER_SECOND = 50;

    /**
     * Up to so many terms, adding them is at least as cheap as taking the others off the total, and
     * leaves no rounding behind.
     */
    private static final int FEW = 3;

    /** Ticks whose inputs are remembered: what it takes to prime an encoder. */
    public static final int PAST_TICKS = 3;

    private static final int TICKS_KEPT = PAST_TICKS + 1;

    private static final int UNKNOWN = 1;

    private final int frameSamples;
    private final SourceGains gains;
    private final Fade fade;
    private final float[] silence;
    private final float[] total;
    private final float[] past;
    private final float[][] @Nullable [] inputs;
    private final long[] contributing = new long[TICKS_KEPT];
    private int now;
    private boolean totalled;

    private Mixes mixes = new Mixes(0, 0);

    /** The mixes of this tick; the arrays are kept from tick to tick. */
    private static final class Mixes {
        private final long[] from;
        private final long[] to;
        private final int[] levels;
        private final float[][] pcm;
        private final float[][] sums;
        private int made;

        Mixes(int most, int frameSamples) {
            from = new long[most];
            to = new long[most];
            levels = new int[most];
            pcm = new float[most][];
            sums = new float[most][frameSamples];
        }
    }

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
        inputs = new float[TICKS_KEPT][slots][];
        gains = new SourceGains(slots);
        fade = new Fade(rateHz);
        silence = new float[frameSamples];
        total = new float[frameSamples];
        past = new float[frameSamples];
    }

    /**
     * A bus at another rate that takes this one's place, between two ticks: loud company stays as
     * loud as it was. The last inputs are the caller's to fill in.
     */
    public MixBus continuedAt(int rateHz) {
        var continued = new MixBus(rateHz, inputs[0].length);
        continued.gains.continueFrom(gains);
        return continued;
    }

    /** Samples of every input and mix. */
    public int frameSamples() {
        return frameSamples;
    }

    /** Starts a tick: nobody has contributed, the mixes of the last tick are void. */
    public void begin() {
        now = (now + 1) % TICKS_KEPT;
        contributing[now] = 0;
        totalled = false;
        mixes.made = 0;
        gains.begin();
    }

    /** Nothing was heard in the last ticks. */
    public void forget() {
        Arrays.fill(contributing, 0);
    }

    /** Where a slot's samples of this tick go; write before {@link #contributed}. */
    public float[] input(int slot) {
        return input(slot, 0);
    }

    /** The same of some ticks ago, up to {@link #PAST_TICKS}: for sources that were elsewhere. */
    public float[] input(int slot, int ticksAgo) {
        float[] @Nullable [] tick = inputs[at(ticksAgo)];
        float[] input = tick[slot];
        if (input == null) {
            input = new float[frameSamples];
            tick[slot] = input;
        }
        return input;
    }

    /** The slot's input holds this tick's samples. Once per tick and slot, before any mix. */
    public void contributed(int slot) {
        contributed(slot, 0);
    }

    /** The same of some ticks ago. */
    public void contributed(int slot, int ticksAgo) {
        contributing[at(ticksAgo)] |= 1L << slot;
        gains.apply(slot, input(slot, ticksAgo));
    }

    /** Those of a set of sources that contribute to this tick; 0 is silence. */
    public long audible(long sources) {
        return sources & contributing[now];
    }

    /**
     * The limited sum of these sources, within -1.0 to 1.0. Borrowed until the next {@link #begin};
     * not to be written to.
     */
    public float[] mix(long sources) {
        return mix(sources, sources);
    }

    /** From the sum of some sources to that of others, over this tick; borrowed likewise. */
    public float[] mix(long from, long to) {
        if (from == 0 && to == 0) {
            return silence;
        }
        int index = indexOf(from, to);
        return mixes.pcm[index];
    }

    /** How loud that is, dBov. */
    public int levelDbov(long from, long to) {
        if (from == 0 && to == 0) {
            return Level.SILENCE_DBOV;
        }
        int index = indexOf(from, to);
        if (mixes.levels[index] == UNKNOWN) {
            mixes.levels[index] = Level.dbov(mixes.pcm[index], 0, frameSamples);
        }
        return mixes.levels[index];
    }

    /**
     * What these sources together were some ticks ago; borrowed until the next call.
     *
     * @param ticksAgo 1 to {@link #PAST_TICKS}
     */
    public float[] pastMix(long sources, int ticksAgo) {
        int tick = at(ticksAgo);
        Arrays.fill(past, 0);
        for (long rest = sources & contributing[tick]; rest != 0; rest &= rest - 1) {
            add(source(inputs[tick], rest), past);
        }
        Knee.bend(past, past);
        return past;
    }

    private int at(int ticksAgo) {
        return (now + TICKS_KEPT - ticksAgo) % TICKS_KEPT;
    }

    private int indexOf(long from, long to) {
        for (int i = 0; i < mixes.made; i++) {
            if (mixes.from[i] == from && mixes.to[i] == to) {
                return i;
            }
        }
        if (from == to) {
            int index = next(from, to);
            float[] sum = sum(from, mixes.sums[index]);
            mixes.pcm[index] = limited(sum, mixes.sums[index], from);
            return index;
        }
        float[] before = mix(from, from);
        float[] after = mix(to, to);
        int index = next(from, to);
        fade.over(before, after, mixes.sums[index]);
        mixes.pcm[index] = mixes.sums[index];
        return index;
    }

    private int next(long from, long to) {
        if (mixes.made == mixes.from.length) {
            grow();
        }
        int index = mixes.made++;
        mixes.from[index] = from;
        mixes.to[index] = to;
        mixes.levels[index] = UNKNOWN;
        return index;
    }

    private float[] sum(long sources, float[] out) {
        int count = Long.bitCount(sources);
        if (count == 1) {
            return source(inputs[now], sources);
        }
        long others = contributing[now] & ~sources;
        if (count <= FEW || count <= Long.bitCount(others)) {
            addAll(sources, out);
        } else {
            if (!totalled) {
                addAll(contributing[now], total);
                totalled = true;
            }
            System.arraycopy(total, 0, out, 0, frameSamples);
            for (long rest = others; rest != 0; rest &= rest - 1) {
                subtract(source(inputs[now], rest), out);
            }
        }
        return out;
    }

    private float[] limited(float[] sum, float[] out, long sources) {
        float peak = Knee.peak(sum);
        gains.heard(sources, peak);
        if (peak <= Knee.START) {
            return sum;
        }
        Knee.bend(sum, out);
        return out;
    }

    private void addAll(long sources, float[] out) {
        System.arraycopy(source(inputs[now], sources), 0, out, 0, frameSamples);
        for (long rest = sources & (sources - 1); rest != 0; rest &= rest - 1) {
            add(source(inputs[now], rest), out);
        }
    }

    /** The first of some sources that have contributed. */
    private float[] source(float[] @Nullable [] of, long sources) {
        float[] first = of[Long.numberOfTrailingZeros(sources)];
        return first == null ? silence : first;
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
        Mixes before = mixes;
        Mixes more = new Mixes(before.made + Math.max(2, before.made), frameSamples);
        for (int i = 0; i < before.made; i++) {
            more.from[i] = before.from[i];
            more.to[i] = before.to[i];
            more.levels[i] = before.levels[i];
            more.pcm[i] = before.pcm[i];
            more.sums[i] = before.sums[i];
        }
        more.made = before.made;
        mixes = more;
    }
}
