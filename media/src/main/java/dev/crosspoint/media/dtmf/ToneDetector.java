package dev.crosspoint.media.dtmf;

/**
 * Hears keypad digits in the sound itself (ITU-T Q.23), within the limits that ITU-T Q.24 lists:
 * tones of 40 ms and more with pauses of 40 ms and more, each frequency within 1.5 % and 2 Hz, from
 * full scale down to -35 dBm0, the upper one up to 4 dB stronger or 8 dB weaker than the lower one.
 *
 * <p>Works by Goertzel filters over blocks of 12.75 ms. A digit is two blocks in a row that have
 * the same pair of tones and next to nothing else, whose phases say that both are of the right
 * frequency and did not stop in between: speech, which has pairs of harmonics everywhere, hardly
 * ever keeps its pitch that exactly. Pure and deterministic; allocates nothing after it was made.
 */
public final class ToneDetector {
    /** Rate of the samples, Hz. */
    public static final int RATE_HZ = 8000;

    /** What {@link #hear} answers for a sample with which no digit begins. */
    public static final int NO_DIGIT = TelephoneEvent.NO_DIGIT;

    /**
     * In a tone of 40 ms two whole blocks fit wherever it begins, and in one of 23 ms, which is to
     * be ignored, they do not. Half a block of a pause of 10 ms leaves a tone recognisable.
     */
    private static final int BLOCK_SAMPLES = 102;

    /** A tone of so much amplitude is heard, of 1; -35 dBm0, where 3.14 dBm0 is full scale. */
    private static final double FAINTEST = Math.pow(10, -38.14 / 20);

    /** Power of that in the units of a filter over one block. */
    private static final double FAINTEST_POWER =
            FAINTEST * FAINTEST * BLOCK_SAMPLES * BLOCK_SAMPLES / 4;

    /** 4 dB and 8 dB, and what a tone may lose in a block, or another leak into it. */
    private static final double UPPER_STRONGER = Math.pow(10, 5.5 / 10);

    private static final double UPPER_WEAKER = Math.pow(10, -11.0 / 10);

    /** How much of all power the two tones have at least: the rest is noise, or tones are off. */
    private static final double SHARE = 0.75;

    /**
     * Blocks without a digit's tones after which it is over: a pause of 40 ms makes as many
     * unrecognisable wherever it begins, an interruption of 10 ms one less.
     */
    private static final int END_BLOCKS = 3;

    private final ToneGroup lower = new ToneGroup(Keys.LOWER_HZ, RATE_HZ, BLOCK_SAMPLES);
    private final ToneGroup upper = new ToneGroup(Keys.UPPER_HZ, RATE_HZ, BLOCK_SAMPLES);
    private final float[] block = new float[BLOCK_SAMPLES];
    private final Loudness loudness = new Loudness(BLOCK_SAMPLES);
    private int samples;
    private int lastKey = Keys.NONE;
    private int sounding = Keys.NONE;
    private int pending = Keys.NONE;
    private int absent;

    /**
     * Takes in the next sample.
     *
     * @param sample -1 to 1
     * @return the digit that was recognised with it, one of {@code 0-9 * # A-D}, or {@link
     *     #NO_DIGIT}
     */
    public int hear(float sample) {
        block[samples++] = sample;
        boolean partEnds = loudness.pass(sample);
        if (samples == BLOCK_SAMPLES) {
            endBlock();
        }
        return partEnds ? recognised() : NO_DIGIT;
    }

    private void endBlock() {
        samples = 0;
        int key = key();
        boolean again = key != Keys.NONE && key == lastKey;
        lastKey = key;
        if (key == sounding) {
            absent = 0;
            return;
        }
        if (sounding != Keys.NONE && ++absent >= END_BLOCKS) {
            sounding = Keys.NONE;
        }
        if (again && wentOn(key)) {
            pending = key;
        }
    }

    /** The digit whose tones have been there for long enough, if that is so now. */
    private int recognised() {
        if (pending == Keys.NONE) {
            return NO_DIGIT;
        }
        if (!loudness.lasts()) {
            pending = loudness.isLoud() ? pending : Keys.NONE;
            return NO_DIGIT;
        }
        sounding = pending;
        pending = Keys.NONE;
        absent = 0;
        return Keys.digit(sounding);
    }

    /**
     * The key whose tones the block holds, and nothing much besides. Most blocks are told to be
     * none by their power alone, or by the lower group.
     */
    private int key() {
        double blockPower = loudness.blockPower();
        if (blockPower * BLOCK_SAMPLES < FAINTEST_POWER) {
            return Keys.NONE; // by Cauchy and Schwarz no filter could have more
        }
        int low = lower.clearTone(block);
        int high = low == ToneGroup.NONE ? ToneGroup.NONE : upper.clearTone(block);
        if (high == ToneGroup.NONE) {
            return Keys.NONE;
        }
        double lowPower = lower.power(low);
        double highPower = upper.power(high);
        boolean clear =
                Math.min(lowPower, highPower) >= FAINTEST_POWER
                        && highPower <= lowPower * UPPER_STRONGER
                        && highPower >= lowPower * UPPER_WEAKER
                        // of a pure tone the filter has the block's power, times half its length
                        && lowPower + highPower >= SHARE * blockPower * BLOCK_SAMPLES / 2;
        return clear ? Keys.key(low, high) : Keys.NONE;
    }

    private boolean wentOn(int key) {
        return lower.wentOn(Keys.lower(key)) && upper.wentOn(Keys.upper(key));
    }
}
