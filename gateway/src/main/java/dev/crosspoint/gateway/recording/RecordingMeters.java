package dev.crosspoint.gateway.recording;

import dev.crosspoint.gateway.store.Held;
import dev.crosspoint.gateway.store.RecordingState;
import dev.crosspoint.media.spool.SpoolMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Recordings in numbers, of all tenants together; no label names anybody. */
final class RecordingMeters {
    private final MeterRegistry registry;
    private volatile Map<RecordingState, Sum> held = Map.of();

    private record Sum(long recordings, long bytes, Instant oldest) {
        Sum plus(Sum other) {
            return new Sum(
                    recordings + other.recordings,
                    bytes + other.bytes,
                    oldest.isBefore(other.oldest) ? oldest : other.oldest);
        }
    }

    RecordingMeters(MeterRegistry registry, Supplier<SpoolMeter> spool, InstantSource clock) {
        this.registry = registry;
        // From the start, so that a graph begins at zero; other kinds follow when there are any.
        var _ = alarms("late");
        for (var state : RecordingState.values()) {
            gauge(
                    "crosspoint_recordings",
                    "Recordings that are still here",
                    state,
                    Sum::recordings);
            gauge("crosspoint_recordings_bytes", "Their files", state, Sum::bytes);
            gauge(
                    "crosspoint_recordings_oldest_seconds",
                    "Since when the oldest is in that state",
                    state,
                    sum ->
                            Math.max(
                                    0,
                                    clock.instant().getEpochSecond()
                                            - sum.oldest().getEpochSecond()));
        }
        gauge("crosspoint_spool_open", "Recordings that run", spool, SpoolMeter::open);
        gauge(
                "crosspoint_spool_has_room",
                "1 while new recordings may begin",
                spool,
                meter -> meter.hasRoom() ? 1 : 0);
        gauge(
                "crosspoint_spool_unsynced_seconds",
                "Age of the oldest frame that a power cut would take",
                spool,
                meter -> meter.oldestUnsyncedMs() / 1000.0);
        gauge(
                "crosspoint_spool_keys_ahead",
                "Data keys made ahead",
                spool,
                SpoolMeter::keysInStock);
        counter("crosspoint_spool_bytes", "Bytes written", spool, SpoolMeter::bytesWritten);
        counter(
                "crosspoint_spool_records_lost",
                "Packets that the disk had no time for; each gap is marked",
                spool,
                SpoolMeter::recordsDropped);
        counter(
                "crosspoint_spool_failures",
                "Recordings that could not be kept",
                spool,
                SpoolMeter::failures);
        counter(
                "crosspoint_spool_key_failures",
                "Data keys that were not to be had",
                spool,
                SpoolMeter::keyFailures);
    }

    /** What each tenant's store says now. */
    void show(List<Held> rows) {
        var sums = new EnumMap<RecordingState, Sum>(RecordingState.class);
        for (var row : rows) {
            var sum = new Sum(row.recordings(), row.bytes(), row.oldest());
            sums.merge(row.state(), sum, Sum::plus);
        }
        held = Map.copyOf(sums);
    }

    /** One attempt to deliver failed. */
    void failedOnce(String reason) {
        count("crosspoint_recording_retries", "Attempts to deliver that failed", "reason", reason);
    }

    /** Somebody must look at something. */
    void alarm(String what) {
        alarms(what).increment();
    }

    private Counter alarms(String kind) {
        return Counter.builder("crosspoint_recording_alarms")
                .description("What somebody must look at")
                .tag("kind", kind.toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private void count(String name, String what, String tag, String value) {
        Counter.builder(name)
                .description(what)
                .tag(tag, value.toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
    }

    private void gauge(
            String name, String what, RecordingState state, ToDoubleFunction<Sum> value) {
        Gauge.builder(
                        name,
                        this,
                        it -> {
                            var sum = it.held.get(state);
                            return sum == null ? 0 : value.applyAsDouble(sum);
                        })
                .description(what)
                .tag("state", state.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private void gauge(
            String name,
            String what,
            Supplier<SpoolMeter> spool,
            ToDoubleFunction<SpoolMeter> value) {
        Gauge.builder(name, spool, it -> value.applyAsDouble(it.get()))
                .description(what)
                .strongReference(true)
                .register(registry);
    }

    private void counter(
            String name,
            String what,
            Supplier<SpoolMeter> spool,
            ToDoubleFunction<SpoolMeter> value) {
        FunctionCounter.builder(name, spool, it -> value.applyAsDouble(it.get()))
                .description(what)
                .register(registry);
    }
}
