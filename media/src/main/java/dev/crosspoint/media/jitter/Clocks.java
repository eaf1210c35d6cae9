package dev.crosspoint.media.jitter;

/**
 * The three clocks of a stream: nanoseconds, ticks of the RTP clock, samples. Products are taken in
 * two parts where days would overflow.
 *
 * @param clockHz ticks per second
 * @param rateHz samples per second
 */
record Clocks(int clockHz, int rateHz) {
    static final long NANOS_PER_SECOND = 1_000_000_000L;

    long nanosOfTicks(long ticks) {
        return ticks / clockHz * NANOS_PER_SECOND + ticks % clockHz * NANOS_PER_SECOND / clockHz;
    }

    long ticksOfNanos(long nanos) {
        return nanos / NANOS_PER_SECOND * clockHz
                + nanos % NANOS_PER_SECOND * clockHz / NANOS_PER_SECOND;
    }

    long nanosOfSamples(int samples) {
        return samples * NANOS_PER_SECOND / rateHz;
    }

    int samplesOfNanos(long nanos) {
        return (int) (nanos * rateHz / NANOS_PER_SECOND);
    }

    long ticksOfSamples(int samples) {
        return (long) samples * clockHz / rateHz;
    }

    int samplesOfTicks(long ticks) {
        return (int) (ticks * rateHz / clockHz);
    }

    /** 2.5 ms in samples, the finest step in which every decoder can conceal. */
    int quantum() {
        return rateHz / 400;
    }

    /** As many whole quanta as fit into these samples. */
    int quantaWithin(int samples) {
        return samples / quantum() * quantum();
    }

    /** As many whole quanta as cover these samples. */
    int quantaOver(int samples) {
        return quantaWithin(samples + quantum() - 1);
    }
}
