package dev.crosspoint.loadtest.simulation;

import dev.crosspoint.loadtest.phone.PhoneBank;
import dev.crosspoint.loadtest.phone.PhoneBank.Figures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What the phones measure, second by second, as comma-separated values. */
final class PhoneLog implements AutoCloseable {
    /** Its first line. */
    static final String COLUMNS =
            "time_ms,open,calls,answered,refused,postponed,unconfirmed,heard,lost,stamped,p50_ms,p99_ms,p999_ms,words,words_p50_ms,words_p99_ms,late_p99_ms,skipped,cpu_ns";

    private static final int LIMIT_SECONDS = 5;

    private final PhoneBank bank;
    private final Writer out;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("phone-log").factory());

    PhoneLog(PhoneBank bank, Path file) throws IOException {
        this.bank = bank;
        this.out = Files.newBufferedWriter(file);
        out.write(COLUMNS + "\n");
        var _ = clock.scheduleAtFixedRate(this::write, 1, 1, TimeUnit.SECONDS);
    }

    private void write() {
        try {
            Figures figures = bank.takeFigures().await(LIMIT_SECONDS, TimeUnit.SECONDS);
            var totals = figures.totals();
            out.write(
                    String.format(
                            Locale.ROOT,
                            "%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%.3f,%.3f,%.3f,%d,%.3f,%.3f,%.3f,%d,%d%n",
                            System.currentTimeMillis(),
                            totals.open(),
                            totals.calls(),
                            totals.answered(),
                            totals.refused(),
                            totals.postponed(),
                            totals.unconfirmed(),
                            totals.heard(),
                            totals.lost(),
                            figures.delays().count(),
                            figures.delays().percentileMs(0.5),
                            figures.delays().percentileMs(0.99),
                            figures.delays().percentileMs(0.999),
                            figures.words().count(),
                            figures.words().p50Ms(),
                            figures.words().p99Ms(),
                            figures.lateness().percentileMs(0.99),
                            figures.skippedFrames(),
                            figures.cpuNanos()));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception _) {
            // A second without figures shows as a gap.
        }
    }

    @Override
    public void close() {
        clock.shutdown();
        write();
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
