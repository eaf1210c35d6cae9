package dev.crosspoint.gateway.control;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** The control API in numbers. No label says anything about a person. */
final class ControlMeters {
    private final MeterRegistry registry;
    private final AtomicInteger open = new AtomicInteger();

    /** Why a stream of events ended. */
    enum Closing {
        /** The client went, or the gateway stops. */
        PEER,
        /** The client did not read what there was. */
        SLOW_READER,
        /** The sign-in is over, or no longer allows it. */
        TOKEN_ENDED
    }

    ControlMeters(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("crosspoint.api.streams.open", open::get).register(registry);
        for (var why : Closing.values()) {
            // All of them from the start, so that a graph begins at zero.
            registry.counter("crosspoint.api.streams.closed", "reason", word(why));
        }
    }

    /**
     * A request is over.
     *
     * @param status what it was answered with, or {@code closed}: its client left before the end
     */
    void over(Operation operation, String status) {
        registry.counter("crosspoint.api.requests", "operation", operation.word(), "status", status)
                .increment();
    }

    void streamOpened() {
        open.incrementAndGet();
    }

    void streamClosed(Closing why) {
        open.decrementAndGet();
        registry.counter("crosspoint.api.streams.closed", "reason", word(why)).increment();
    }

    private static String word(Closing why) {
        return why.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
