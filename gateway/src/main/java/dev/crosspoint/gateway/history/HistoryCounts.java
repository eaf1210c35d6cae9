package dev.crosspoint.gateway.history;

import java.util.concurrent.atomic.AtomicLong;

/** What became of records, of all tenants together. On any thread. */
public final class HistoryCounts {
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong stored = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong setAside = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong gatewayLost = new AtomicLong();

    /** That were taken by this process and are not in the database yet. */
    public long waiting() {
        return waiting.get();
    }

    /** That came into the database. */
    public long stored() {
        return stored.get();
    }

    /** Times that the database, the key service or the journal did not do what it was asked. */
    public long failures() {
        return failures.get();
    }

    /** That the database refuses; they lie in a journal of their own until the next start. */
    public long setAside() {
        return setAside.get();
    }

    /** That found no place anywhere. */
    public long lost() {
        return lost.get();
    }

    /** Contacts that an earlier process was killed in, and that were closed. */
    public long gatewayLost() {
        return gatewayLost.get();
    }

    void taken() {
        waiting.incrementAndGet();
    }

    /** What an earlier process left was never counted as waiting. */
    void stored(int count) {
        stored.addAndGet(count);
        waitNoLonger(count);
    }

    void failed() {
        failures.incrementAndGet();
    }

    void setAside(int count) {
        setAside.addAndGet(count);
        waitNoLonger(count);
    }

    void lost(int count) {
        lost.addAndGet(count);
        waitNoLonger(count);
    }

    private void waitNoLonger(int count) {
        waiting.updateAndGet(now -> Math.max(0, now - count));
    }

    void closed(int count) {
        gatewayLost.addAndGet(count);
    }
}
