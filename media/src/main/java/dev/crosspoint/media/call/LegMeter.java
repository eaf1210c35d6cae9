package dev.crosspoint.media.call;

/** Adds up the loudness of one direction of a leg between two reports. */
final class LegMeter {
    private static final int SILENCE_DBOV = -127;

    /** Power relative to overload, by level: index is -dBov. */
    private static final double[] POWER = powers();

    private double power;
    private int frames;

    /**
     * One frame passed.
     *
     * @param levelDbov -127 to 0
     */
    void add(int levelDbov) {
        power += POWER[-levelDbov];
        frames++;
    }

    /** Mean level since the last call, dBov; silence when nothing passed. */
    int takeDbov() {
        if (frames == 0) {
            return SILENCE_DBOV;
        }
        double mean = power / frames;
        power = 0;
        frames = 0;
        return (int) Math.max(SILENCE_DBOV, Math.round(10 * Math.log10(Math.max(mean, 1e-13))));
    }

    private static double[] powers() {
        double[] powers = new double[128];
        for (int i = 0; i < 127; i++) {
            powers[i] = Math.pow(10, -i / 10.0);
        }
        powers[127] = 0;
        return powers;
    }
}
