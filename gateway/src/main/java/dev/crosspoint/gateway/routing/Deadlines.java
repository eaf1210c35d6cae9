package dev.crosspoint.gateway.routing;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/** When each of many is due next, the soonest first. */
final class Deadlines<K> {
    private final Map<K, Due<K>> byKey = new HashMap<>();
    private final TreeSet<Due<K>> order = new TreeSet<>();
    private long added;

    private record Due<K>(long nanos, long number, K key) implements Comparable<Due<K>> {
        @Override
        public int compareTo(Due<K> other) {
            // Nanosecond clocks may wrap: compare by distance.
            int byTime = Long.signum(nanos - other.nanos);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /** Due then, or not at all; replaces what was said before. */
    void set(K key, OptionalLong nanos) {
        var before = byKey.remove(key);
        if (before != null) {
            order.remove(before);
        }
        if (nanos.isPresent()) {
            var due = new Due<>(nanos.getAsLong(), added++, key);
            byKey.put(key, due);
            order.add(due);
        }
    }

    OptionalLong next() {
        return order.isEmpty() ? OptionalLong.empty() : OptionalLong.of(order.first().nanos());
    }

    /** Takes out the one due first; empty when none is due by then. */
    Optional<K> poll(long nowNanos) {
        if (order.isEmpty() || order.first().nanos() - nowNanos > 0) {
            return Optional.empty();
        }
        var key = order.first().key();
        set(key, OptionalLong.empty());
        return Optional.of(key);
    }
}
