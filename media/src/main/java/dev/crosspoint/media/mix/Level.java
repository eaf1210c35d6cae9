package dev.crosspoint.media.mix;

/** How loud something is. */
public final class Level {
    /** RFC 6464 3: the lowest level that can be said, digital silence. */
    public static final int SILENCE_DBOV = -127;

    private Level() {}

    /** Level relative to overload, -127 to 0 dBov; a full sine has -3 (RFC 6465 appendix A). */
    public static int dbov(float[] pcm, int offset, int samples) {
        double sum = 0;
        for (int i = offset; i < offset + samples; i++) {
            sum += pcm[i] * pcm[i];
        }
        return samples == 0 ? SILENCE_DBOV : dbovOfPower(sum / samples);
    }

    /** The same of a mean square. */
    public static int dbovOfPower(double power) {
        if (power == 0) {
            return SILENCE_DBOV;
        }
        return (int) Math.round(Math.clamp(10 * Math.log10(power), SILENCE_DBOV, 0));
    }
}
