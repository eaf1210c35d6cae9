package dev.crosspoint.gateway.meters;

import dev.crosspoint.gateway.history.HistoryCounts;
import dev.crosspoint.gateway.history.HistoryWriter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToLongFunction;

/** Where the records of contacts and agents are. */
public final class HistoryMeters implements MeterBinder {
    private final HistoryWriter writer;

    /** Meters of a writer. */
    public HistoryMeters(HistoryWriter writer) {
        this.writer = writer;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("crosspoint.history.waiting", writer, it -> it.counts().waiting())
                .description("Records of contacts and agents that are not in the database yet")
                .register(registry);
        Gauge.builder("crosspoint.history.journal.bytes", writer, HistoryWriter::journalBytes)
                .description("What the journal of these records takes of the disk")
                .register(registry);
        count(registry, "stored", "Records that came into the database", HistoryCounts::stored);
        count(
                registry,
                "failures",
                "Times that the database, the key service or the journal did not take records",
                HistoryCounts::failures);
        count(
                registry,
                "refused",
                "Records that the database refuses, which lie aside until the next start",
                HistoryCounts::setAside);
        count(
                registry,
                "lost",
                "Records that are lost, because neither disk nor database took them",
                HistoryCounts::lost);
        count(
                registry,
                "gateway.lost",
                "Contacts that an earlier process was killed in, and that were closed",
                HistoryCounts::gatewayLost);
    }

    private void count(
            MeterRegistry registry,
            String what,
            String description,
            ToLongFunction<HistoryCounts> value) {
        FunctionCounter.builder(
                        "crosspoint.history." + what,
                        writer.counts(),
                        counts -> value.applyAsLong(counts))
                .description(description)
                .register(registry);
    }
}
