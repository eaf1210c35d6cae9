package dev.crosspoint.gateway.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** How many objects of our classes and of the SIP stack's another JVM has, after a collection. */
final class HeapObjects {
    /** Such as {@code 12: 340 13600 dev.crosspoint.media.call.Leg (module)}. */
    private static final Pattern LINE = Pattern.compile(" *\\d+: +(\\d+) +\\d+ +(\\S+).*");

    private static final List<String> OURS =
            List.of("dev.crosspoint.", "gov.nist.", "javax.sip.", "io.vertx.core.");

    private HeapObjects() {}

    /** By class. */
    static Map<String, Long> of(long pid) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process =
                new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
                        .redirectErrorStream(true)
                        .start();
        var text = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("no histogram: " + text);
        }
        var counts = new HashMap<String, Long>();
        text.lines()
                .map(LINE::matcher)
                .filter(line -> line.matches())
                .filter(line -> OURS.stream().anyMatch(line.group(2)::startsWith))
                .forEach(line -> counts.put(line.group(2), Long.parseLong(line.group(1))));
        if (counts.isEmpty()) {
            throw new IOException("a histogram without a class of ours: " + text);
        }
        return counts;
    }

    /** Classes of which there are so many more than before, and how many more. */
    static Map<String, Long> grown(Map<String, Long> before, Map<String, Long> after, long most) {
        var grown = new HashMap<String, Long>();
        after.forEach((name, count) -> {
            long more = count - before.getOrDefault(name, 0L);
            if (more > most) {
                grown.put(name, more);
            }
        });
        return grown;
    }
}
