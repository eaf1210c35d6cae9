package dev.crosspoint.gateway.access;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A token bucket per name: so many attempts at once, then one every so often. Remembers a bounded
 * number of names, the least recently seen go first. Safe for use by several threads.
 */
public final class AttemptLimit {
    private final int burst;
    private final long refillNanos;
    private final Map<String, Bucket> buckets;

    private record Bucket(double tokens, long atNanos) {}

    /**
     * A limit.
     *
     * @param burst attempts at once
     * @param refillNanos time that earns one more
     * @param maxNames names remembered
     */
    public AttemptLimit(int burst, long refillNanos, int maxNames) {
        this.burst = burst;
        this.refillNanos = refillNanos;
        this.buckets =
                new LinkedHashMap<>(64, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                        return size() > maxNames;
                    }
                };
    }

    /** Takes one attempt; answers 0, or how long until one is free, ns. */
    public synchronized long take(String name, long nowNanos) {
        double tokens = tokens(name, nowNanos);
        if (tokens < 1) {
            buckets.put(name, new Bucket(tokens, nowNanos));
            return (long) Math.ceil((1 - tokens) * refillNanos);
        }
        buckets.put(name, new Bucket(tokens - 1, nowNanos));
        return 0;
    }

    /** Gives an attempt back, because it was a good one. */
    public synchronized void giveBack(String name, long nowNanos) {
        buckets.put(name, new Bucket(Math.min(burst, tokens(name, nowNanos) + 1), nowNanos));
    }

    private double tokens(String name, long nowNanos) {
        var bucket = buckets.get(name);
        if (bucket == null) {
            return burst;
        }
        double earned = (double) (nowNanos - bucket.atNanos()) / refillNanos;
        return Math.min(burst, bucket.tokens() + earned);
    }
}
