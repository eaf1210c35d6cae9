package dev.crosspoint.loadtest.run;

import dev.crosspoint.loadtest.run.Chart.Curve;
import dev.crosspoint.loadtest.run.Chart.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * One simulation in one section: what was offered, what it cost the gateway, what people heard.
 *
 * @param simulation its simple name
 * @param samples of the gateway, once a second
 * @param phones the same seconds as the phones saw them
 * @param passed whether all of Gatling's assertions held
 * @param wrong what does not balance in the gateway's books
 * @param last the gateway's counters at the end
 */
record Summary(
        String simulation,
        List<Sample> samples,
        List<PhoneSecond> phones,
        boolean passed,
        List<String> wrong,
        GatewayMetrics last) {

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
        text.append(passed ? "All assertions held.\n" : "**Assertions failed**: see Gatling's report.\n");
        wrong.forEach(what -> text.append("\n**").append(what).append("**\n"));
        text.append("\n![](").append(simulation).append(".svg)\n\n| | |\n|---|---|\n");
        PhoneSecond end = phones.isEmpty() ? null : phones.getLast();
        if (end != null) {
            row(text, "calls offered, answered, refused", "%d, %d, %d", end.calls(), end.answered(), end.refused());
            row(text, "most calls at once", "%.0f", most(phones, PhoneSecond::open));
            row(text, "packets heard, lost", "%d, %d (%.3f %%)", end.heard(), end.lost(), lostPercent(end));
            row(text, "one-way delay, median second: p50, p99, p99.9", "%.2f, %.2f, %.2f ms", median(PhoneSecond::p50Ms), median(PhoneSecond::p99Ms), median(PhoneSecond::p999Ms));
            row(text, "one-way delay, worst second: p50, p99, p99.9", "%.2f, %.2f, %.2f ms", most(heard(), PhoneSecond::p50Ms), most(heard(), PhoneSecond::p99Ms), most(heard(), PhoneSecond::p999Ms));
            row(text, "the generator's own lateness, worst second, p99", "%.2f ms", most(phones, PhoneSecond::lateP99Ms));
            row(text, "frames that the generator did not speak", "%d", end.skipped());
        }
        if (samples.size() > 1) {
            Sample first = samples.getFirst();
            Sample lastOne = samples.getLast();
            double seconds = (lastOne.timeMs() - first.timeMs()) / 1000.0;
            double cpuMs = (lastOne.cpuNanos() - first.cpuNanos()) / 1e6;
            row(text, "gateway CPU", "%.1f %% of a core", cpuMs / seconds / 10);
            row(text, "gateway CPU per call-second", "%.2f ms (signalling, sign-ins and JIT included)", cpuMs / Math.max(1, callSeconds()));
            row(text, "heap, most", "%.0f MB", most(samples, Sample::heapBytes) / 1e6);
            row(text, "allocated", "%.1f MB/s", (lastOne.allocatedBytes() - first.allocatedBytes()) / 1e6 / seconds);
            row(text, "collector's pauses", "%.1f ms in all", 1000 * (lastOne.pausedSeconds() - first.pausedSeconds()));
            row(text, "tick lateness, mean", "%.2f ms", 1000 * (lastOne.lateSeconds() - first.lateSeconds()) / Math.max(1, lastOne.ticks() - first.ticks()));
            row(text, "tick lateness since the gateway began, p99, p99.9", "%.1f, %.1f ms", 1000 * last.largest("crosspoint_media_tick_lateness_seconds", "quantile=\"0.99\""), 1000 * last.largest("crosspoint_media_tick_lateness_seconds", "quantile=\"0.999\""));
        }
        return text.append('\n').toString();
    }

    /** The picture. */
    String svg() {
        long from = samples.isEmpty() ? 0 : samples.getFirst().timeMs();
        long to = samples.isEmpty() ? 1 : samples.getLast().timeMs();
        return new Chart(from, to)
                .panel(
                        "calls",
                        "",
                        curve("open, by phones", phones, PhoneSecond::timeMs, PhoneSecond::open),
                        curve("open, by gateway", samples, Sample::timeMs, Sample::calls))
                .panel("offered", "calls/s", rate("calls", PhoneSecond::calls), rate("refused", PhoneSecond::refused))
                .panel("gateway CPU", "% of a core", gatewayRate("CPU", s -> s.cpuNanos() / 1e7))
                .panel("heap", "MB", curve("used", samples, Sample::timeMs, s -> s.heapBytes() / 1e6))
                .panel("collector", "ms/s", gatewayRate("pauses", s -> s.pausedSeconds() * 1000))
                .panel("tick lateness", "ms, mean", lateness())
                .panel(
                        "one-way delay",
                        "ms",
                        curve("p50", heard(), PhoneSecond::timeMs, PhoneSecond::p50Ms),
                        curve("p99", heard(), PhoneSecond::timeMs, PhoneSecond::p99Ms),
                        curve("p99.9", heard(), PhoneSecond::timeMs, PhoneSecond::p999Ms))
                .panel("lost", "packets/s, at the end of calls", rate("lost", PhoneSecond::lost))
                .svg();
    }

    /** The time of all calls together, s, as the phones counted it. */
    private double callSeconds() {
        double sum = 0;
        for (int i = 1; i < phones.size(); i++) {
            sum += phones.get(i).open() * (phones.get(i).timeMs() - phones.get(i - 1).timeMs()) / 1000.0;
        }
        return sum;
    }

    private List<PhoneSecond> heard() {
        return phones.stream().filter(second -> second.stamped() > 0).toList();
    }

    private double median(ToDoubleFunction<PhoneSecond> what) {
        double[] sorted = heard().stream().mapToDouble(what).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    private static <T> double most(List<T> all, ToDoubleFunction<T> what) {
        return all.stream().mapToDouble(what).max().orElse(0);
    }

    private static double lostPercent(PhoneSecond end) {
        return 100.0 * end.lost() / Math.max(1, end.heard() + end.lost());
    }

    private static void row(StringBuilder text, String name, String format, Object... values) {
        text.append("| ").append(name).append(" | ").append(String.format(Locale.ROOT, format, values)).append(" |\n");
    }

    private static <T> Curve curve(
            String name, List<T> all, ToLongFunction<T> when, ToDoubleFunction<T> what) {
        return new Curve(
                name, all.stream().map(one -> new Point(when.applyAsLong(one), what.applyAsDouble(one))).toList());
    }

    private Curve rate(String name, ToDoubleFunction<PhoneSecond> what) {
        return perSecond(name, phones, PhoneSecond::timeMs, what);
    }

    private Curve gatewayRate(String name, ToDoubleFunction<Sample> what) {
        return perSecond(name, samples, Sample::timeMs, what);
    }

    private static <T> Curve perSecond(
            String name, List<T> all, ToLongFunction<T> when, ToDoubleFunction<T> what) {
        var points = new ArrayList<Point>();
        for (int i = 1; i < all.size(); i++) {
            long from = when.applyAsLong(all.get(i - 1));
            long to = when.applyAsLong(all.get(i));
            double more = what.applyAsDouble(all.get(i)) - what.applyAsDouble(all.get(i - 1));
            points.add(new Point(to, 1000 * Math.max(0, more) / Math.max(1, to - from)));
        }
        return new Curve(name, points);
    }

    private Curve lateness() {
        var points = new ArrayList<Point>();
        for (int i = 1; i < samples.size(); i++) {
            Sample one = samples.get(i - 1);
            Sample two = samples.get(i);
            double ticks = Math.max(1, two.ticks() - one.ticks());
            points.add(new Point(two.timeMs(), 1000 * (two.lateSeconds() - one.lateSeconds()) / ticks));
        }
        return new Curve("mean", points);
    }
}
