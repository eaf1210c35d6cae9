package dev.crosspoint.media.codec;

import java.util.Arrays;

/**
 * One of the two sub-bands of G.722 (ITU-T G.722, 09/2012, clause 6.2): an adaptive step size and
 * an adaptive predictor with two poles and six zeros, which encoder and decoder advance alike. The
 * arithmetic is that of the recommendation, bit for bit, or the two sides drift apart; the names of
 * its blocks are given.
 */
final class G722Band {
    /** Table 10, ILB: powers of two in steps of a 32nd. */
    private static final int[] POWERS = {
        2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774,
        2834, 2896, 2960, 3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838,
        3922, 4008
    };

    private static final int ZEROS = 6;
    private static final int POLES = 2;

    private final int firstStep;
    private final int largestLogStep;
    private final int shift;

    private int step;
    private int logStep;
    private int prediction;
    private int zeroPrediction;

    /** Index 1 is the newest. */
    private final int[] reconstructed = new int[POLES + 1];

    private final int[] partly = new int[POLES + 1];
    private final int[] poles = new int[POLES + 1];
    private final int[] differences = new int[ZEROS + 1];
    private final int[] zeros = new int[ZEROS + 1];

    private G722Band(int firstStep, int largestLogStep, int shift) {
        this.firstStep = firstStep;
        this.largestLogStep = largestLogStep;
        this.shift = shift;
        reset();
    }

    /** 0 to 4 kHz. */
    static G722Band low() {
        return new G722Band(32, 18_432, 8);
    }

    /** 4 to 8 kHz. */
    static G722Band high() {
        return new G722Band(8, 22_528, 10);
    }

    void reset() {
        step = firstStep;
        logStep = 0;
        prediction = 0;
        zeroPrediction = 0;
        Arrays.fill(reconstructed, 0);
        Arrays.fill(partly, 0);
        Arrays.fill(poles, 0);
        Arrays.fill(differences, 0);
        Arrays.fill(zeros, 0);
    }

    /** What the next sample is expected to be. */
    int prediction() {
        return prediction;
    }

    /** A quantiser's output or decision value in proportion, scaled to the current step. */
    int scaled(int value) {
        return (step * value) >> 15;
    }

    /** The same for tables that have three bits more. */
    int decision(int value) {
        return (step * value) >> 12;
    }

    /**
     * Takes in a sample.
     *
     * @param difference from the prediction, as both sides know it
     * @param logGrowth what its code does to the step size, from WL or WH
     */
    void advance(int difference, int logGrowth) {
        adaptStep(logGrowth);
        adaptPredictor(difference);
    }

    /** LOGSCL and SCALEL, LOGSCH and SCALEH. */
    private void adaptStep(int logGrowth) {
        logStep = Math.clamp(((logStep * 127) >> 7) + logGrowth, 0, largestLogStep);
        int power = POWERS[(logStep >> 6) & 31];
        int down = shift - (logStep >> 11);
        step = (down < 0 ? power << -down : power >> down) << 2;
    }

    private void adaptPredictor(int difference) {
        reconstructed[0] = saturated(prediction + difference); // RECONS
        partly[0] = saturated(zeroPrediction + difference); // PARREC
        int second = secondPole(); // UPPOL2
        int first = firstPole(second); // UPPOL1
        adaptZeros(difference); // UPZERO
        poles[1] = first;
        poles[2] = second;
        reconstructed[2] = reconstructed[1]; // DELAYA
        reconstructed[1] = reconstructed[0];
        partly[2] = partly[1];
        partly[1] = partly[0];
        predict();
    }

    private int secondPole() {
        int quadrupled = saturated(poles[1] << 2);
        int drive = partly[0] >> 15 == partly[1] >> 15 ? -quadrupled : quadrupled;
        int leaked = (poles[2] * 32_512) >> 15;
        int sign = partly[0] >> 15 == partly[2] >> 15 ? 128 : -128;
        return Math.clamp((Math.min(drive, Short.MAX_VALUE) >> 7) + sign + leaked, -12_288, 12_288);
    }

    private int firstPole(int second) {
        int sign = partly[0] >> 15 == partly[1] >> 15 ? 192 : -192;
        int limit = saturated(15_360 - second);
        return Math.clamp(saturated(sign + ((poles[1] * 32_640) >> 15)), -limit, limit);
    }

    private void adaptZeros(int difference) {
        int drive = difference == 0 ? 0 : 128;
        for (int i = ZEROS; i > 0; i--) {
            int sign = differences[i] >> 15 == difference >> 15 ? drive : -drive;
            zeros[i] = saturated(sign + ((zeros[i] * 32_640) >> 15));
        }
        for (int i = ZEROS; i > 1; i--) {
            differences[i] = differences[i - 1]; // DELAYA
        }
        differences[1] = difference;
    }

    /** FILTEP, FILTEZ and PREDIC. */
    private void predict() {
        int fromPoles =
                ((poles[1] * saturated(2 * reconstructed[1])) >> 15)
                        + ((poles[2] * saturated(2 * reconstructed[2])) >> 15);
        int fromZeros = 0;
        for (int i = ZEROS; i > 0; i--) {
            fromZeros += (zeros[i] * saturated(2 * differences[i])) >> 15;
        }
        zeroPrediction = saturated(fromZeros);
        prediction = saturated(saturated(fromPoles) + zeroPrediction);
    }

    static int saturated(int value) {
        return Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
    }
}
