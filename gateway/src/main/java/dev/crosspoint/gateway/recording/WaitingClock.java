package dev.crosspoint.gateway.recording;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Tells the time, and lets wait for a later one. Tests have one of their own. */
public interface WaitingClock extends InstantSource {

    /**
     * Waits so long, or until somebody rings. Blocks: on virtual threads.
     *
     * @param bell whoever rings releases a permit; one that was released before counts
     * @return whether somebody rang
     * @throws InterruptedException when the gateway closes
     */
    boolean await(Semaphore bell, Duration longest) throws InterruptedException;

    /** Waits so long. */
    default void sleep(Duration pause) throws InterruptedException {
        boolean _ = await(new Semaphore(0), pause);
    }

    /** The system's. */
    static WaitingClock system() {
        return new WaitingClock() {
            @Override
            public Instant instant() {
                return Instant.now();
            }

            @Override
            public boolean await(Semaphore bell, Duration longest) throws InterruptedException {
                return bell.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS);
            }
        };
    }
}
