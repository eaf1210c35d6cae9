package dev.crosspoint.loadtest.run;

import dev.crosspoint.loadtest.run.Chart.Curve;
import dev.crosspoint.loadtest.run.Chart.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The picture of a simulation: offered load beside what it did to the gateway and to those who
 * listened.
 */
record Curves(List<Sample> samples, List<PhoneSecond> phones) {
    Curves {
        samples = List.copyOf(samples);
        phones = List.copyOf(phones);
    }

    String svg() {
        List<PhoneSecond> heard = phones.stream().filter(s -> s.stamped() > 0).toList();
        long from = samples.isEmpty() ? 0 : samples.getFirst().timeMs();
        long to = samples.isEmpty() ? 1 : samples.getLast().timeMs();
        return new Chart(from, to)
                .panel(
                        "calls",
                        "",
                        seen("phones", phones, PhoneSecond::open),
                        shown("gateway", Sample::calls))
                .panel(
                        "offered",
                        "calls/s",
                        growth("calls", PhoneSecond::calls),
                        growth("refused", PhoneSecond::refused))
                .panel("gateway CPU", "% of a core", spent("CPU", s -> s.cpuNanos() / 1e7))
                .panel("heap", "MB", shown("used", s -> s.heapBytes() / 1e6))
                .panel("collector", "ms/s", spent("pauses", s -> s.pausedSeconds() * 1000))
                .panel("tick lateness", "ms, mean", lateness())
                .panel(
                        "one-way delay",
                        "ms",
                        seen("p50", heard, PhoneSecond::p50Ms),
                        seen("p99", heard, PhoneSecond::p99Ms),
                        seen("p99.9", heard, PhoneSecond::p999Ms))
                .panel("lost", "packets/s", growth("lost", PhoneSecond::lost))
                .svg();
    }

    private static Curve seen(
            String name, List<PhoneSecond> all, ToDoubleFunction<PhoneSecond> what) {
        return new Curve(
                name, all.stream().map(s -> new Point(s.timeMs(), what.applyAsDouble(s))).toList());
    }

    private Curve shown(String name, ToDoubleFunction<Sample> what) {
        return new Curve(
                name,
                samples.stream().map(s -> new Point(s.timeMs(), what.applyAsDouble(s))).toList());
    }

    private Curve growth(String name, ToDoubleFunction<PhoneSecond> what) {
        return perSecond(seen(name, phones, what));
    }

    private Curve spent(String name, ToDoubleFunction<Sample> what) {
        return perSecond(shown(name, what));
    }

    /** How fast something grows that only grows. */
    private static Curve perSecond(Curve total) {
        var points = new ArrayList<Point>();
        for (int i = 1; i < total.points().size(); i++) {
            Point one = total.points().get(i - 1);
            Point two = total.points().get(i);
            double ms = Math.max(1, two.timeMs() - one.timeMs());
            points.add(new Point(two.timeMs(), 1000 * Math.max(0, two.value() - one.value()) / ms));
        }
        return new Curve(total.name(), points);
    }

    private Curve lateness() {
        var points = new ArrayList<Point>();
        for (int i = 1; i < samples.size(); i++) {
            points.add(
                    new Point(
                            samples.get(i).timeMs(),
                            Sample.meanLatenessMs(samples.get(i - 1), samples.get(i))));
        }
        return new Curve("mean", points);
    }
}
