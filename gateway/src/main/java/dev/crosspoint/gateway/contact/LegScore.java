package dev.crosspoint.gateway.contact;

import java.util.Locale;

/**
 * How good a leg is to listen to, estimated by the E-model (ITU-T G.107) with everything that we do
 * not measure at its default, so that the rating begins with 93.2 (G.107 table 2 and 3) and two
 * impairments are taken off it: delay and loss.
 */
public final class LegScore {
    /** R with all parameters at their defaults (G.107 7.7, default values). */
    private static final double BEST_RATING = 93.2;

    /**
     * Percentage of loss that halves what is left, for G.711 with concealment, random loss (G.113
     * appendix I, table I.4). G.113 has no values for Opus, which conceals at least as well.
     */
    private static final double LOSS_ROBUSTNESS = 25.1;

    /** The same for G.729A, and what its coding costs (G.113 appendix I, tables I.1 and I.4). */
    private static final double G729_ROBUSTNESS = 19;

    private static final double G729_IMPAIRMENT = 11;

    /** From which delay on people begin to interrupt each other, ms. */
    private static final double DELAY_NOTICED_MS = 177.3;

    /** Frame and playout that nobody measures: 20 ms of audio in a packet, and as much waits. */
    private static final double OWN_DELAY_MS = 40;

    private LegScore() {}

    /**
     * The mean opinion score, 1 to 4.5.
     *
     * @param codec RFC 3551 or RFC 7587 name
     * @param lostPercent of packets, 0 to 100
     * @param jitterMs that a playout buffer makes good by waiting twice as long
     * @param roundTripMs of packets; 0 when unknown
     */
    public static double mos(
            String codec, double lostPercent, double jitterMs, double roundTripMs) {
        return mosAfter(codec, lostPercent, 2 * jitterMs, roundTripMs);
    }

    /**
     * The same where it is known how long packets wait.
     *
     * @param waitMs in the playout buffer, beyond the 20 ms that any has
     */
    public static double mosAfter(
            String codec, double lostPercent, double waitMs, double roundTripMs) {
        boolean g729 = codec.toLowerCase(Locale.ROOT).startsWith("g729");
        double own = g729 ? G729_IMPAIRMENT : 0;
        double robustness = g729 ? G729_ROBUSTNESS : LOSS_ROBUSTNESS;
        // G.107 7.5 (7-29) with BurstR = 1: losses that know nothing of each other.
        double equipment = own + (95 - own) * lostPercent / (lostPercent + robustness);
        double delayMs = roundTripMs / 2 + waitMs + OWN_DELAY_MS;
        return ofRating(BEST_RATING - delay(delayMs) - equipment);
    }

    /**
     * The delay impairment of G.107 7.4 as two straight lines (Cole and Rosenbluth, Voice over IP
     * performance monitoring, 2001): 0.04 of an opinion beside it up to 300 ms, 0.2 at 400 ms.
     */
    private static double delay(double ms) {
        return 0.024 * ms + 0.11 * Math.max(0, ms - DELAY_NOTICED_MS);
    }

    /** G.107 annex B, (B-4). */
    static double ofRating(double rating) {
        if (rating <= 0) {
            return 1;
        }
        if (rating >= 100) {
            return 4.5;
        }
        double mos = 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6;
        // The cubic dips below 1 for ratings under 6.5.
        return Math.max(1, mos);
    }
}
