package dev.crosspoint.loadtest.run;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One simulation in one section: what was offered, what it cost the gateway, what people heard.
 *
 * @param simulation its simple name
 * @param samples of the gateway, once a second
 * @param phones the same seconds as the phones saw them
 * @param passed whether all of Gatling's assertions held
 * @param wrong what does not balance in the gateway's books
 * @param last the gateway's counters at the end
 * @param flood null where nobody flooded the gateway
 */
record Summary(
        String simulation,
        List<Sample> samples,
        List<PhoneSecond> phones,
        boolean passed,
        List<String> wrong,
        GatewayMetrics last,
        @Nullable FloodBill flood) {

    private static final String LATENESS = "crosspoint_media_tick_lateness_seconds";

    Summary {
        samples = List.copyOf(samples);
        phones = List.copyOf(phones);
        wrong = List.copyOf(wrong);
    }

    /** Whether nothing failed. */
    boolean well() {
        return passed && wrong.isEmpty();
    }

    /** The section, in Markdown. */
    String markdown() {
        var text = new StringBuilder("## " + simulation + "\n\n");
        text.append(
                passed
                        ? "All assertions held.\n"
                        : "**Assertions failed**: Gatling's report says which.\n");
        wrong.forEach(what -> text.append("\n**").append(what).append("**\n"));
        text.append("\n![](").append(simulation).append(".svg)\n\n| | |\n|---|---|\n");
        if (!phones.isEmpty()) {
            heard(text, phones.getLast());
        }
        if (flood != null) {
            row(text, "hostile datagrams", flood.toString());
        }
        if (samples.size() > 1) {
            spent(text, samples.getFirst(), samples.getLast());
        }
        return text.append('\n').toString();
    }

    private void heard(StringBuilder text, PhoneSecond end) {
        List<PhoneSecond> told = phones.stream().filter(second -> second.stamped() > 0).toList();
        row(
                text,
                "calls offered, answered, refused",
                end.calls() + ", " + end.answered() + ", " + end.refused());
        row(text, "most calls at once", format(ROOT, "%.0f", most(phones, PhoneSecond::open)));
        row(
                text,
                "packets heard, lost",
                format(
                        ROOT,
                        "%d, %d (%.3f %%)",
                        end.heard(),
                        end.lost(),
                        100.0 * end.lost() / Math.max(1, end.heard() + end.lost())));
        row(
                text,
                "one-way delay, median second: p50, p99, p99.9",
                format(
                        ROOT,
                        "%.2f, %.2f, %.2f ms",
                        median(told, PhoneSecond::p50Ms),
                        median(told, PhoneSecond::p99Ms),
                        median(told, PhoneSecond::p999Ms)));
        row(
                text,
                "one-way delay, worst second: p50, p99, p99.9",
                format(
                        ROOT,
                        "%.2f, %.2f, %.2f ms",
                        most(told, PhoneSecond::p50Ms),
                        most(told, PhoneSecond::p99Ms),
                        most(told, PhoneSecond::p999Ms)));
        row(
                text,
                "the generator's own lateness, p99: median, worst second",
                format(
                        ROOT,
                        "%.2f, %.2f ms",
                        median(phones, PhoneSecond::lateP99Ms),
                        most(phones, PhoneSecond::lateP99Ms)));
        row(text, "frames that the generator did not speak", Long.toString(end.skipped()));
    }

    private void spent(StringBuilder text, Sample first, Sample end) {
        double seconds = (end.timeMs() - first.timeMs()) / 1000.0;
        double cpuMs = (end.cpuNanos() - first.cpuNanos()) / 1e6;
        row(text, "gateway CPU", format(ROOT, "%.1f %% of a core", cpuMs / seconds / 10));
        row(
                text,
                "gateway CPU per call-second, all included",
                format(ROOT, "%.2f ms", cpuMs / Math.max(1, callSeconds())));
        row(
                text,
                "gateway CPU per call-second, fullest seconds",
                format(ROOT, "%.2f ms", fullestCost()));
        row(text, "heap, most", format(ROOT, "%.0f MB", most(samples, Sample::heapBytes) / 1e6));
        row(
                text,
                "allocated",
                format(
                        ROOT,
                        "%.1f MB/s",
                        (end.allocatedBytes() - first.allocatedBytes()) / 1e6 / seconds));
        row(
                text,
                "collector's pauses",
                format(
                        ROOT,
                        "%.1f ms in all",
                        1000 * (end.pausedSeconds() - first.pausedSeconds())));
        row(
                text,
                "tick lateness, mean",
                format(ROOT, "%.2f ms", Sample.meanLatenessMs(first, end)));
        row(
                text,
                "tick lateness since the gateway began, p99, p99.9",
                format(
                        ROOT,
                        "%.1f, %.1f ms",
                        1000 * last.largest(LATENESS, "quantile=\"0.99\""),
                        1000 * last.largest(LATENESS, "quantile=\"0.999\"")));
    }

    /** The time of all calls together, s, as the phones counted it. */
    private double callSeconds() {
        double sum = 0;
        for (int i = 1; i < phones.size(); i++) {
            long ms = phones.get(i).timeMs() - phones.get(i - 1).timeMs();
            sum += phones.get(i).open() * ms / 1000.0;
        }
        return sum;
    }

    /** Of seconds with nine tenths of the most calls: what is left when starting up is left out. */
    private double fullestCost() {
        double enough = 0.9 * most(samples, Sample::calls);
        double cpuNanos = 0;
        double callMs = 0;
        for (int i = 1; i < samples.size(); i++) {
            Sample one = samples.get(i - 1);
            Sample two = samples.get(i);
            if (one.calls() >= enough && two.calls() >= enough) {
                cpuNanos += two.cpuNanos() - one.cpuNanos();
                callMs += (one.calls() + two.calls()) / 2 * (two.timeMs() - one.timeMs());
            }
        }
        return callMs == 0 ? 0 : cpuNanos / 1e6 / (callMs / 1000);
    }

    private static <T> double median(List<T> all, ToDoubleFunction<T> what) {
        double[] sorted = all.stream().mapToDouble(what).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    private static <T> double most(List<T> all, ToDoubleFunction<T> what) {
        return all.stream().mapToDouble(what).max().orElse(0);
    }

    private static void row(StringBuilder text, String name, String value) {
        text.append("| ").append(name).append(" | ").append(value).append(" |\n");
    }
}
