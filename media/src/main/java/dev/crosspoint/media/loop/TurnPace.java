package dev.crosspoint.media.loop;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets a busy loop rest a moment before it looks at its sockets again, as network cards hold back
 * their interrupts: packets that come one by one, each waking the loop, cost twice what they cost
 * in small groups. A loop that has been asleep anyway is not held up, and none rests beyond its
 * tick. Where packets are passed on as they come a rest is short, since it is latency; where all of
 * them wait for the tick anyway, it is longer.
 *
 * <p>Timers and tasks of other threads wait for the end of a rest too. Belongs to one loop.
 */
final class TurnPace implements SelectStrategy {

    /**
     * From the beginning of one turn to that of the next, at least, on a loop that passes packets
     * on. The price is half of it in latency on average, and only under load; a timer of Linux adds
     * up to 50 us.
     */
    static final long PASSING_GAP_NANOS = 400_000;

    /** The same on a loop that does not. */
    static final long MIXING_GAP_NANOS = 1_000_000;

    /** For how long a loop counts as one that passes packets on, behind the last one. */
    static final long PASSING_NANOS = 100_000_000;

    private boolean passed;
    private long lastPassedNanos = System.nanoTime() - PASSING_NANOS;
    private long lastTurnNanos = System.nanoTime() - MIXING_GAP_NANOS;
    private long tickNanos = lastTurnNanos;

    /** A packet was passed on as it came, to its listener or to another loop. */
    void passedOn() {
        passed = true;
    }

    /** When the next tick is due. */
    void tickDue(long nanos) {
        tickNanos = nanos;
    }

    @Override
    public int calculateStrategy(IntSupplier readyNow, boolean hasTasks) throws Exception {
        if (hasTasks) {
            return readyNow.get();
        }
        long restNanos = restNanos(System.nanoTime());
        int ready = 0;
        if (restNanos > 0) {
            LockSupport.parkNanos(restNanos);
            // Netty looks at no socket where a task has come meanwhile: tasks that came in every
            // rest would keep packets out for good.
            ready = readyNow.get();
        }
        lastTurnNanos = System.nanoTime();
        return ready > 0 ? ready : SELECT;
    }

    private long restNanos(long nowNanos) {
        if (passed) {
            passed = false;
            lastPassedNanos = nowNanos;
        }
        boolean passing = nowNanos - lastPassedNanos < PASSING_NANOS;
        return restNanos(passing, lastTurnNanos, tickNanos, nowNanos);
    }

    /**
     * What is left of the gap since the last turn; 0 or less when it is over.
     *
     * @param tickNanos when the next tick is due, or was, where there are no more
     */
    static long restNanos(boolean passing, long lastTurnNanos, long tickNanos, long nowNanos) {
        long gapNanos = passing ? PASSING_GAP_NANOS : MIXING_GAP_NANOS;
        long restNanos = lastTurnNanos + gapNanos - nowNanos;
        long toTickNanos = tickNanos - nowNanos;
        return toTickNanos > -gapNanos ? Math.min(restNanos, toTickNanos) : restNanos;
    }
}
