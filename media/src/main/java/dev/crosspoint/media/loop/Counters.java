package dev.crosspoint.media.loop;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counters that one thread writes and any thread reads, one per constant of an enum. A count costs
 * a plain load and store; a reader sees each counter at most a little late and never torn.
 */
@SuppressWarnings("EnumOrdinal") // An array index that never leaves this object.
public final class Counters<E extends Enum<E>> {
    private final E[] names;
    private final AtomicLongArray counts;

    /**
     * @param names the enum's {@code values()}
     */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public Counters(E... names) {
        this.names = names.clone();
        this.counts = new AtomicLongArray(names.length);
    }

    /** Adds; only by the thread that owns these counters. */
    public void add(E name, long howMany) {
        int i = name.ordinal();
        counts.setRelease(i, counts.getPlain(i) + howMany);
    }

    /** A counter's value now, on any thread. */
    public long value(E name) {
        return counts.getAcquire(name.ordinal());
    }

    /** All values now, on any thread. */
    public Map<E, Long> snapshot() {
        var all = new EnumMap<E, Long>(names[0].getDeclaringClass());
        for (E name : names) {
            all.put(name, value(name));
        }
        return Collections.unmodifiableMap(all);
    }
}
