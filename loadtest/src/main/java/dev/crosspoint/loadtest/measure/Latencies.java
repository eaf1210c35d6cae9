package dev.crosspoint.loadtest.measure;

/**
 * A histogram of times between 1 us and a minute, small enough for one per phone. Each octave has
 * 16 steps, so that a percentile is at most 6 % above the truth, never below it. Not for two
 * threads at a time.
 */
public final class Latencies {
    private static final int STEP_BITS = 4;
    private static final int STEPS = 1 << STEP_BITS;
    private static final long MOST_MICROS = 60_000_000;
    private static final int BUCKETS = bucketOf(MOST_MICROS) + 1;

    private final int[] counts = new int[BUCKETS];
    private long count;
    private long mostMicros;

    /** Counts one; less than nothing counts as nothing, more than a minute as a minute. */
    public void record(long nanos) {
        long micros = Math.clamp(nanos / 1000, 0, MOST_MICROS);
        counts[bucketOf(micros)]++;
        count++;
        mostMicros = Math.max(mostMicros, micros);
    }

    /** Counts what another one has counted. */
    public void add(Latencies other) {
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] += other.counts[i];
        }
        count += other.count;
        mostMicros = Math.max(mostMicros, other.mostMicros);
    }

    /** How many were counted. */
    public long count() {
        return count;
    }

    /**
     * The time that a share of all stayed at or below, ms; 0 when none was counted.
     *
     * @param share 0 to 1, such as 0.99
     */
    public double percentileMs(double share) {
        long rank = Math.max(1, (long) Math.ceil(share * count));
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Math.min(mostMicros, topOf(i)) / 1000.0;
            }
        }
        return 0;
    }

    /** The longest, ms. */
    public double mostMs() {
        return mostMicros / 1000.0;
    }

    private static int bucketOf(long micros) {
        if (micros < STEPS) {
            return (int) micros;
        }
        int octave = 63 - Long.numberOfLeadingZeros(micros) - STEP_BITS;
        return ((octave + 1) << STEP_BITS) + (int) ((micros >> octave) - STEPS);
    }

    /** The longest time that a bucket counts, us. */
    private static long topOf(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int octave = (bucket >> STEP_BITS) - 1;
        return (((long) STEPS + (bucket & (STEPS - 1)) + 1) << octave) - 1;
    }
}
