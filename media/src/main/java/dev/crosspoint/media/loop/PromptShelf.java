package dev.crosspoint.media.loop;

import java.util.LinkedHashMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was used lately, as far as there is room; what was used longest ago goes first. For any
 * thread that may wait for another, which a loop may not.
 */
final class PromptShelf<K, V> {
    private final long roomBytes;
    private final ToLongFunction<V> bytes;
    private final LinkedHashMap<K, V> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long keptBytes;

    PromptShelf(long roomBytes, ToLongFunction<V> bytes) {
        this.roomBytes = roomBytes;
        this.bytes = bytes;
    }

    synchronized @Nullable V get(K key) {
        return kept.get(key);
    }

    /** Something that has no room even alone is not kept, and pushes nothing out. */
    synchronized void put(K key, V value) {
        V before = kept.remove(key);
        keptBytes -= before == null ? 0 : bytes.applyAsLong(before);
        long needed = bytes.applyAsLong(value);
        if (needed > roomBytes) {
            return;
        }
        while (keptBytes + needed > roomBytes) {
            keptBytes -= bytes.applyAsLong(kept.pollFirstEntry().getValue());
        }
        kept.put(key, value);
        keptBytes += needed;
    }

    synchronized void clear() {
        kept.clear();
        keptBytes = 0;
    }
}
