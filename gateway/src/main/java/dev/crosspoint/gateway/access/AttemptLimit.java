package dev.crosspoint.gateway.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token bucket per name: so many attempts at once, then one every so often. Remembers a bounded
 * number of names, the least recently seen go first. Safe for use by several threads.
 */
public final class AttemptLimit {
    private static final int NETWORK_BYTES = 8;

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

    /**
     * The name to count an address by: itself, or of IPv6 the network of 64 bits, because whoever
     * has one of its addresses has all of them (RFC 6177).
     *
     * @param address a literal; anything else is its own name; null when nobody knows
     */
    public static String nameOf(@Nullable String address) {
        if (address == null) {
            return "";
        }
        try {
            var known = InetAddress.ofLiteral(address);
            if (known instanceof Inet6Address) {
                var network = Arrays.copyOf(known.getAddress(), NETWORK_BYTES);
                return HexFormat.ofDelimiter(":").formatHex(network) + "::/64";
            }
            return known.getHostAddress();
        } catch (IllegalArgumentException e) {
            return address;
        }
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
