package dev.crosspoint.loadtest.run;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import dev.crosspoint.loadtest.simulation.LoadProfile;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One simulation in one section: what was offered, what it cost the gateway, what people heard.
 *
 * @param simulation its simple name
 * @param run the gateway and the phones, once a second
 * @param passed whether all of Gatling's assertions held
 * @param wrong what does not balance in the gateway's books
 * @param last the gateway's counters at the end
 * @param profile what was asked for
 * @param flood null where nobody flooded the gateway
 */
record Summary(
        String simulation,
        Span run,
        boolean passed,
        List<String> wrong,
        GatewayMetrics last,
        LoadProfile profile,
        @Nullable FloodBill flood) {

    private static final String HANDSHAKES = "crosspoint_media_loop_handshakes_";

    Summary {
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
        if (!run.heard().isEmpty()) {
            heard(text, run.heard().getLast());
        }
        if (flood != null) {
            row(text, "hostile datagrams", flood.toString());
        }
        if (run.told().size() > 1) {
            spent(text, run.told().getFirst(), run.told().getLast());
        }
        if (profile.steps() > 1) {
            text.append(new StepTable(run, profile.steps(), profile.seconds()).markdown());
        }
        if (profile.isSoak()) {
            text.append(SoakTable.of(run).markdown());
        }
        return text.append('\n').toString();
    }

    private void heard(StringBuilder text, PhoneSecond end) {
        List<PhoneSecond> phones = run.heard();
        List<PhoneSecond> told = phones.stream().filter(PhoneSecond::toldDelay).toList();
        row(
                text,
                "calls offered, answered, refused",
                end.calls() + ", " + end.answered() + ", " + end.refused());
        if (end.postponed() > 0) {
            row(text, "of the refused, told when to call again", Long.toString(end.postponed()));
        }
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
        if (!told.isEmpty()) {
            delays(text, told);
        }
        if (end.words() > 0) {
            row(
                    text,
                    "one-way delay through mixer or codec, beginnings of words: p50, p99",
                    format(
                            ROOT,
                            "%.1f, %.1f ms (%d words)",
                            end.wordsP50Ms(),
                            end.wordsP99Ms(),
                            end.words()));
        }
        row(
                text,
                "the generator's own lateness, p99: median, worst second",
                format(
                        ROOT,
                        "%.2f, %.2f ms",
                        median(phones, PhoneSecond::lateP99Ms),
                        most(phones, PhoneSecond::lateP99Ms)));
        row(text, "frames that the generator did not speak", Long.toString(end.skipped()));
        double cpuMs = (end.cpuNanos() - phones.getFirst().cpuNanos()) / 1e6;
        row(
                text,
                "generator CPU, waiting left out",
                format(
                        ROOT,
                        "%.1f %% of a core",
                        cpuMs / 10 / Math.max(1, seconds(phones, PhoneSecond::timeMs))));
        row(
                text,
                "generator CPU per call-second: all included, fullest seconds",
                format(
                        ROOT,
                        "%.2f, %s ms",
                        cpuMs / Math.max(1, callSeconds()),
                        fullestCost(
                                phones,
                                PhoneSecond::open,
                                PhoneSecond::cpuNanos,
                                PhoneSecond::timeMs)));
    }

    /** Of what was relayed, which brings the time of its sending along. */
    private static void delays(StringBuilder text, List<PhoneSecond> told) {
        row(
                text,
                "one-way delay of what is relayed, median second: p50, p99, p99.9",
                format(
                        ROOT,
                        "%.2f, %.2f, %.2f ms",
                        median(told, PhoneSecond::p50Ms),
                        median(told, PhoneSecond::p99Ms),
                        median(told, PhoneSecond::p999Ms)));
        row(
                text,
                "one-way delay of what is relayed, worst second: p50, p99, p99.9",
                format(
                        ROOT,
                        "%.2f, %.2f, %.2f ms",
                        most(told, PhoneSecond::p50Ms),
                        most(told, PhoneSecond::p99Ms),
                        most(told, PhoneSecond::p999Ms)));
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
                fullestCost(run.told(), Sample::calls, Sample::cpuNanos, Sample::timeMs) + " ms");
        row(text, "heap, most", format(ROOT, "%.0f MB", most(run.told(), Sample::heapBytes) / 1e6));
        row(
                text,
                "open files and sockets at first, most, at last",
                format(
                        ROOT,
                        "%.0f, %.0f, %.0f",
                        first.descriptors(),
                        most(run.told(), Sample::descriptors),
                        last.total(Sample.DESCRIPTORS)));
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
        row(text, "tick lateness: mean; p99 / p99.9 within", Span.lateness(first, end));
        row(
                text,
                "DTLS handshakes since the gateway began: begun, failed",
                format(
                        ROOT,
                        "%.0f, %.0f",
                        last.total(HANDSHAKES + "begun_total"),
                        last.total(HANDSHAKES + "failed_total")));
    }

    /** The time of all calls together, s, as the phones counted it. */
    private double callSeconds() {
        List<PhoneSecond> phones = run.heard();
        double sum = 0;
        for (int i = 1; i < phones.size(); i++) {
            long ms = phones.get(i).timeMs() - phones.get(i - 1).timeMs();
            sum += phones.get(i).open() * ms / 1000.0;
        }
        return sum;
    }

    /**
     * Of seconds with nine tenths of the most calls: what is left when starting up is left out. A
     * short run may not have two of them in a row.
     */
    private static <T> String fullestCost(
            List<T> seconds,
            ToDoubleFunction<T> calls,
            ToDoubleFunction<T> cpuNanos,
            ToDoubleFunction<T> timeMs) {
        double enough = 0.9 * most(seconds, calls);
        double nanos = 0;
        double callMs = 0;
        for (int i = 1; i < seconds.size(); i++) {
            T one = seconds.get(i - 1);
            T two = seconds.get(i);
            double open = calls.applyAsDouble(one);
            double stillOpen = calls.applyAsDouble(two);
            if (open >= enough && stillOpen >= enough) {
                nanos += cpuNanos.applyAsDouble(two) - cpuNanos.applyAsDouble(one);
                callMs +=
                        (open + stillOpen)
                                / 2
                                * (timeMs.applyAsDouble(two) - timeMs.applyAsDouble(one));
            }
        }
        return callMs == 0 ? "-" : format(ROOT, "%.2f", nanos / 1e6 / (callMs / 1000));
    }

    private static <T> double seconds(List<T> all, ToDoubleFunction<T> timeMs) {
        return (timeMs.applyAsDouble(all.getLast()) - timeMs.applyAsDouble(all.getFirst())) / 1000;
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
