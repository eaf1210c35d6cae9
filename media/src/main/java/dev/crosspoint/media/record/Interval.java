package dev.crosspoint.media.record;

/** A stretch of time in which a track is recorded; its end is not known at first. */
final class Interval {
    private static final long MICROS = 1_000_000;

    /**
     * The first packet was under way when somebody began to hear the leg; of one that lasts longer,
     * no more than this is kept, so that nothing is heard that is further than 20 ms outside.
     */
    private static final long LEAD_MICROS = 20_000;

    private final long fromMicros;
    private final long floorMicros;
    private long toMicros = Long.MAX_VALUE;

    /**
     * @param floorMicros the end of the last pause: nothing of before is kept
     */
    Interval(long fromMicros, long floorMicros) {
        this.fromMicros = fromMicros;
        this.floorMicros = floorMicros;
    }

    void end(long micros) {
        toMicros = Math.max(fromMicros, micros);
    }

    long fromMicros() {
        return fromMicros;
    }

    long toMicros() {
        return toMicros;
    }

    /** The first sample that a packet of some duration may fill. */
    long firstSample(long packetMicros, int rateHz) {
        long first = Math.max(floorMicros, fromMicros - Math.min(packetMicros, LEAD_MICROS));
        return Math.ceilDiv(first * rateHz, MICROS);
    }

    /** Behind the last sample that may be filled. */
    long endSample(int rateHz) {
        return toMicros == Long.MAX_VALUE ? Long.MAX_VALUE : toMicros * rateHz / MICROS;
    }
}
