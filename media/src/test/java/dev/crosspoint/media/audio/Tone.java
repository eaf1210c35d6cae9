package dev.crosspoint.media.audio;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.DoubleStream;

/**
 * Sine tones as test signals, and the measurements that find them again. All audio is mono {@code
 * float}, nominal -1.0 to 1.0; levels in dB are relative to a sine of amplitude 1.0, so that {@code
 * sine(..., 0.5, ...)} measures about -6 dB.
 */
public final class Tone {
    private static final double SILENCE_DB = -200;

    /** So long a window is worth to be kept, samples. */
    private static final int MOST_KEPT = 20_000;

    /** Hann windows by length: their cosines take longer than all the rest of a measurement. */
    private static final Map<Integer, double[]> WINDOWS = new ConcurrentHashMap<>();

    private Tone() {}

    /** A sine from phase zero. */
    public static float[] sine(int rateHz, double hz, double amplitude, int samples) {
        float[] pcm = new float[samples];
        add(pcm, 0, samples, 0, rateHz, hz, amplitude);
        return pcm;
    }

    /** The sum of several sines, each of the given amplitude. */
    public static float[] sines(int rateHz, double amplitude, int samples, double... hz) {
        float[] pcm = new float[samples];
        for (double one : hz) {
            add(pcm, 0, samples, 0, rateHz, one, amplitude);
        }
        return pcm;
    }

    /**
     * Adds a sine to what is there. The phase is that of a tone running since sample zero, so that
     * frames made one by one join seamlessly.
     *
     * @param startSample index of the first sample in the endless tone
     */
    public static void add(
            float[] pcm,
            int offset,
            int samples,
            long startSample,
            int rateHz,
            double hz,
            double amplitude) {
        double step = 2 * Math.PI * hz / rateHz;
        for (int i = 0; i < samples; i++) {
            pcm[offset + i] += (float) (amplitude * Math.sin(step * (startSample + i)));
        }
    }

    /**
     * Something like a voice: harmonics of a pitch that glides between 100 and 180 Hz, under an
     * envelope of about four syllables a second that never quite reaches silence. Always the same.
     */
    public static float[] voice(int rateHz, int samples) {
        float[] pcm = new float[samples];
        double phase = 0;
        for (int i = 0; i < samples; i++) {
            double seconds = (double) i / rateHz;
            phase += 2 * Math.PI * (140 + 40 * Math.sin(2 * Math.PI * 0.7 * seconds)) / rateHz;
            double sum = 0;
            for (int harmonic = 1; harmonic <= 18; harmonic++) {
                sum += Math.sin(harmonic * phase) / harmonic;
            }
            double syllable = 0.55 - 0.45 * Math.cos(2 * Math.PI * 4 * seconds);
            pcm[i] = (float) (0.25 * syllable * sum);
        }
        return pcm;
    }

    /** G.711 mu-law of 8 kHz samples, by the bit rules of the recommendation. */
    public static byte[] muLaw(float[] pcm) {
        byte[] bytes = new byte[pcm.length];
        for (int i = 0; i < pcm.length; i++) {
            bytes[i] = muLaw(pcm[i]);
        }
        return bytes;
    }

    /** One sample as mu-law. */
    public static byte muLaw(float sample) {
        // 14-bit magnitudes with the bias of 33: the segment is where the leading one stands.
        int magnitude = (int) Math.min(8158, Math.abs(sample * 8192.0)) + 33;
        int segment = 26 - Integer.numberOfLeadingZeros(magnitude);
        int step = (magnitude >> (segment + 1)) & 0x0F;
        int sign = sample < 0 ? 0x80 : 0;
        return (byte) ~(sign | segment << 4 | step);
    }

    /** The samples of mu-law bytes. */
    public static float[] fromMuLaw(byte[] bytes, int offset, int length) {
        float[] pcm = new float[length];
        for (int i = 0; i < length; i++) {
            int code = ~bytes[offset + i];
            int magnitude = (((code & 0x0F) << 1 | 0x21) << ((code >> 4) & 7)) - 33;
            pcm[i] = ((code & 0x80) != 0 ? -magnitude : magnitude) / 8192f;
        }
        return pcm;
    }

