package dev.crosspoint.media.spool;

import java.util.concurrent.atomic.LongAdder;

/** What is counted since the start, by several threads. */
final class SpoolCounts {
    final LongAdder dropped = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final LongAdder frames = new LongAdder();
    final LongAdder syncs = new LongAdder();
    final LongAdder syncNanos = new LongAdder();
    final LongAdder failures = new LongAdder();
}
