package dev.crosspoint.signaling.trunk;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often each stranger may be looked at. Bounded in memory, and in what all strangers together
 * may have, so that many forged addresses gain nothing over one.
 */
final class TokenBuckets {

    /** Sources remembered; the one not seen for longest is forgotten first. */
    private static final int MAX_SOURCES = 10_000;

    /** What all sources together may have, in shares of one. */
    private static final int ALL_TOGETHER = 100;

    private final int perSecond;
    private final Bucket together;
    private final Map<String, Bucket> bySource =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                    return size() > MAX_SOURCES;
                }
            };

    private static final class Bucket {
        private double tokens;
        private long filledNanos;

        private Bucket(double tokens, long nowNanos) {
            this.tokens = tokens;
            this.filledNanos = nowNanos;
        }

        private boolean take(int perSecond, long nowNanos) {
            double grown = tokens + (nowNanos - filledNanos) * 1e-9 * perSecond;
            tokens = Math.min(perSecond, grown);
            filledNanos = nowNanos;
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        }
    }

    /**
     * @param perSecond what one source may have a second, and at once after a pause
     */
    TokenBuckets(int perSecond, long nowNanos) {
        this.perSecond = perSecond;
        this.together = new Bucket((double) perSecond * ALL_TOGETHER, nowNanos);
    }

    /** Whether this source still has something left, and if so, one less from now on. */
    boolean take(InetAddress source, long nowNanos) {
        return bySource.computeIfAbsent(key(source), _ -> new Bucket(perSecond, nowNanos))
                        .take(perSecond, nowNanos)
                && together.take(perSecond * ALL_TOGETHER, nowNanos);
    }

    /** The address, or for IPv6 the /64 that one subscriber has to himself. */
    private static String key(InetAddress source) {
        byte[] address = source.getAddress();
        return Arrays.toString(address.length == 16 ? Arrays.copyOf(address, 8) : address);
    }
}
