package dev.crosspoint.media.record;

/**
 * Samples between samples: a windowed sinc (Kaiser) of 32 taps in 1024 phases. Flat within 0.1 dB
 * up to 42 % of the rate; the nearest phase is taken, which is 75 dB below a tone of 1 kHz at 8
 * kHz. At a whole sample it is that sample.
 */
final class Sinc {
    /** Samples that are needed to either side. */
    static final int HALF = 16;

    private static final int TAPS = 2 * HALF;
    private static final int PHASES = 1024;

    /** Kaiser's beta for about 70 dB. */
    private static final double BETA = 6.8;

    /** One phase more: the nearest may be the next sample's. */
    private static final float[] FILTERS = design();

    private Sinc() {}

    /**
     * Evaluates at equal distances.
     *
     * @param at index of the first, not below {@link #HALF} - 1
     * @param step from one to the next
     * @param count how many; {@link #HALF} samples must lie behind the last
     */
    static void read(float[] line, double at, double step, float[] out, int outOffset, int count) {
        float[] filters = FILTERS;
        for (int n = 0; n < count; n++) {
            double x = at + n * step;
            int whole = (int) x;
            int phase = (int) ((x - whole) * PHASES + 0.5);
            int filter = phase * TAPS;
            int from = whole - HALF + 1;
            float a = 0;
            float b = 0;
            float c = 0;
            float d = 0;
            for (int k = 0; k < TAPS; k += 4) {
                a += filters[filter + k] * line[from + k];
                b += filters[filter + k + 1] * line[from + k + 1];
                c += filters[filter + k + 2] * line[from + k + 2];
                d += filters[filter + k + 3] * line[from + k + 3];
            }
            out[outOffset + n] = a + b + (c + d);
        }
    }

    private static float[] design() {
        float[] filters = new float[(PHASES + 1) * TAPS];
        for (int p = 0; p <= PHASES; p++) {
            double[] filter = new double[TAPS];
            double sum = 0;
            for (int k = 0; k < TAPS; k++) {
                double x = k - (HALF - 1) - (double) p / PHASES;
                double edge = Math.min(1, Math.abs(x) / HALF);
                filter[k] = sinc(x) * bessel0(BETA * Math.sqrt(1 - edge * edge));
                sum += filter[k];
            }
            for (int k = 0; k < TAPS; k++) {
                filters[p * TAPS + k] = (float) (filter[k] / sum);
            }
        }
        return filters;
    }

    private static double sinc(double x) {
        return Math.abs(x) < 1e-12 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
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
}