    /** Amplitude of one frequency in the whole array, linear. */
    public static double amplitude(float[] pcm, int rateHz, double hz) {
        return amplitude(pcm, 0, pcm.length, rateHz, hz);
    }

    /**
     * Amplitude of one frequency, linear (Goertzel, Hann window: neighbours more than two window
     * bins, 2 * rate / samples, away do not leak in).
     */
    public static double amplitude(float[] pcm, int offset, int samples, int rateHz, double hz) {
        return measured(windowed(pcm, offset, samples), rateHz, hz);
    }

    private static double measured(double[] windowed, int rateHz, double hz) {
        double coefficient = coefficient(rateHz, hz);
        double s1 = 0;
        double s2 = 0;
        for (double sample : windowed) {
            double s0 = sample + coefficient * s1 - s2;
            s2 = s1;
            s1 = s0;
        }
        return magnitude(coefficient, s1, s2, windowed.length);
    }

    private static double coefficient(int rateHz, double hz) {
        return 2 * Math.cos(2 * Math.PI * hz / rateHz);
    }

    private static double magnitude(double coefficient, double s1, double s2, int samples) {
        double power = s1 * s1 + s2 * s2 - coefficient * s1 * s2;
        return 2 * Math.sqrt(Math.max(0, power)) / samples;
    }

    private static double[] windowed(float[] pcm, int offset, int samples) {
        double[] window =
                samples <= MOST_KEPT ? WINDOWS.computeIfAbsent(samples, Tone::hann) : hann(samples);
        double[] windowed = new double[samples];
        for (int i = 0; i < samples; i++) {
            windowed[i] = window[i] * pcm[offset + i];
        }
        return windowed;
    }

    private static double[] hann(int samples) {
        double[] window = new double[samples];
        for (int i = 0; i < samples; i++) {
            window[i] = 1 - Math.cos(2 * Math.PI * (i + 0.5) / samples);
        }
        return window;
    }

    /** Level of one frequency, dB of a full sine. */
    public static double levelDb(float[] pcm, int rateHz, double hz) {
        return decibels(amplitude(pcm, rateHz, hz));
    }

    /** Level of one frequency in a part of an array, dB of a full sine. */
    public static double levelDb(float[] pcm, int offset, int samples, int rateHz, double hz) {
        return decibels(amplitude(pcm, offset, samples, rateHz, hz));
    }

    /** Root mean square, linear; a full sine has 0.707. */
    public static double rms(float[] pcm, int offset, int samples) {
        double sum = 0;
        for (int i = 0; i < samples; i++) {
            sum += (double) pcm[offset + i] * pcm[offset + i];
        }
        return samples == 0 ? 0 : Math.sqrt(sum / samples);
    }

    /** 20 log10, with a floor for silence. */
    public static double decibels(double amplitude) {
        return amplitude <= 1e-10 ? SILENCE_DB : 20 * Math.log10(amplitude);
    }

    /** The strongest frequency between 60 Hz and just below half the rate, Hz; 0 for silence. */
    public static double dominantHz(float[] pcm, int offset, int samples, int rateHz) {
        double[] windowed = windowed(pcm, offset, samples);
        double coarse = Math.max(1.0, rateHz / (2.0 * samples));
        double best = strongest(windowed, rateHz, 60, rateHz * 0.49, coarse);
        for (double step = coarse / 4; step > 0.05; step /= 4) {
            best = strongest(windowed, rateHz, best - 4 * step, best + 4 * step, step);
        }
        return measured(windowed, rateHz, best) < 1e-6 ? 0 : best;
    }

    /** The strongest frequency of the whole array. */
    public static double dominantHz(float[] pcm, int rateHz) {
        return dominantHz(pcm, 0, pcm.length, rateHz);
    }

    /** All frequencies side by side, sample by sample: a processor takes several at once. */
    private static double strongest(
            double[] windowed, int rateHz, double from, double to, double step) {
        double[] hz = DoubleStream.iterate(from, it -> it <= to, it -> it + step).toArray();
        double[] coefficients = new double[hz.length];
        for (int k = 0; k < hz.length; k++) {
            coefficients[k] = coefficient(rateHz, hz[k]);
        }
        double[] s1 = new double[hz.length];
        double[] s2 = new double[hz.length];
        for (double sample : windowed) {
            for (int k = 0; k < hz.length; k++) {
                s2[k] = sample + coefficients[k] * s1[k] - s2[k];
            }
            double[] s0 = s2;
            s2 = s1;
            s1 = s0;
        }
        double best = from;
        double most = -1;
        for (int k = 0; k < hz.length; k++) {
            double here = magnitude(coefficients[k], s1[k], s2[k], windowed.length);
            if (here > most) {
                most = here;
                best = hz[k];
            }
        }
        return best;
    }

