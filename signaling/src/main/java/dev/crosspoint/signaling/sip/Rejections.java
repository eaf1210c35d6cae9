package dev.crosspoint.signaling.sip;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was answered to requests that proved nothing. Whoever sends the very same again, as UDP has
 * it or a scanner, gets the very same again, and nobody reads it or checks its digest once more.
 */
final class Rejections {

    /** Rejections kept; the one not asked for longest is forgotten first. */
    static final int MAX = 1_000;

    /** How long a request is sent again, s: 64 T1 (RFC 3261 17.1.1.2). */
    private static final long SECONDS = 32;

    private static final long SECOND_NANOS = 1_000_000_000L;

    /** A source, and 128 bits of the hash of what it sent. */
    private record Key(InetSocketAddress from, long high, long low) {}

    /** What was answered, ours to send and not to change, and where that goes. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Answer(byte[] message, InetSocketAddress to) {}

    private record Kept(Answer answer, long untilNanos) {}

    private final MessageDigest hash;
    private final Map<Key, Kept> kept =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Kept> eldest) {
                    return size() > MAX;
                }
            };

    Rejections() {
        try {
            hash = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** What this was answered before. */
    Optional<Answer> find(InetSocketAddress from, byte[] request, long nowNanos) {
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(kept.get(key(from, request)))
                .filter(found -> found.untilNanos - nowNanos > 0)
                .map(found -> found.answer);
    }

    /** This is answered so. */
    void keep(InetSocketAddress from, byte[] request, Answer answer, long nowNanos) {
        kept.put(key(from, request), new Kept(answer, nowNanos + SECONDS * SECOND_NANOS));
    }

    private Key key(InetSocketAddress from, byte[] request) {
        var bits = ByteBuffer.wrap(hash.digest(request));
        return new Key(from, bits.getLong(), bits.getLong());
    }
}
