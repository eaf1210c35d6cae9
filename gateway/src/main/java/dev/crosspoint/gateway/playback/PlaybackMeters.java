package dev.crosspoint.gateway.playback;

import dev.crosspoint.gateway.http.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Playback in numbers. */
final class PlaybackMeters {
    private final MeterRegistry registry;
    private final Timer firstByte;
    private final Counter bytes;

    /**
     * @param open answers that are being sent now
     */
    PlaybackMeters(MeterRegistry registry, IntSupplier open) {
        this.registry = registry;
        Gauge.builder("crosspoint.playback.open", open::getAsInt).register(registry);
        firstByte =
                Timer.builder("crosspoint.playback.first.byte")
                        .serviceLevelObjectives(
                                Duration.ofMillis(50),
                                Duration.ofMillis(150),
                                Duration.ofSeconds(1))
                        .register(registry);
        bytes = registry.counter("crosspoint.playback.sent.bytes");
    }

    void firstByte(long nanos) {
        firstByte.record(nanos, TimeUnit.NANOSECONDS);
    }

    void sent(int count) {
        bytes.increment(count);
    }

    /** A request was refused, or what was being sent was broken off, for this. */
    void refused(Problem problem) {
        registry.counter("crosspoint.playback.refused", "problem", problem.word()).increment();
    }
}
