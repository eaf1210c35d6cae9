package dev.crosspoint.gateway.meters;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;

/** The registry of this process, and what {@code /metrics} shows. */
public final class GatewayMeters implements AutoCloseable {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collector = new JvmGcMetrics();

    /** The registry itself holds what it reads from only weakly. */
    private final List<MeterBinder> bound = new ArrayList<>();

    /** A registry with what the machine itself has to say. */
    public GatewayMeters() {
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        collector.bindTo(registry);
    }

    /** Where rooms that count by themselves register. */
    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Adds meters of something that counts by itself. */
    public void bind(MeterBinder meters) {
        bound.add(meters);
        meters.bindTo(registry);
    }

    /** Everything, in the text format of Prometheus. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collector.close();
        registry.close();
    }
}
