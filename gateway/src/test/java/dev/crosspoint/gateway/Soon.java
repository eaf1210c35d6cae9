package dev.crosspoint.gateway;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what nobody announces, such as rows of a database, gauges and files: it is looked at
 * until it is so. Whoever can be told should wait for that instead.
 */
public final class Soon {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Whether it is so; who cannot say yet may fail. */
    public interface Condition {
        /** Asked again and again. */
        boolean holds() throws Exception;
    }

    private Soon() {}

    /**
     * Returns when it is so.
     *
     * @param what is to come about, for the error of whoever waits in vain
     */
    public static void until(String what, Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        @Nullable Exception failure = null;
        while (true) {
            try {
                if (condition.holds()) {
                    return;
                }
                failure = null;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                failure = e;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within " + LIMIT + ": " + what, failure);
            }
            LockSupport.parkNanos(LOOK_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException(what);
            }
        }
    }
}
