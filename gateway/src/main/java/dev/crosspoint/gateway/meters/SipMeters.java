package dev.crosspoint.gateway.meters;

import dev.crosspoint.signaling.sip.SipCounters;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** The SIP rim in numbers. */
public final class SipMeters implements SipCounters {
    private final MeterRegistry registry;

    /** Counts into a registry. */
    public SipMeters(MeterRegistry registry) {
        this.registry = registry;
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

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
