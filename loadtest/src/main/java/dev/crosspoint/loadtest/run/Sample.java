package dev.crosspoint.loadtest.run;

import static java.util.Collections.unmodifiableSortedMap;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the gateway was at one moment.
 *
 * @param timeMs wall clock, ms since 1970
 * @param cpuNanos of its process since it began, user and system
 * @param heapBytes in use, with what has not been collected yet
 * @param liveBytes of the old generation, when it was last collected
 * @param allocatedBytes since it began
 * @param pausedSeconds in the collector since it began
 * @param ticks of all media loops since it began
 * @param lateSeconds that these came late, together
 * @param ticksWithin how many of them came no later than so many seconds, by these
 * @param calls that go on
 * @param legs that are open
 * @param descriptors open files and sockets: each leg of a trunk has two of its own, of its ports
 */
record Sample(
        long timeMs,
        double cpuNanos,
        double heapBytes,
        double liveBytes,
        double allocatedBytes,
        double pausedSeconds,
        double ticks,
        double lateSeconds,
        SortedMap<Double, Double> ticksWithin,
        double calls,
        double legs,
        double descriptors) {

    static final String DESCRIPTORS = "process_files_open_files";

    Sample {
        ticksWithin = unmodifiableSortedMap(new TreeMap<>(ticksWithin));
    }

    /** How late ticks were between two moments, ms. */
    static double meanLatenessMs(Sample one, Sample two) {
        return 1000
                * (two.lateSeconds() - one.lateSeconds())
                / Math.max(1, two.ticks() - one.ticks());
    }

    /**
     * Later than that was no more than the rest of the ticks between two moments, ms.
     *
     * @param part of the ticks that came by then, 0 to 1
     * @return an upper bound, as fine as the gateway tells it, over all loops together; infinite
     *     when it lies beyond what it tells
     */
    static double latenessBoundMs(Sample one, Sample two, double part) {
        double enough = part * (all(two) - all(one));
        return two.ticksWithin().entrySet().stream()
                .filter(within ->
                        within.getValue() - one.ticksWithin().getOrDefault(within.getKey(), 0.0)
                                >= enough)
                .mapToDouble(within -> 1000 * within.getKey())
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** Ticks by the same reading as the others of the buckets. */
    private static double all(Sample sample) {
        return sample.ticksWithin().getOrDefault(Double.POSITIVE_INFINITY, 0.0);
    }

    static Sample of(GatewayMetrics metrics, long timeMs) {
        return new Sample(
                timeMs,
                metrics.total("process_cpu_time_ns_total"),
                metrics.total("jvm_memory_used_bytes", "area=\"heap\""),
                metrics.total("jvm_gc_live_data_size_bytes"),
                metrics.total("jvm_gc_memory_allocated_bytes_total"),
                metrics.total("jvm_gc_pause_seconds_sum"),
                metrics.total("crosspoint_media_tick_lateness_count_total"),
                metrics.total("crosspoint_media_tick_lateness_seconds_sum_total"),
                metrics.byBound("crosspoint_media_tick_lateness_buckets_total"),
                metrics.total("crosspoint_calls_active"),
                metrics.total("crosspoint_media_legs_open"),
                metrics.total(DESCRIPTORS));
    }
}
