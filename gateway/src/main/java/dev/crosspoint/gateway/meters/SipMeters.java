package dev.crosspoint.gateway.meters;

import dev.crosspoint.signaling.sip.SipCounters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** The SIP rim in numbers. */
public final class SipMeters implements SipCounters {
    private final MeterRegistry registry;
    private final AtomicInteger open = new AtomicInteger();

    /** Counts into a registry. */
    public SipMeters(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("crosspoint.sip.calls.open", open::get).register(registry);
    }

    @Override
    public void request(Direction direction, String method, int status) {
        registry.counter(
                        "crosspoint.sip.requests",
                        "direction",
                        word(direction),
                        "method",
                        method,
                        "status",
                        Integer.toString(status))
                .increment();
    }

    @Override
    public void dropped(DropCause cause) {
        registry.counter("crosspoint.sip.dropped", "cause", word(cause)).increment();
    }

    @Override
    public void open(int calls) {
        open.set(calls);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
