package dev.crosspoint.loadtest.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks at the gateway once a second while it is loaded. */
final class Sampler implements AutoCloseable {
    private final MetricsReader reader;
    private final List<Sample> samples = new ArrayList<>();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("sampler").factory());

    Sampler(MetricsReader reader) {
        this.reader = reader;
        var _ = clock.scheduleAtFixedRate(this::look, 0, 1, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            var sample = Sample.of(reader.read(), System.currentTimeMillis());
            synchronized (samples) {
                samples.add(sample);
            }
        } catch (IOException _) {
            // A gateway that does not answer shows as a gap.
        }
    }

    /** What it has seen. */
    List<Sample> samples() {
        synchronized (samples) {
            return List.copyOf(samples);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
