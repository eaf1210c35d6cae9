package dev.crosspoint.loadtest.run;

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
        double calls,
        double legs,
        double descriptors) {

    static final String DESCRIPTORS = "process_files_open_files";

    /** How late ticks were between two moments, ms. */
    static double meanLatenessMs(Sample one, Sample two) {
        return 1000
                * (two.lateSeconds() - one.lateSeconds())
                / Math.max(1, two.ticks() - one.ticks());
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
                metrics.total("crosspoint_calls_active"),
                metrics.total("crosspoint_media_legs_open"),
                metrics.total(DESCRIPTORS));
    }
}
