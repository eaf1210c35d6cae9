package dev.crosspoint.loadtest.run;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import java.util.List;

/**
 * A run whose rate grows in steps, one row for each: where it is that more is asked for than can be
 * had, and what those notice who have calls.
 *
 * @param run all of it
 * @param steps how many there are
 * @param seconds that each lasts
 */
record StepTable(Span run, int steps, int seconds) {

    /** The table, in Markdown; empty when nobody called. */
    String markdown() {
        List<PhoneSecond> calling = run.calling().heard();
        if (calling.isEmpty()) {
            return "";
        }
        var text =
                new StringBuilder(
                        "\n| step | calls offered | answered | told to come later | otherwise refused | most at once"
                                + " | gateway CPU | generator CPU | tick lateness: mean; p99 / p99.9 within | lost | delay p50 / p99 |\n"
                                + "|---|---|---|---|---|---|---|---|---|---|---|\n");
        long began = calling.getFirst().timeMs();
        for (int step = 0; step < steps; step++) {
            long from = began + (long) step * seconds * 1000;
            text.append("| ").append(step + 1);
            text.append(row(run.between(from, from + seconds * 1000L))).append(" |\n");
        }
        return text.toString();
    }

    private static String row(Span step) {
        if (!step.hasDifferences()) {
            return " | not reached";
        }
        double postponed = step.counted(PhoneSecond::postponed);
        return format(
                ROOT,
                " | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f %% | %.0f %% | %s | %.3f %% | %.2f / %.2f ms",
                step.counted(PhoneSecond::calls),
                step.counted(PhoneSecond::answered),
                postponed,
                step.counted(PhoneSecond::refused) - postponed,
                step.heard().stream().mapToDouble(PhoneSecond::open).max().orElse(0),
                step.gatewayPercent(),
                step.generatorPercent(),
                step.lateness(),
                step.lostPercent(),
                step.medianSecond(PhoneSecond::p50Ms),
                step.medianSecond(PhoneSecond::p99Ms));
    }
}
