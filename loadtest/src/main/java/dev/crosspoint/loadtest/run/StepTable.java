package dev.crosspoint.loadtest.run;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A run whose rate grows in steps, one row for each: where it is that more is asked for than can be
 * had, and what those notice who have calls.
 *
 * @param samples of the gateway, once a second
 * @param phones the same seconds as the phones saw them
 * @param steps how many there are
 * @param seconds that each lasts
 */
record StepTable(List<Sample> samples, List<PhoneSecond> phones, int steps, int seconds) {
    StepTable {
        samples = List.copyOf(samples);
        phones = List.copyOf(phones);
    }

    /** The table, in Markdown; empty when nobody called. */
    String markdown() {
        List<PhoneSecond> calling = phones.stream().filter(s -> s.calls() > 0).toList();
        if (calling.isEmpty()) {
            return "";
        }
        var text =
                new StringBuilder(
                        "\n| step | calls offered | answered | told to come later | otherwise refused | most at once"
                                + " | gateway CPU | generator CPU | tick lateness, mean | lost | delay p50 / p99 |\n"
                                + "|---|---|---|---|---|---|---|---|---|---|---|\n");
        long began = calling.getFirst().timeMs();
        for (int step = 0; step < steps; step++) {
            long from = began + (long) step * seconds * 1000;
            row(text, step + 1, from, from + seconds * 1000L);
        }
        return text.toString();
    }

    private void row(StringBuilder text, int step, long fromMs, long toMs) {
        List<PhoneSecond> heard = between(phones, PhoneSecond::timeMs, fromMs, toMs);
        List<Sample> told = between(samples, Sample::timeMs, fromMs, toMs);
        if (heard.size() < 2 || told.size() < 2) {
            text.append("| ").append(step).append(" | not reached |\n");
            return;
        }
        PhoneSecond one = heard.getFirst();
        PhoneSecond two = heard.getLast();
        double postponed = two.postponed() - one.postponed();
        double lost = two.lost() - one.lost();
        List<PhoneSecond> timed = heard.stream().filter(s -> s.stamped() > 0).toList();
        text.append(
                format(
                        ROOT,
                        "| %d | %d | %d | %.0f | %.0f | %.0f | %.0f %% | %.0f %% | %.2f ms | %.3f %% | %s |%n",
                        step,
                        two.calls() - one.calls(),
                        two.answered() - one.answered(),
                        postponed,
                        two.refused() - one.refused() - postponed,
                        heard.stream().mapToDouble(PhoneSecond::open).max().orElse(0),
                        percent(told, Sample::cpuNanos, Sample::timeMs),
                        percent(heard, PhoneSecond::cpuNanos, PhoneSecond::timeMs),
                        Sample.meanLatenessMs(told.getFirst(), told.getLast()),
                        100 * lost / Math.max(1, two.heard() - one.heard() + lost),
                        timed.isEmpty()
                                ? "-"
                                : format(
                                        ROOT,
                                        "%.2f / %.2f ms",
                                        median(timed, PhoneSecond::p50Ms),
                                        median(timed, PhoneSecond::p99Ms))));
    }

    private static <T> List<T> between(
            List<T> all, ToDoubleFunction<T> timeMs, long fromMs, long toMs) {
        return all.stream()
                .filter(t -> timeMs.applyAsDouble(t) >= fromMs && timeMs.applyAsDouble(t) <= toMs)
                .toList();
    }

    /** Of a core. */
    private static <T> double percent(
            List<T> some, ToDoubleFunction<T> cpuNanos, ToDoubleFunction<T> timeMs) {
        T one = some.getFirst();
        T two = some.getLast();
        double ms = timeMs.applyAsDouble(two) - timeMs.applyAsDouble(one);
        return (cpuNanos.applyAsDouble(two) - cpuNanos.applyAsDouble(one)) / 1e4 / Math.max(1, ms);
    }

    private static double median(List<PhoneSecond> all, ToDoubleFunction<PhoneSecond> what) {
        double[] sorted = all.stream().mapToDouble(what).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
