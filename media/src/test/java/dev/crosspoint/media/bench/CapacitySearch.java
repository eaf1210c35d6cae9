package dev.crosspoint.media.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How many calls keep a core busy for 70 % of its time: runs {@link PlaneLoad} with one number of
 * calls after the other, each with a server of its own, until that is between two numbers that are
 * close, and prints every run.
 *
 * <p>Arguments: {@code relay|transcode|fullband}, the number to begin with, seconds of each run,
 * and optionally the command prefixes of server and load, such as {@code taskset -c 0} and {@code
 * taskset -c 1}. The system properties are those of {@code PlaneLoad}: with {@code -Drecorded=yes}
 * the recorded turns count.
 *
 * <p>A run in which audio was lost, or ticks were a whole tick late, counts as too many calls
 * however idle the core was; one in which the load itself fell behind counts for nothing and ends
 * the search.
 */
public final class CapacitySearch {
    private static final double BUSY = 0.70;

    /** Near enough to draw a line between two runs. */
    private static final double CLOSE = 0.02;

    private static final int RUNS = 7;
    private static final double MOST_MISSING_PERCENT = 0.1;
    private static final long LATEST_TICK_MICROS = 20_000;

    /** What {@link PlaneLoad} needs after its last packet, s, and half a second of grace. */
    private static final double DRAIN_SECONDS = 0.8;

    private static final Pattern LINE =
            Pattern.compile(
                    ", (\\d+) s: ([\\d.]+) ms CPU per call-second.*\\(([\\d.]+) % missing\\)"
                            + ".*tick lateness p99 <= (\\d+) us");

    private final String work;
    private final int seconds;
    private final String serverPrefix;
    private final String loadPrefix;

    /**
     * One number of calls.
     *
     * @param busy share of a core
     * @param good whether nobody heard that there were so many
     * @param kept whether the load kept its pace
     */
    private record Run(int calls, double busy, boolean good, boolean kept) {
        boolean isBelow() {
            return good && busy < BUSY;
        }
    }

    private CapacitySearch(String work, int seconds, String serverPrefix, String loadPrefix) {
        this.work = work;
        this.seconds = seconds;
        this.serverPrefix = serverPrefix;
        this.loadPrefix = loadPrefix;
    }

    /** Searches. */
    public static void main(String[] args) throws Exception {
        new CapacitySearch(
                        args[0],
                        Integer.parseInt(args[2]),
                        args.length > 3 ? args[3] : "",
                        args.length > 4 ? args[4] : "")
                .search(Integer.parseInt(args[1]));
    }

    private void search(int first) throws IOException, InterruptedException {
        Run below = new Run(0, 0, true, true);
        Run above = null;
        int calls = first;
        for (int n = 0; n < RUNS; n++) {
            Run run = run(calls);
            if (!run.kept()) {
                System.out.println("the load is too slow for " + calls + " calls");
                break;
            }
            if (run.isBelow()) {
                below = run;
            } else {
                above = run;
            }
            if (Math.abs(run.busy() - BUSY) <= CLOSE && run.good()) {
                break;
            }
            calls = next(run, below, above);
            if (calls <= below.calls() || (above != null && calls >= above.calls())) {
                break;
            }
        }
        report(below, above);
    }

    /** Where a line from nothing through the last run meets 70 %, kept between what is known. */
    private static int next(Run last, Run below, @Nullable Run above) {
        double aim = last.good() ? last.calls() * BUSY / last.busy() : last.calls() * 0.8;
        double most = above == null ? last.calls() * 2.0 : above.calls() - 1.0;
        return (int)
                Math.round(
                        Math.clamp(aim, below.calls() + 1.0, Math.max(most, below.calls() + 1.0)));
    }

    private void report(Run below, @Nullable Run above) {
        Run nearest =
                above == null || !above.good() || BUSY - below.busy() < above.busy() - BUSY
                        ? below
                        : above;
        System.out.printf(
                Locale.ROOT,
                "%s: %.0f calls at %.0f %% of a core, by the run of %d%s%n",
                work,
                nearest.calls() == 0 ? 0 : nearest.calls() * BUSY / nearest.busy(),
                BUSY * 100,
                nearest.calls(),
                above != null && !above.good()
                        ? "; not more than " + above.calls() + " keep their quality"
                        : "");
    }

    private Run run(int calls) throws IOException, InterruptedException {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        boolean recorded = !System.getProperty("recorded", "no").equals("no");
        double ms = 0;
        double missing = 0;
        long late = 0;
        double took = 0;
        int lines = 0;
        for (String line : planeLoad(calls)) {
            Matcher figures = LINE.matcher(line);
            if (!figures.find() || (recorded && !line.contains(", recorded"))) {
                continue;
            }
            System.out.printf(Locale.ROOT, "load average %.1f: %s%n", load, line);
            lines++;
            took = Math.max(took, Double.parseDouble(figures.group(1)));
            ms += Double.parseDouble(figures.group(2));
            missing = Math.max(missing, Double.parseDouble(figures.group(3)));
            late = Math.max(late, Long.parseLong(figures.group(4)));
        }
        if (lines == 0) {
            throw new IOException("a run with " + calls + " calls has said nothing");
        }
        boolean good = missing <= MOST_MISSING_PERCENT && late <= LATEST_TICK_MICROS;
        double asked = recorded ? PlaneLoad.TURN_SECONDS : seconds;
        return new Run(calls, ms / lines * calls / 1000, good, took <= asked + DRAIN_SECONDS);
    }

    private List<String> planeLoad(int calls) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        if (!loadPrefix.isEmpty()) {
            command.addAll(List.of(loadPrefix.split(" ", -1)));
        }
        command.addAll(
                List.of(
                        System.getProperty("java.home") + "/bin/java",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Drecorded=" + System.getProperty("recorded", "no"),
                        "-Dopus.complexity=" + Integer.getInteger("opus.complexity", 5),
                        "-Dload.warmup=" + Load.warmUpSeconds(),
                        "-Dserver.options="
                                + System.getProperty("server.options", PlaneProcess.OPTIONS),
                        "-classpath",
                        System.getProperty("java.class.path"),
                        PlaneLoad.class.getName(),
                        work,
                        Integer.toString(calls),
                        Integer.toString(seconds),
                        serverPrefix));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            List<String> lines = out.lines().toList();
            if (process.waitFor() != 0) {
                throw new IOException("PlaneLoad failed with " + calls + " calls");
            }
            return lines;
        }
    }
}
