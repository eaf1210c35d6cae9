package dev.crosspoint.gateway.meters;

import dev.crosspoint.signaling.sip.SipCounters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The SIP rim in numbers. */
public final class SipMeters implements SipCounters {
    private final MeterRegistry registry;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, AtomicInteger> shown = new ConcurrentHashMap<>();

    /** Counts into a registry. */
    public SipMeters(MeterRegistry registry) {
        this(registry, "crosspoint.sip.calls.open");
    }

    private SipMeters(MeterRegistry registry, String openCalls) {
        this.registry = registry;
        Gauge.builder(openCalls, open::get).register(registry);
    }

    /** Likewise what agents' own phones do, whose open calls are counted apart. */
    public static SipMeters ofPhones(MeterRegistry registry) {
        return new SipMeters(registry, "crosspoint.sip.phones.calls.open");
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

    @Override
    public void trunk(String trunk, boolean well) {
        show("crosspoint.sip.trunk.well", "trunk", trunk, well);
    }

    @Override
    public void registered(String trunk, boolean is) {
        show("crosspoint.sip.trunk.registered", "trunk", trunk, is);
    }

    @Override
    public void refuses(Load because, boolean is) {
        show("crosspoint.sip.refuses.calls", "load", word(because), is);
    }

    private void show(String name, String tag, String of, boolean is) {
        shown.computeIfAbsent(
                        name + " " + of,
                        _ -> registry.gauge(name, Tags.of(tag, of), new AtomicInteger()))
                .set(is ? 1 : 0);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
