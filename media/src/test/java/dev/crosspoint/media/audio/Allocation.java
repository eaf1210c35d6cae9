package dev.crosspoint.media.audio;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts the heap bytes that a piece of work allocates on the calling thread. */
public final class Allocation {
    private Allocation() {}

    /** Bytes allocated by one run of the work; run it warm before. */
    public static long bytesOf(Runnable work) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
