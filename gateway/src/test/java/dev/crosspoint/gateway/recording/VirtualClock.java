package dev.crosspoint.gateway.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Time that stands still until a test moves it. */
public final class VirtualClock implements WaitingClock {
    /** So often a waiting thread looks at the time: it is woken by bells, not by the time. */
    private static final long LOOK_MS = 1;

    private final List<Instant> waiters = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-27T09:00:00Z");

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public boolean await(Semaphore bell, Duration longest) throws InterruptedException {
        Instant until = come(longest);
        try {
            while (now().isBefore(until)) {
                if (bell.tryAcquire(LOOK_MS, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
            return false;
        } finally {
            leave(until);
        }
    }

    /** How many wait for a time that has not come. */
    public synchronized long waiting() {
        return waiters.stream().filter(until -> until.isAfter(now)).count();
    }

    /** Goes on, whoever waits. */
    public synchronized void advance(Duration time) {
        now = now.plus(time);
    }

    /** Goes on to the next time that somebody waits for, or to the limit if that comes first. */
    public synchronized void advanceToNext(Instant limit) {
        now =
                waiters.stream()
                        .filter(until -> until.isAfter(now) && until.isBefore(limit))
                        .min(Comparator.naturalOrder())
                        .orElse(limit);
    }

    private synchronized Instant now() {
        return now;
    }

    private synchronized Instant come(Duration longest) {
        Instant until = now.plus(longest);
        waiters.add(until);
        return until;
    }

    private synchronized void leave(Instant until) {
        waiters.remove(until);
    }
}
