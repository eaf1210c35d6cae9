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
    private final TokenBucket together;
    private final Map<String, TokenBucket> bySource =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, TokenBucket> eldest) {
                    return size() > MAX_SOURCES;
                }
            };

    /**
     * @param perSecond what one source may have a second, and at once after a pause
     */
    TokenBuckets(int perSecond, long nowNanos) {
        this.perSecond = perSecond;
        this.together = new TokenBucket(perSecond * ALL_TOGETHER, nowNanos);
    }

    /** Whether this source still has something left, and if so, one less from now on. */
    boolean take(InetAddress source, long nowNanos) {
        return bySource.computeIfAbsent(key(source), _ -> new TokenBucket(perSecond, nowNanos))
                        .take(nowNanos)
                && together.take(nowNanos);
    }

    /** The address, or for IPv6 the /64 that one subscriber has to himself. */
    private static String key(InetAddress source) {
        byte[] address = source.getAddress();
        return Arrays.toString(address.length == 16 ? Arrays.copyOf(address, 8) : address);
    }
}
