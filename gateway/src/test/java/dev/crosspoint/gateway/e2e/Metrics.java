package dev.crosspoint.gateway.e2e;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** What a gateway shows to Prometheus. */
record Metrics(String text) {
    /** Reads them from the gateway that listens there on this machine. */
    static Metrics of(int httpsPort) throws IOException {
        return new Metrics(Https.body(Https.open(httpsPort, "/metrics")));
    }

    /** Those of these gauges that are not zero, as they are shown; none may be missing. */
    List<String> open(String... gauges) {
        return Stream.of(gauges)
                .flatMap(this::lines)
                .filter(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))) != 0)
                .toList();
    }

    /** What all lines of a name add up to. */
    double total(String name) {
        return lines(name)
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** What all lines of a name with this label add up to; 0 where there is none. */
    double total(String name, String label) {
        return shown(name)
                .filter(line -> line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** How much that has grown since an earlier look. */
    double since(Metrics before, String name) {
        return total(name) - before.total(name);
    }

    private Stream<String> lines(String gauge) {
        var lines = shown(gauge).toList();
        if (lines.isEmpty()) {
            throw new AssertionError("no gauge " + gauge);
        }
        return lines.stream();
    }

    private Stream<String> shown(String gauge) {
        return text.lines()
                .filter(line -> line.startsWith(gauge + " ") || line.startsWith(gauge + "{"));
    }
}
