package dev.crosspoint.gateway.switchboard;

/** How loud a tone is in a window of some length (Hann), at any place; made for many places. */
final class ToneMeter {
    private final float[] cosine;
    private final float[] sine;

    ToneMeter(int hz, int samples, int rateHz) {
        cosine = new float[samples];
        sine = new float[samples];
        for (int i = 0; i < samples; i++) {
            double hann = (1 - Math.cos(2 * Math.PI * (i + 0.5) / samples)) / samples;
            double angle = 2 * Math.PI * hz * i / rateHz;
            cosine[i] = (float) (2 * hann * Math.cos(angle) / Short.MAX_VALUE);
            sine[i] = (float) (2 * hann * Math.sin(angle) / Short.MAX_VALUE);
        }
    }

    int samples() {
        return cosine.length;
    }

    /** Amplitude, linear, of the window that begins at a sample. */
    double at(short[] pcm, int from) {
        float re = 0;
        float im = 0;
        for (int i = 0; i < cosine.length; i++) {
            re += cosine[i] * pcm[from + i];
            im += sine[i] * pcm[from + i];
        }
        return Math.hypot(re, im);
    }
}
