package dev.crosspoint.media.audio;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/** Counts the heap bytes that a piece of work allocates. */
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A busy machine's compiler may take its time. */
    private static final int ROUNDS = 100;

    private Allocation() {}

    /**
     * The least that one of many runs allocates on the calling thread. Until the compiler has seen
     * a piece of code it may allocate what the compiled code does not, so only the best run tells;
     * the first that is good enough is the last.
     *
     * @param enough as good as need be, bytes
     */
    public static long leastBytesOf(Runnable work, long enough) {
        return least(() -> bytesOf(work), enough);
    }

    /** What one run allocates on the calling thread. */
    public static long bytesOf(Runnable work) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /** The least of many measurements, each of which says what it has seen; as above. */
    public static long least(LongSupplier measurement, long enough) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > enough; round++) {
            least = Math.min(least, measurement.getAsLong());
        }
        return least;
    }
}
