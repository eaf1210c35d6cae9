package dev.crosspoint.media.bench;

import java.util.Arrays;

/**
 * How long sounds were on their way.
 *
 * @param heard those that arrived
 * @param p50Millis not a number when none did
 * @param p99Millis likewise
 */
record LoadDelays(long heard, double p50Millis, double p99Millis) {
    /** Of such times, which are not kept. */
    static LoadDelays of(long... nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new LoadDelays(sorted.length, millis(sorted, 0.5), millis(sorted, 0.99));
    }

    private static double millis(long[] sorted, double quantile) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) (quantile * (sorted.length - 1))] / 1e6;
    }
}
