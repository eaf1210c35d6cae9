package dev.crosspoint.media.spool;

import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.media.vault.FreshKey;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A few data keys of each tenant, made ahead, so that a slow key service delays no recording. Each
 * is given out once. Any thread; nobody waits.
 */
final class KeyStock implements AutoCloseable {
    /** After so long a key that nobody took is wiped: a revocation is to bite. */
    static final long MAX_AGE_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final int target;
    private final Map<Tenant, ArrayDeque<Aged>> keys = new HashMap<>();
    private boolean closed;

    private record Aged(FreshKey key, long madeNanos) {}

    /**
     * @param target keys of each tenant that are kept at hand
     */
    KeyStock(int target) {
        if (target < 1) {
            throw new IllegalArgumentException(
                    "keys made ahead: " + target + ", expected 1 or more");
        }
        this.target = target;
    }

    /** From now on keys are held for this tenant. */
    synchronized void expect(Tenant tenant) {
        keys.computeIfAbsent(tenant, _ -> new ArrayDeque<>());
    }

    /** One that is not too old, to be closed by whoever has it; null when there is none. */
    synchronized @Nullable FreshKey take(Tenant tenant, long nowNanos) {
        expire(nowNanos);
        ArrayDeque<Aged> held = keys.get(tenant);
        Aged first = held == null ? null : held.poll();
        return first == null ? null : first.key();
    }

    /** Takes a new key over; one that nobody wants any more is wiped. */
    synchronized void put(FreshKey key, long nowNanos) {
        ArrayDeque<Aged> held = keys.get(key.context().tenant());
        if (closed || held == null || held.size() >= target) {
            key.close();
        } else {
            held.add(new Aged(key, nowNanos));
        }
    }

    /** Wipes what is too old. */
    synchronized void expire(long nowNanos) {
        for (ArrayDeque<Aged> held : keys.values()) {
            while (!held.isEmpty() && nowNanos - held.element().madeNanos() >= MAX_AGE_NANOS) {
                held.remove().key().close();
            }
        }
    }

    /** How many each tenant lacks; only those that lack some. */
    synchronized Map<Tenant, Integer> wanting() {
        var wanting = new HashMap<Tenant, Integer>();
        if (!closed) {
            keys.forEach((tenant, held) -> {
                if (held.size() < target) {
                    wanting.put(tenant, target - held.size());
                }
            });
        }
        return wanting;
    }

    /** Keys at hand, of all tenants. */
    synchronized int size() {
        return keys.values().stream().mapToInt(ArrayDeque::size).sum();
    }

    /** Wipes all, and whatever comes later. */
    @Override
    public synchronized void close() {
        closed = true;
        keys.values().forEach(held -> held.forEach(aged -> aged.key().close()));
        keys.clear();
    }
}
