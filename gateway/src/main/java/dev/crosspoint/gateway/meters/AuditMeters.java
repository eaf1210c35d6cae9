package dev.crosspoint.gateway.meters;

import dev.crosspoint.gateway.audit.AuditTrail;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** Whether the audit trail is whole, and where its events are. */
public final class AuditMeters implements MeterBinder {
    private final AuditTrail trail;

    /** Meters of a trail. */
    public AuditMeters(AuditTrail trail) {
        this.trail = trail;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        count(
                registry,
                "unwritten",
                "Audit events that are lost, because neither database nor disk took them",
                it -> it.counts().unwritten());
        count(
                registry,
                "chained",
                "Audit events that were added to their chain",
                it -> it.counts().chained());
        count(
                registry,
                "journaled",
                "Audit events that went to the journal of this machine first",
                it -> it.counts().journaled());
        count(
                registry,
                "troubles",
                "Times that a digest, or what a command left, did not come where it belongs",
                it -> it.counts().troubles());
        Gauge.builder("crosspoint.audit.digest.late.seconds", trail, AuditTrail::digestLateSeconds)
                .description("For how long no look has found every digest in its place")
                .register(registry);
        Gauge.builder("crosspoint.audit.journal.bytes", trail, AuditTrail::journalBytes)
                .description("What the journal of audit events takes of the disk")
                .register(registry);
        Gauge.builder("crosspoint.audit.journal.damaged", trail, AuditTrail::damagedJournals)
                .description("Files of the journal that somebody changed or took away")
                .register(registry);
    }

    private void count(
            MeterRegistry registry,
            String what,
            String description,
            ToDoubleFunction<AuditTrail> value) {
        FunctionCounter.builder("crosspoint.audit." + what, trail, value)
                .description(description)
                .register(registry);
    }
}