    /**
     * Signal to noise and distortion of a single tone, dB: the best-fitting sine of that frequency
     * against all the rest.
     */
    public static double sinadDb(float[] pcm, int offset, int samples, int rateHz, double hz) {
        double step = 2 * Math.PI * hz / rateHz;
        double ss = 0;
        double cc = 0;
        double sc = 0;
        double xs = 0;
        double xc = 0;
        for (int i = 0; i < samples; i++) {
            double s = Math.sin(step * i);
            double c = Math.cos(step * i);
            ss += s * s;
            cc += c * c;
            sc += s * c;
            xs += pcm[offset + i] * s;
            xc += pcm[offset + i] * c;
        }
        double determinant = ss * cc - sc * sc;
        double a = (xs * cc - xc * sc) / determinant;
        double b = (xc * ss - xs * sc) / determinant;
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < samples; i++) {
            double fit = a * Math.sin(step * i) + b * Math.cos(step * i);
            double rest = pcm[offset + i] - fit;
            signal += fit * fit;
            noise += rest * rest;
        }
        return 10 * Math.log10(Math.max(signal, 1e-20) / Math.max(noise, 1e-20));
    }

    /** How well one signal repeats another, dB; the signals must be aligned. */
    public static double snrDb(float[] wanted, float[] heard, int offset, int samples) {
        double signal = 0;
        double noise = 0;
        for (int i = offset; i < offset + samples; i++) {
            double error = heard[i] - wanted[i];
            signal += (double) wanted[i] * wanted[i];
            noise += error * error;
        }
        return 10 * Math.log10(Math.max(signal, 1e-20) / Math.max(noise, 1e-20));
    }

    /**
     * How many times the sound stops: stretches of at least {@code atLeastMs} between the first and
     * the last sound in which every 5 ms stay 30 dB below the loudest 5 ms.
     */
    public static int gaps(float[] pcm, int rateHz, int atLeastMs) {
        int block = rateHz / 200;
        int blocks = pcm.length / block;
        double[] levels = new double[blocks];
        double loudest = 0;
        for (int i = 0; i < blocks; i++) {
            levels[i] = rms(pcm, i * block, block);
            loudest = Math.max(loudest, levels[i]);
        }
        double threshold = loudest / 31.6;
        int gaps = 0;
        int lastSound = -1;
        for (int i = 0; i < blocks; i++) {
            if (levels[i] > threshold) {
                if (lastSound >= 0 && (i - lastSound - 1) * 5 >= atLeastMs) {
                    gaps++;
                }
                lastSound = i;
            }
        }
        return gaps;
    }

    /** How much of it is sound: blocks of 5 ms that are louder than a threshold, ms. */
    public static int soundMs(float[] pcm, int rateHz, double threshold) {
        int block = rateHz / 200;
        int sound = 0;
        for (int at = 0; at + block <= pcm.length; at += block) {
            sound += rms(pcm, at, block) > threshold ? 5 : 0;
        }
        return sound;
    }

    /**
     * Clicks in a steady tone: places where neighbouring samples break the tone's recurrence {@code
     * x[n+1] = 2 cos(w) x[n] - x[n-1]} by more than the threshold (linear, try 0.05 of the
     * amplitude for uncompressed audio). Places within 5 ms count once.
     */
    public static int clicks(float[] pcm, int rateHz, double hz, double threshold) {
        double coefficient = 2 * Math.cos(2 * Math.PI * hz / rateHz);
        int apart = rateHz / 200;
        int clicks = 0;
        int last = -apart;
        for (int i = 1; i + 1 < pcm.length; i++) {
            double error = pcm[i + 1] - coefficient * pcm[i] + pcm[i - 1];
            if (Math.abs(error) > threshold) {
                if (i - last >= apart) {
                    clicks++;
                }
                last = i;
            }
        }
        return clicks;
    }
}
