package dev.crosspoint.gateway.meters;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.LongSupplier;

/** Whether the audit trail is whole. */
public final class AuditMeters implements MeterBinder {
    private final LongSupplier unwritten;

    /**
     * Meters of an audit log.
     *
     * @param unwritten events that are not in its file, on any thread
     */
    public AuditMeters(LongSupplier unwritten) {
        this.unwritten = unwritten;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("crosspoint.audit.unwritten", unwritten, LongSupplier::getAsLong)
                .description("Audit events that could not be written to their file")
                .register(registry);
    }
}
