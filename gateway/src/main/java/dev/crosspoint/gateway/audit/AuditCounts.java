package dev.crosspoint.gateway.audit;

import java.util.concurrent.atomic.AtomicLong;

/** What became of events, since the start. On any thread. */
public final class AuditCounts {
    private final AtomicLong chained = new AtomicLong();
    private final AtomicLong journaled = new AtomicLong();
    private final AtomicLong unwritten = new AtomicLong();
    private final AtomicLong troubles = new AtomicLong();

    void chained(int events) {
        chained.addAndGet(events);
    }

    void journaled(int events) {
        journaled.addAndGet(events);
    }

    void unwritten(int events) {
        unwritten.addAndGet(events);
    }

    void troubled() {
        troubles.incrementAndGet();
    }

    /** Events that are in their chain. */
    public long chained() {
        return chained.get();
    }

    /** Events that went to a journal first. */
    public long journaled() {
        return journaled.get();
    }

    /** Events that are lost, because neither database nor disk took them for long. */
    public long unwritten() {
        return unwritten.get();
    }

    /** Times that a digest or what a command left was not brought where it belongs. */
    public long troubles() {
        return troubles.get();
    }
}
