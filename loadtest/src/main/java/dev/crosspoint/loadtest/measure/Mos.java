package dev.crosspoint.loadtest.measure;

/**
 * What people would think of a call: the E-model (ITU-T G.107) for G.711 with concealment, with
 * everything that is not measured at its default, so that the rating begins with 93.2.
 */
public final class Mos {
    /** R with all parameters at their defaults (G.107 7.7). */
    private static final double BEST_RATING = 93.2;

    /** Loss that halves what is left, percent: G.711 with concealment (G.113 appendix I). */
    private static final double LOSS_ROBUSTNESS = 25.1;

    /** From which delay on people begin to interrupt each other, ms. */
    private static final double DELAY_NOTICED_MS = 177.3;

    /** A frame and a playout buffer that a headless phone does not have, ms. */
    private static final double PLAYOUT_MS = 40;

    private Mos() {}

    /**
     * The mean opinion score, 1 to 4.5.
     *
     * @param lostPercent of packets, 0 to 100, lost one by one (G.107 7-29, BurstR = 1)
     * @param delayMs one way, through the network and the gateway
     * @param jitterMs of arrival; a playout buffer waits for twice as much
     */
    public static double of(double lostPercent, double delayMs, double jitterMs) {
        double equipment = 95 * lostPercent / (lostPercent + LOSS_ROBUSTNESS);
        double waits = delayMs + 2 * jitterMs + PLAYOUT_MS;
        // G.107 7.4 as two straight lines (Cole and Rosenbluth 2001), exact enough below 400 ms.
        double delay = 0.024 * waits + 0.11 * Math.max(0, waits - DELAY_NOTICED_MS);
        return ofRating(BEST_RATING - delay - equipment);
    }

    /** G.107 annex B, (B-4). */
    private static double ofRating(double rating) {
        double mos = 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6;
        return rating <= 0 ? 1 : Math.max(1, mos);
    }
}
