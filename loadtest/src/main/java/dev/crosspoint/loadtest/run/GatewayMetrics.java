package dev.crosspoint.loadtest.run;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a gateway shows to Prometheus, at one moment. */
record GatewayMetrics(String text) {
    private static final Pattern BOUND = Pattern.compile("\\ble=\"([^\"]+)\"");

    /** What all samples of a name add up to; 0 when there are none. */
    double total(String name) {
        return total(name, _ -> true);
    }

    /**
     * What the samples of a name with these labels add up to.
     *
     * @param labels each as in {@code method="INVITE"}
     */
    double total(String name, String... labels) {
        return total(name, line -> List.of(labels).stream().allMatch(line::contains));
    }

    /** What the buckets of a name add up to, by their upper bounds. */
    SortedMap<Double, Double> byBound(String name) {
        var buckets = new TreeMap<Double, Double>();
        text.lines()
                .filter(line -> isOf(line, name))
                .forEach(line ->
                        BOUND.matcher(line)
                                .results()
                                .forEach(bound ->
                                        buckets.merge(
                                                number(bound.group(1)), value(line), Double::sum)));
        return buckets;
    }

    private double total(String name, Predicate<String> which) {
        return text.lines()
                .filter(line -> isOf(line, name))
                .filter(which)
                .mapToDouble(GatewayMetrics::value)
                .sum();
    }

    private static boolean isOf(String line, String name) {
        return line.startsWith(name + " ") || line.startsWith(name + "{");
    }

    private static double value(String line) {
        return number(line.substring(line.lastIndexOf(' ') + 1));
    }

    private static double number(String text) {
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }
}
