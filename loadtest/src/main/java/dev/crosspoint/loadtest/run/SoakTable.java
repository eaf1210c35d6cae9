package dev.crosspoint.loadtest.run;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A long run at one rate in six rows: what should be as flat at its end as it was in the beginning.
 *
 * @param rows that it is cut into, without the coming and going of its calls
 */
record SoakTable(List<Span> rows) {
    /** How many. */
    static final int ROWS = 6;

    /** Histories of agents, legs and numbers fill up to their bounds in an hour. */
    private static final double HEAP_GROWTH = 1.25;

    /** As many agents, but not always as many calls. */
    private static final double DESCRIPTORS_GROWTH = 1.05;

    private static final double DELAY_GROWTH = 1.5;

    /** Below this a second differs from the next by more than a run should. */
    private static final double DELAY_NOISE_MS = 2;

    SoakTable {
        rows = List.copyOf(rows);
    }

    /** Of all of a run. */
    static SoakTable of(Span run) {
        Span full = run.full();
        if (!full.hasDifferences()) {
            return new SoakTable(List.of());
        }
        long from = full.heard().getFirst().timeMs();
        long length = full.heard().getLast().timeMs() - from;
        return new SoakTable(
                IntStream.range(0, ROWS)
                        .mapToObj(i ->
                                full.between(
                                        from + length * i / ROWS, from + length * (i + 1) / ROWS))
                        .filter(Span::hasDifferences)
                        .toList());
    }

    /** The table, in Markdown. */
    String markdown() {
        var text =
                new StringBuilder(
                        "\n| until minute | calls | gateway CPU | heap, alive / most | open files and sockets | tick lateness: mean; p99 / p99.9 within"
                                + " | lost | delay p50 / p99, median second | p99, worst second |\n"
                                + "|---|---|---|---|---|---|---|---|---|\n");
        rows.forEach(row -> text.append(line(row)));
        return text.toString();
    }

    private String line(Span row) {
        long fromMs = rows.getFirst().heard().getFirst().timeMs();
        return format(
                ROOT,
                "| %d | %.0f | %.0f %% | %.0f / %.0f MB | %.0f | %s | %.3f %% | %.2f / %.2f ms | %.1f ms |%n",
                Math.round((row.heard().getLast().timeMs() - fromMs) / 60e3),
                row.median(Sample::calls),
                row.gatewayPercent(),
                row.median(Sample::liveBytes) / 1e6,
                row.told().stream().mapToDouble(Sample::heapBytes).max().orElse(0) / 1e6,
                row.median(Sample::descriptors),
                row.lateness(),
                row.lostPercent(),
                row.medianSecond(PhoneSecond::p50Ms),
                row.medianSecond(PhoneSecond::p99Ms),
                row.heard().stream().mapToDouble(PhoneSecond::p99Ms).max().orElse(0));
    }

    /** What was more in the last row than in the first; empty when all is flat. */
    List<String> grown() {
        if (rows.size() < ROWS) {
            return List.of("the run was too short to show that anything is flat");
        }
        var grown = new ArrayList<String>();
        compare(
                grown,
                "what is alive in the heap, MB",
                HEAP_GROWTH,
                row -> row.median(Sample::liveBytes) / 1e6);
        compare(
                grown,
                "open files and sockets",
                DESCRIPTORS_GROWTH,
                row -> row.median(Sample::descriptors));
        compare(
                grown,
                "delay p99, ms",
                DELAY_GROWTH,
                row -> Math.max(DELAY_NOISE_MS, row.medianSecond(PhoneSecond::p99Ms)));
        return List.copyOf(grown);
    }

    private void compare(
            List<String> grown, String what, double allowed, ToDoubleFunction<Span> value) {
        double first = value.applyAsDouble(rows.getFirst());
        double last = value.applyAsDouble(rows.getLast());
        if (first <= 0) {
            grown.add("nothing is known of " + what);
        } else if (last > allowed * first) {
            grown.add(format(ROOT, "%s grew from %.1f to %.1f", what, first, last));
        }
    }
}
