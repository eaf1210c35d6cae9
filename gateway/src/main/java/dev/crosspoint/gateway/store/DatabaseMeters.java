package dev.crosspoint.gateway.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** The database in numbers. On any thread. */
final class DatabaseMeters {
    private final AtomicInteger up = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final Counter unavailable;
    private final Counter refused;

    DatabaseMeters(MeterRegistry registry) {
        Gauge.builder("crosspoint.database.up", up::get)
                .description("1 while the database answers, 0 while it does not")
                .register(registry);
        Gauge.builder("crosspoint.database.operations.open", open::get)
                .description("Operations that run or wait for a connection")
                .register(registry);
        unavailable = registry.counter("crosspoint.database.failures", "kind", "unavailable");
        refused = registry.counter("crosspoint.database.failures", "kind", "refused");
    }

    void up(boolean is) {
        up.set(is ? 1 : 0);
    }

    boolean isUp() {
        return up.get() == 1;
    }

    void begun() {
        open.incrementAndGet();
    }

    void ended() {
        open.decrementAndGet();
    }

    /** The database was away, slow or busy. */
    void unavailable() {
        unavailable.increment();
        up(false);
    }

    /** The database did not accept what we asked: a bug. */
    void refused() {
        refused.increment();
    }
}
