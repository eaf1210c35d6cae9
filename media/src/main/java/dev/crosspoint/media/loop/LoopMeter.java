package dev.crosspoint.media.loop;

import java.util.List;
import java.util.Map;

/**
 * How a media loop is doing, at one moment.
 *
 * @param loop which loop
 * @param counts everything counted since the start
 * @param tickLateness how long after its time each tick began
 * @param tickDuration how long each tick took
 */
public record LoopMeter(
        int loop, Map<LoopCount, Long> counts, Spread tickLateness, Spread tickDuration) {

    public LoopMeter {
        counts = Map.copyOf(counts);
    }

    /** One counter. */
    public long count(LoopCount name) {
        return counts.getOrDefault(name, 0L);
    }

    /** How far the complexity of Opus is below what is configured, steps. */
    public long complexityShed() {
        return count(LoopCount.COMPLEXITY_LOWERED) - count(LoopCount.COMPLEXITY_RAISED);
    }

    /**
     * Durations in buckets.
     *
     * @param upperBoundsNanos each bucket's largest duration, ascending; the last is {@code
     *     Long.MAX_VALUE}
     * @param counts how many fell into each bucket
     * @param sumNanos all durations together
     */
    public record Spread(List<Long> upperBoundsNanos, List<Long> counts, long sumNanos) {
        public Spread {
            upperBoundsNanos = List.copyOf(upperBoundsNanos);
            counts = List.copyOf(counts);
            if (upperBoundsNanos.size() != counts.size() || counts.isEmpty()) {
                throw new IllegalArgumentException(
                        upperBoundsNanos.size() + " bounds for " + counts.size() + " buckets");
            }
        }

        /** How many durations there are. */
        public long total() {
            return counts.stream().mapToLong(Long::longValue).sum();
        }

        /** How many lie in a bucket or below it. */
        public long within(int bucket) {
            return counts.stream().limit(bucket + 1L).mapToLong(Long::longValue).sum();
        }

        /**
         * The bound of the bucket in which a quantile lies, an upper estimate of that quantile.
         *
         * @param quantile 0 to 1
         * @return nanoseconds, 0 when nothing was recorded, {@code Long.MAX_VALUE} from the last,
         *     open bucket
         */
        public long quantileBoundNanos(double quantile) {
            long rank = (long) Math.ceil(quantile * total());
            long seen = 0;
            for (int i = 0; i < counts.size(); i++) {
                seen += counts.get(i);
                if (seen >= rank && seen > 0) {
                    return upperBoundsNanos.get(i);
                }
            }
            return 0;
        }
    }
}
