package dev.crosspoint.media.rtp;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what the hot path leaves on the heap. */
public final class AllocatedBytes {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocatedBytes() {}

    /** Bytes that this thread allocates while it runs the work once; warm it up before. */
    public static long by(Runnable work) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
