package dev.crosspoint.media.call;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A network and a clock that exist only in the test: whatever is to happen later waits in one
 * queue, and time jumps to the next of it. Loss, delay, jitter, duplicates and order are drawn from
 * one seed, so a run can be repeated.
 */
public final class VirtualNet {
    private record Event(long atNanos, long order, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /** Where a router drops what comes. */
    private static final long QUEUE_NANOS = 200_000_000L;

    /** IPv4 and UDP, bytes. */
    private static final int HEADERS = 28;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final RandomGenerator random;
    private long nowNanos = 1_000_000_000_000L;
    private long order;
    private double loss;
    private double duplicates;
    private double reordered;
    private long delayNanos = 5_000_000L;
    private long jitterNanos;
    private long outageEndNanos;
    private int capBps;
    private long sent;
    private long lost;

    private VirtualNet(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** A clean network with 5 ms of delay. */
    public static VirtualNet seeded(long seed) {
        return new VirtualNet(seed);
    }

    /** So many of all packets vanish, 0 to 1. */
    public VirtualNet loss(double share) {
        loss = share;
        return this;
    }

    /** So many packets come twice, 0 to 1. */
    public VirtualNet duplicates(double share) {
        duplicates = share;
        return this;
    }

    /** So many packets are overtaken by the next two, 0 to 1. */
    public VirtualNet reordered(double share) {
        reordered = share;
        return this;
    }

    /** Every packet takes at least this long. */
    public VirtualNet delayMs(int ms) {
        delayNanos = ms * 1_000_000L;
        return this;
    }

    /** And up to so much longer, evenly spread; order is kept as in a queue. */
    public VirtualNet jitterMs(int ms) {
        jitterNanos = ms * 1_000_000L;
        return this;
    }

    /** Nothing arrives of what is sent from now on for so long. */
    public VirtualNet outage(Duration span) {
        outageEndNanos = nowNanos + span.toNanos();
        return this;
    }

    /**
     * Every link carries so much at most, with a queue of {@link #QUEUE_NANOS} before it; 0 for no
     * limit.
     */
    public VirtualNet capKbps(int kbps) {
        capBps = kbps * 1000;
        return this;
    }

    public long nowNanos() {
        return nowNanos;
    }

    public RandomGenerator random() {
        return random;
    }

    /** Packets that were lost so far. */
    public long lost() {
        return lost;
    }

    /** Packets that were sent so far. */
    public long sent() {
        return sent;
    }

    /** Does something later. */
    public void after(long nanos, Runnable what) {
        events.add(new Event(nowNanos + nanos, order++, what));
    }

    /** One direction between two places. */
    public Link link() {
        return new Link();
    }

    /** One direction between two places; each has its own queue. */
    public final class Link {
        private long frontNanos;
        private long freeNanos;

        /**
         * Carries a packet: {@code arrival} happens when it arrives, or never, or twice.
         *
         * @param bytes of UDP payload
         */
        public void carry(int bytes, Runnable arrival) {
            sent++;
            if (random.nextDouble() < loss || nowNanos < outageEndNanos) {
                lost++;
                return;
            }
            long takes = delayNanos;
            if (capBps > 0) {
                long queued = Math.max(0, freeNanos - nowNanos);
                if (queued > QUEUE_NANOS) {
                    lost++;
                    return;
                }
                takes += queued;
                freeNanos = nowNanos + queued + (bytes + HEADERS) * 8_000_000_000L / capBps;
            }
            if (jitterNanos > 0) {
                takes += (long) (random.nextDouble() * jitterNanos);
                // Queues delay, they rarely reorder: nobody arrives before who left earlier.
                takes = Math.max(takes, frontNanos - nowNanos);
                frontNanos = nowNanos + takes;
            }
            if (random.nextDouble() < reordered) {
                takes += 50_000_000L;
            }
            after(takes, arrival);
            if (random.nextDouble() < duplicates) {
                after(takes + 1_000_000L, arrival);
            }
        }
    }

    /** Lets time pass. */
    public void run(Duration span) {
        long endNanos = nowNanos + span.toNanos();
        while (!events.isEmpty() && events.peek().atNanos() <= endNanos) {
            Event event = events.poll();
            nowNanos = event.atNanos();
            event.what().run();
        }
        nowNanos = endNanos;
    }
}
