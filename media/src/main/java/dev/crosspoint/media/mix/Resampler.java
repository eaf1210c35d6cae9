package dev.crosspoint.media.mix;

import java.util.Arrays;

/**
 * Changes the rate of one stream by a polyphase FIR filter. Flat within 0.1 dB up to 42 % of the
 * lower rate (3.4 kHz of 8), and at least 60 dB down above 58 %. Delays by {@link #delayMs}, a
 * whole number of samples of the higher rate; between 8, 16 and 48 kHz it is 2 ms, up and down.
 * Allocates nothing per frame.
 */
public final class Resampler {
    /** Filter length in samples of the lower rate: what the flanks above need. */
    private static final int LEAST_SPAN = 32;

    /** More than that costs time for flanks that nobody hears. */
    private static final int MOST_SPAN = 64;

    /** Filters of 4 ms delay by 2, whichever rates they are between: streams stay in step. */
    private static final int SPANS_PER_SECOND = 250;

    /** Kaiser's beta for about 70 dB. */
    private static final double BETA = 6.8;

    /** Input is worked through in pieces of this many samples; 20 ms at 48 kHz. */
    private static final int PIECE = 960;

    private final int fromHz;
    private final int up;
    private final int down;
    private final int taps;
    private final float[][] phases;
    private final float[][] filterLanes;
    private final float[] window;

    /** Every so-manieth input of a piece. */
    private final float[] lane;

    /** The outputs of one phase. */
    private final float[] sums;

    /** Where the next output lies behind the start of the next input: whole samples and phase. */
    private int ahead;

    private int phase;

    /** From one rate to another, Hz; equal ones pass through. */
    public Resampler(int fromHz, int toHz) {
        int divisor = greatestCommonDivisor(fromHz, toHz);
        this.fromHz = fromHz;
        up = toHz / divisor;
        down = fromHz / divisor;
        int span = Math.clamp(Math.min(fromHz, toHz) / SPANS_PER_SECOND, LEAST_SPAN, MOST_SPAN);
        taps = up == down ? 1 : (span * Math.max(up, down) + up - 1) / up;
        phases = up == down ? new float[][] {{1}} : design();
        filterLanes = up == 1 ? dealt() : new float[0][];
        window = new float[taps - 1 + PIECE];
        lane = new float[window.length / down + 1];
        sums = new float[PIECE];
    }

    /** How much later a sound comes out than it goes in. */
    public double delayMs() {
        return middle() * 1000.0 / up / fromHz;
    }

    /** The most samples that so many inputs may yield. */
    public int mostFrom(int samples) {
        return (int) (((long) samples * up + down - 1) / down);
    }

    /**
     * Takes in samples and gives out what they complete. Frames of 20 ms between 8, 16 and 48 kHz
     * always yield exactly 20 ms.
     *
     * @return samples written
     */
    public int process(float[] in, int offset, int samples, float[] out, int outOffset) {
        int written = 0;
        for (int done = 0; done < samples; done += PIECE) {
            int piece = Math.min(PIECE, samples - done);
            written += piece(in, offset + done, piece, out, outOffset + written);
        }
        return written;
    }

    private int piece(float[] in, int offset, int samples, float[] out, int outOffset) {
        System.arraycopy(in, offset, window, taps - 1, samples);
        boolean even = ahead == 0 && phase == 0 && samples % down == 0;
        int written;
        if (even && down == 1) {
            written = multiply(samples, out, outOffset);
        } else if (even && up == 1) {
            written = divide(samples, out, outOffset);
        } else {
            written = oneByOne(samples, out, outOffset);
        }
        System.arraycopy(window, samples, window, 0, taps - 1);
        return written;
    }

    /** Any ratio and any cut. */
    private int oneByOne(int samples, float[] out, int outOffset) {
        int written = 0;
        while (ahead < samples) {
            float[] filter = phases[phase];
            float sum = 0;
            for (int k = 0; k < taps; k++) {
                sum += filter[k] * window[ahead + k];
            }
            out[outOffset + written++] = sum;
            phase += down;
            ahead += phase / up;
            phase %= up;
        }
        ahead -= samples;
        return written;
    }

    /** To a whole multiple: all outputs of one phase together. */
    private int multiply(int samples, float[] out, int outOffset) {
        for (int p = 0; p < up; p++) {
            Arrays.fill(sums, 0, samples, 0);
            convolve(phases[p], window, samples);
            for (int i = 0; i < samples; i++) {
                out[outOffset + i * up + p] = sums[i];
            }
        }
        return samples * up;
    }

    /** To a whole part: every so-manieth input together, with its part of the filter. */
    private int divide(int samples, float[] out, int outOffset) {
        int outputs = samples / down;
        Arrays.fill(sums, 0, outputs, 0);
        for (int r = 0; r < down; r++) {
            int inputs = outputs + filterLanes[r].length - 1;
            for (int i = 0; i < inputs; i++) {
                lane[i] = window[i * down + r];
            }
            convolve(filterLanes[r], lane, outputs);
        }
        System.arraycopy(sums, 0, out, outOffset, outputs);
        return outputs;
    }

    /** Adds filtered samples to {@link #sums}: loops that the compiler turns into wide ones. */
    private void convolve(float[] filter, float[] from, int count) {
        float[] to = sums;
        int k = 0;
        for (; k + 3 < filter.length; k += 4) {
            float a = filter[k];
            float b = filter[k + 1];
            float c = filter[k + 2];
            float d = filter[k + 3];
            for (int i = 0; i < count; i++) {
                to[i] +=
                        a * from[i + k]
                                + b * from[i + k + 1]
                                + (c * from[i + k + 2] + d * from[i + k + 3]);
            }
        }
        for (; k < filter.length; k++) {
            for (int i = 0; i < count; i++) {
                to[i] += filter[k] * from[i + k];
            }
        }
    }

    /** The filter dealt out to the inputs' residues. */
    private float[][] dealt() {
        float[][] lanes = new float[down][];
        for (int r = 0; r < down; r++) {
            lanes[r] = new float[(taps - r + down - 1) / down];
            for (int q = 0; q < lanes[r].length; q++) {
                lanes[r][q] = phases[0][q * down + r];
            }
        }
        return lanes;
    }

    /** A windowed sinc that cuts at half the lower rate, dealt out to the phases. */
    private float[][] design() {
        int middle = middle();
        double cutoff = 1.0 / Math.max(up, down);
        float[][] filters = new float[up][taps];
        for (int p = 0; p < up; p++) {
            double[] filter = new double[taps];
            double sum = 0;
            for (int k = 0; k < taps; k++) {
                double x = k * up + p - middle;
                double sinc = x == 0 ? 1 : Math.sin(Math.PI * cutoff * x) / (Math.PI * cutoff * x);
                double edge = x / (middle + 1.0);
                filter[k] = sinc * bessel0(BETA * Math.sqrt(1 - edge * edge));
                sum += filter[k];
            }
            for (int k = 0; k < taps; k++) {
                // Reversed, so that filter and samples are walked in the same direction.
                filters[p][taps - 1 - k] = (float) (filter[k] / sum);
            }
        }
        return filters;
    }

    /** Index of the filter's middle, at the product of both rates: whole, so that delays are. */
    private int middle() {
        return taps * up / 2;
    }

    private static double bessel0(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > sum * 1e-12; k++) {
            term *= x * x / (4.0 * k * k);
            sum += term;
        }
        return sum;
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
