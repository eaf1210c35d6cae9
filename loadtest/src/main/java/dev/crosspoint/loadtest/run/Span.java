package dev.crosspoint.loadtest.run;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * A part of a run.
 *
 * @param told of the gateway, once a second
 * @param heard the same seconds as the phones saw them
 */
record Span(List<Sample> told, List<PhoneSecond> heard) {
    private static final double FULL = 0.8;

    Span {
        told = List.copyOf(told);
        heard = List.copyOf(heard);
    }

    /** What lies between two moments, both included. */
    Span between(long fromMs, long toMs) {
        return new Span(
                told.stream().filter(s -> isIn(s.timeMs(), fromMs, toMs)).toList(),
                heard.stream().filter(s -> isIn(s.timeMs(), fromMs, toMs)).toList());
    }

    /** From the first call on. */
    Span calling() {
        return from(heard.stream().filter(s -> s.calls() > 0).toList());
    }

    /** From the first to the last second with most of its calls: without their coming and going. */
    Span full() {
        double enough = FULL * heard.stream().mapToDouble(PhoneSecond::open).max().orElse(0);
        return from(heard.stream().filter(s -> s.open() > 0 && s.open() >= enough).toList());
    }

    private Span from(List<PhoneSecond> some) {
        return some.isEmpty()
                ? new Span(List.of(), List.of())
                : between(some.getFirst().timeMs(), some.getLast().timeMs());
    }

    private static boolean isIn(long timeMs, long fromMs, long toMs) {
        return timeMs >= fromMs && timeMs <= toMs;
    }

    /** Whether there is enough of it for differences. */
    boolean hasDifferences() {
        return told.size() >= 2 && heard.size() >= 2;
    }

    /** What the phones have counted in it. */
    double counted(ToDoubleFunction<PhoneSecond> what) {
        return what.applyAsDouble(heard.getLast()) - what.applyAsDouble(heard.getFirst());
    }

    /** Of the packets that should have been heard, percent. */
    double lostPercent() {
        double lost = counted(PhoneSecond::lost);
        return 100 * lost / Math.max(1, counted(PhoneSecond::heard) + lost);
    }

    /** What the gateway's process took of a core. */
    double gatewayPercent() {
        return percent(told, Sample::cpuNanos, Sample::timeMs);
    }

    /** What the generator's process took of a core, but for its waiting. */
    double generatorPercent() {
        return percent(heard, PhoneSecond::cpuNanos, PhoneSecond::timeMs);
    }

    private static <T> double percent(
            List<T> some, ToDoubleFunction<T> cpuNanos, ToDoubleFunction<T> timeMs) {
        T one = some.getFirst();
        T two = some.getLast();
        double ms = timeMs.applyAsDouble(two) - timeMs.applyAsDouble(one);
        return (cpuNanos.applyAsDouble(two) - cpuNanos.applyAsDouble(one)) / 1e4 / Math.max(1, ms);
    }

    /** How late the gateway's ticks were: the mean, and bounds for 99 and 99.9 of 100. */
    String lateness() {
        return lateness(told.getFirst(), told.getLast());
    }

    /** The same between two moments. */
    static String lateness(Sample one, Sample two) {
        String mean = format(ROOT, "%.2f", Sample.meanLatenessMs(one, two));
        return two.ticksWithin().isEmpty()
                ? mean + " ms"
                : mean + "; " + bound(one, two, 0.99) + " / " + bound(one, two, 0.999) + " ms";
    }

    private static String bound(Sample one, Sample two, double part) {
        double ms = Sample.latenessBoundMs(one, two, part);
        return Double.isInfinite(ms) ? "more" : format(ROOT, "%.2f", ms);
    }

    /** Of the seconds in which packets told their delay, the one in the middle. */
    double medianSecond(ToDoubleFunction<PhoneSecond> what) {
        return median(heard, PhoneSecond::toldDelay, what);
    }

    /** Of all seconds the one in the middle, as the gateway saw them. */
    double median(ToDoubleFunction<Sample> what) {
        return median(told, _ -> true, what);
    }

    private static <T> double median(List<T> all, Predicate<T> which, ToDoubleFunction<T> what) {
        double[] sorted = all.stream().filter(which).mapToDouble(what).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }
}
