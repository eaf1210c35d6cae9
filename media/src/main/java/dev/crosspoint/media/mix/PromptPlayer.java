package dev.crosspoint.media.mix;

import java.util.Arrays;

/** Plays samples that others may be playing too, a number of times or for ever. */
public final class PromptPlayer {
    /** For {@code times}: play until nobody asks any more. */
    public static final int FOR_EVER = 0;

    private final float[] samples;
    private final boolean endless;
    private int rounds;
    private int position;

    /**
     * @param samples at the rate of whoever reads; shared, never written
     * @param times how often, {@link #FOR_EVER} for hold music
     */
    public PromptPlayer(float[] samples, int times) {
        this(samples, times == FOR_EVER, times, 0);
    }

    private PromptPlayer(float[] samples, boolean endless, int rounds, int position) {
        this.samples = samples;
        this.endless = endless && samples.length > 0;
        this.rounds = samples.length > 0 ? rounds : 0;
        this.position = position;
    }

    /**
     * The next samples; zeros behind the end.
     *
     * @return false when the end had been reached before, so that nothing but zeros was written
     */
    public boolean read(float[] out, int offset, int count) {
        if (ended()) {
            Arrays.fill(out, offset, offset + count, 0);
            return false;
        }
        int done = 0;
        while (done < count && !ended()) {
            int part = Math.min(count - done, samples.length - position);
            System.arraycopy(samples, position, out, offset + done, part);
            done += part;
            position += part;
            if (position == samples.length) {
                position = 0;
                rounds--;
            }
        }
        Arrays.fill(out, offset + done, offset + count, 0);
        return true;
    }

    /** Whether all has been played. */
    public boolean ended() {
        return !endless && rounds <= 0;
    }

    /**
     * A player that goes on from here, for a mix that changes its rate.
     *
     * @param samplesAtNewRate the same sound
     * @param ratio new rate by old rate
     */
    public PromptPlayer continuedWith(float[] samplesAtNewRate, double ratio) {
        int there = Math.min((int) (position * ratio), Math.max(0, samplesAtNewRate.length - 1));
        return new PromptPlayer(samplesAtNewRate, endless, rounds, there);
    }
}
