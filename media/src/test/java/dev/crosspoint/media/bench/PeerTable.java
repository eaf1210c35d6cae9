package dev.crosspoint.media.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What several servers needed for the same work, as a page in Markdown. */
final class PeerTable {
    /** One run, which was measured or was not. */
    sealed interface Run {
        /**
         * Was.
         *
         * @param load of the machine behind it, average of a minute
         */
        record Measured(LoadResult result, double load) implements Run {}

        /** Was not. */
        record Missed(String why) implements Run {}
    }

    private record Key(String work, String server) {}

    private static final String HEAD =
            """
            | Work | Server | ms per call-second or participant-second | cores | lost, %% | not heard, %% | delay p50 / p99, ms | kbit/s to a browser | load average |
            |---|---|---|---|---|---|---|---|---|
            """
                    .replace("%%", "%");

    private final Map<Key, List<Run>> runs = new LinkedHashMap<>();

    /** Adds a run; those of the same work and server share a line. */
    void add(String work, String server, Run run) {
        runs.computeIfAbsent(new Key(work, server), _ -> new ArrayList<>()).add(run);
    }

    /** The table, and a sentence for each run that is not in it. */
    String markdown() {
        var lines = new StringBuilder(HEAD);
        runs.forEach((key, all) -> lines.append(line(key, all)));
        List<String> missed = missed();
        if (!missed.isEmpty()) {
            lines.append("\nNot run:\n\n");
            missed.forEach(each -> lines.append("- ").append(each).append('\n'));
        }
        return lines.toString();
    }

    private List<String> missed() {
        var all = new ArrayList<String>();
        runs.forEach((key, list) -> {
            for (Run run : list) {
                if (run instanceof Run.Missed(String why)) {
                    all.add(key.work() + ", " + key.server() + ": " + why);
                }
            }
        });
        return all.stream().distinct().toList();
    }

    private static String line(Key key, List<Run> all) {
        var measured = new ArrayList<Run.Measured>();
        for (Run run : all) {
            if (run instanceof Run.Measured each) {
                measured.add(each);
            }
        }
        String numbers =
                measured.isEmpty()
                        ? "not run | | | | | |"
                        : String.join(
                                " | ",
                                each(measured, r -> text("%.2f", r.cpuMillis())),
                                each(measured, r -> text("%.2f", r.cores())),
                                each(measured, r -> text("%.3f", r.lostPercent())),
                                each(measured, r -> text("%.2f", r.unheardPercent())),
                                each(measured, PeerTable::delay),
                                each(measured, r -> text("%.0f", r.browserKilobits())),
                                measured.stream()
                                        .map(m -> text("%.1f", m.load()))
                                        .collect(Collectors.joining(", ")));
        return "| " + key.work() + " | " + key.server() + " | " + numbers + " |\n";
    }

    private static String each(List<Run.Measured> runs, Function<LoadResult, String> value) {
        return runs.stream().map(r -> value.apply(r.result())).collect(Collectors.joining(", "));
    }

    private static String delay(LoadResult result) {
        LoadDelays delays = result.delays();
        return delays.heard() == 0
                ? "none heard"
                : text("%.1f / ", delays.p50Millis()) + text("%.1f", delays.p99Millis());
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
