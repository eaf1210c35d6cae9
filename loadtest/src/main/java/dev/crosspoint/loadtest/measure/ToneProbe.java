package dev.crosspoint.loadtest.measure;

import dev.crosspoint.media.codec.G711;

/**
 * Listens to G.711 mu-law for one tone: for the calls of a sample, since it costs a phone more than
 * all the rest. Looks at whole windows of 200 ms.
 */
public final class ToneProbe {
    private static final int RATE_HZ = 8000;
    private static final int WINDOW = RATE_HZ / 5;

    /** A tone with that share of the power is heard, also when two people speak at once. */
    private static final double SHARE = 0.2;

    /** Quieter than this, linear and mean square, is silence. */
    private static final double SILENCE = 1e-5;

    private final double coefficient;
    private double s1;
    private double s2;
    private double power;
    private int samples;
    private int windows;
    private int withTone;

    /** One that listens for a tone. */
    public ToneProbe(double hz) {
        coefficient = 2 * Math.cos(2 * Math.PI * hz / RATE_HZ);
    }

    /** Hears a payload of mu-law. */
    public void onPayload(byte[] array, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            double sample = G711.MU_LAW.decode(array[i]);
            double s0 = sample + coefficient * s1 - s2;
            s2 = s1;
            s1 = s0;
            power += sample * sample;
            if (++samples == WINDOW) {
                closeWindow();
            }
        }
    }

    /** For how long the tone was heard, ms. */
    public int heardMs() {
        return withTone * WINDOW * 1000 / RATE_HZ;
    }

    /** For how long anything was heard, ms. */
    public int soundMs() {
        return windows * WINDOW * 1000 / RATE_HZ;
    }

    /** Goertzel: the power of the tone, twice that of a sine's in one of two directions. */
    private void closeWindow() {
        double meanSquare = power / WINDOW;
        if (meanSquare > SILENCE) {
            double amplitude =
                    2 * Math.sqrt(Math.max(0, s1 * s1 + s2 * s2 - coefficient * s1 * s2)) / WINDOW;
            windows++;
            if (amplitude * amplitude / 2 > SHARE * meanSquare) {
                withTone++;
            }
        }
        s1 = 0;
        s2 = 0;
        power = 0;
        samples = 0;
    }
}
