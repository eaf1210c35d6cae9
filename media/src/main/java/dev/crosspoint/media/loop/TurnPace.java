package dev.crosspoint.media.loop;

import io.netty.channel.SelectStrategy;
import io.netty.channel.SelectStrategyFactory;
import io.netty.util.IntSupplier;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets a busy loop rest a moment before it looks at its sockets again, as network cards hold back
 * their interrupts: packets that come one by one, each waking the loop, cost twice what they cost
 * in small groups. A loop that has been asleep anyway is not held up.
 *
 * <p>Timers and tasks of other threads wait for the end of a rest too.
 */
final class TurnPace implements SelectStrategy {

    /**
     * From the beginning of one turn to that of the next, at least. The price is half of it in
     * latency on average, and only under load; a timer of Linux adds up to 50 us.
     */
    private static final long GAP_NANOS = 400_000;

    static final SelectStrategyFactory FACTORY = TurnPace::new;

    private long lastTurnNanos = System.nanoTime() - GAP_NANOS;

    private TurnPace() {}

    @Override
    public int calculateStrategy(IntSupplier readyNow, boolean hasTasks) throws Exception {
        if (hasTasks) {
            return readyNow.get();
        }
        long restNanos = restNanos(lastTurnNanos, System.nanoTime());
        if (restNanos > 0) {
            LockSupport.parkNanos(restNanos);
        }
        lastTurnNanos = System.nanoTime();
        return SELECT;
    }

    /** What is left of the gap since the last turn; 0 or less when it is over. */
    static long restNanos(long lastTurnNanos, long nowNanos) {
        return lastTurnNanos + GAP_NANOS - nowNanos;
    }
}
