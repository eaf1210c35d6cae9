package dev.crosspoint.loadtest.run;

import java.util.List;
import java.util.function.Predicate;

/** What a gateway shows to Prometheus, at one moment. */
record GatewayMetrics(String text) {

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

    /** The largest of a name with these labels; 0 when there are none. */
    double largest(String name, String... labels) {
        return text.lines()
                .filter(line -> isOf(line, name))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .mapToDouble(GatewayMetrics::value)
                .max()
                .orElse(0);
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
        String text = line.substring(line.lastIndexOf(' ') + 1);
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }
}
