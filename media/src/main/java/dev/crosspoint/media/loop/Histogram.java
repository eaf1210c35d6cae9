package dev.crosspoint.media.loop;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Durations in fixed buckets. One thread records, without allocation; any thread reads. A reading
 * taken while a record is made may miss that record, nothing more.
 */
final class Histogram {
    /** From well below a good tick to a lost one; 20 ms is a whole tick. */
    private static final long[] UPPER_BOUNDS_NANOS = {
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_000_000,
        5_000_000,
        10_000_000,
        20_000_000,
        50_000_000,
        100_000_000
    };

    private final AtomicLongArray counts = new AtomicLongArray(UPPER_BOUNDS_NANOS.length + 1);
    private final AtomicLongArray sumNanos = new AtomicLongArray(1);

    void record(long nanos) {
        int bucket = 0;
        while (bucket < UPPER_BOUNDS_NANOS.length && nanos > UPPER_BOUNDS_NANOS[bucket]) {
            bucket++;
        }
        sumNanos.setRelease(0, sumNanos.getPlain(0) + Math.max(0, nanos));
        counts.setRelease(bucket, counts.getPlain(bucket) + 1);
    }

    LoopMeter.Spread snapshot() {
        var bounds = new ArrayList<Long>();
        var seen = new ArrayList<Long>();
        for (int i = 0; i < counts.length(); i++) {
            bounds.add(i < UPPER_BOUNDS_NANOS.length ? UPPER_BOUNDS_NANOS[i] : Long.MAX_VALUE);
            seen.add(counts.getAcquire(i));
        }
        return new LoopMeter.Spread(bounds, seen, sumNanos.getAcquire(0));
    }
}
