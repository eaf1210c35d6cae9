package dev.crosspoint.media.audio;

import java.util.BitSet;
import java.util.stream.Stream;

/**
 * How much energy lies outside the bins of some tones, in windows of 20 ms: what a click, a gap or
 * a step of phase does to a tone. The tones are multiples of 50 Hz, so that each is exactly a bin
 * of such a window; a bin and its two neighbours on each side are the tone's, so that a level which
 * changes within 20 ms is not counted, but one that jumps is.
 */
public final class Splatter {
    private static final int BIN_HZ = 50;
    private static final int NEIGHBOURS = 2;
    private static final int STEPS_PER_SECOND = 400;

    /** Mean square of a Hann window. */
    private static final double HANN_POWER = 3.0 / 8;

    private final int rateHz;
    private final double reference;
    private final double[] window;

    /**
     * Cosine and sine of every bin that is a tone's, sample by sample: a processor takes several
     * bins at once.
     */
    private final double[][] waves;

    private final boolean hasFirstBin;

    /**
     * @param amplitude of the tone that the answers are relative to
     * @param tonesHz multiples of 50 Hz
     */
    public Splatter(int rateHz, double amplitude, int... tonesHz) {
        this.rateHz = rateHz;
        int samples = rateHz / BIN_HZ;
        window = new double[samples];
        for (int i = 0; i < samples; i++) {
            window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / samples);
        }
        reference = amplitude * amplitude / 2 * HANN_POWER * samples;
        var bins = new BitSet();
        for (int hz : tonesHz) {
            if (hz % BIN_HZ != 0) {
                throw new IllegalArgumentException(hz + " Hz is between two bins");
            }
            int bin = hz / BIN_HZ;
            bins.set(Math.max(0, bin - NEIGHBOURS), bin + NEIGHBOURS + 1);
        }
        hasFirstBin = bins.get(0);
        var all =
                bins.stream()
                        .boxed()
                        .flatMap(bin -> Stream.of(wave(bin, 0), wave(bin, -Math.PI / 2)))
                        .toList();
        waves = new double[samples][];
        for (int i = 0; i < samples; i++) {
            int at = i;
            waves[i] = all.stream().mapToDouble(wave -> wave[at]).toArray();
        }
    }

    private double[] wave(int bin, double phase) {
        double[] wave = new double[window.length];
        for (int i = 0; i < wave.length; i++) {
            wave[i] = Math.cos(2 * Math.PI * bin * i / wave.length + phase);
        }
        return wave;
    }

    /** The worst of all windows that begin in a stretch, every 2.5 ms, dB of the reference tone. */
    public double worstDb(float[] pcm, int from, int to) {
        double worst = 0;
        int last = Math.min(to, pcm.length - window.length);
        for (int at = Math.max(0, from); at <= last; at += rateHz / STEPS_PER_SECOND) {
            worst = Math.max(worst, outside(pcm, at));
        }
        return 10 * Math.log10(Math.max(worst, 1e-20) / reference);
    }

    private double outside(float[] pcm, int at) {
        double[] sums = new double[waves[0].length];
        double all = 0;
        for (int i = 0; i < window.length; i++) {
            double y = window[i] * pcm[at + i];
            all += y * y;
            double[] wave = waves[i];
            for (int w = 0; w < sums.length; w++) {
                sums[w] += y * wave[w];
            }
        }
        double tones = 0;
        for (int w = 0; w < sums.length; w++) {
            // Parseval: every bin but the first stands for its mirror too
            tones += (w < 2 && hasFirstBin ? 1 : 2) * sums[w] * sums[w] / window.length;
        }
        return Math.max(0, all - tones);
    }
}
