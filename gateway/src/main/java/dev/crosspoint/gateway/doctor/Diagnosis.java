package dev.crosspoint.gateway.doctor;

import dev.crosspoint.gateway.doctor.Check.Outcome;
import java.util.Comparator;
import java.util.List;

/**
 * What is wrong, as far as can be told.
 *
 * @param subject such as {@code trunk carrier-x}
 * @param findings the cause first
 * @param checks in the order in which they were made
 */
public record Diagnosis(String subject, List<Finding> findings, List<Check> checks) {
    /** Exit codes: nothing is wrong; a cause was found; neither can be said. */
    public static final int WELL = 0;

    public static final int CAUSE_FOUND = 1;
    public static final int CANNOT_TELL = 2;

    public Diagnosis {
        findings =
                findings.stream().distinct().sorted(Comparator.comparingInt(Ranking::of)).toList();
        checks = List.copyOf(checks);
    }

    /** To leave the command with. */
    public int exitCode() {
        if (!findings.isEmpty()) {
            return CAUSE_FOUND;
        }
        return isComplete() ? WELL : CANNOT_TELL;
    }

    /** Whether calls were looked at: without them nobody can say that nothing is wrong. */
    private boolean isComplete() {
        return checks.stream()
                .noneMatch(check ->
                        check.area().equals(Areas.CALLS) && check.outcome() == Outcome.NOT_KNOWN);
    }
}
