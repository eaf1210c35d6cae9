package dev.crosspoint.gateway.doctor;

import dev.crosspoint.gateway.doctor.Check.Outcome;
import java.util.ArrayList;
import java.util.List;

/** A diagnosis for people, and for programs. */
public final class DiagnosisText {
    private DiagnosisText() {}

    /** Lines for a terminal. */
    public static List<String> lines(Diagnosis diagnosis) {
        var lines = new ArrayList<String>();
        lines.add(Words.capital(diagnosis.subject()));
        lines.add("");
        if (diagnosis.findings().isEmpty()) {
            lines.add(verdict(diagnosis));
        } else {
            var cause = diagnosis.findings().getFirst();
            lines.add("Cause: " + Words.cause(cause));
            lines.add("Next:  " + NextStep.of(cause));
        }
        if (diagnosis.findings().size() > 1) {
            lines.add("");
            lines.add("Also:");
            diagnosis.findings().stream()
                    .skip(1)
                    .forEach(finding -> lines.add("- " + Words.cause(finding)));
        }
        lines.add("");
        lines.add("Checked:");
        diagnosis.checks().forEach(check -> lines.add(line(check)));
        return lines;
    }

    private static String line(Check check) {
        return "  %-9s  %-13s  %s".formatted(word(check.outcome()), check.area(), check.what());
    }

    /** Of a diagnosis without a finding. */
    public static String verdict(Diagnosis diagnosis) {
        if (diagnosis.exitCode() == Diagnosis.WELL) {
            return "Nothing is wrong, as far as was looked.";
        }
        var why =
                diagnosis.checks().stream()
                        .filter(check ->
                                check.area().equals(Areas.CALLS)
                                        && check.outcome() == Outcome.NOT_KNOWN)
                        .map(Check::what)
                        .findFirst()
                        .orElse("");
        return "Cannot tell: nothing is wrong from here, and calls could not be looked at (%s)."
                .formatted(why);
    }

    static String word(Outcome outcome) {
        return switch (outcome) {
            case OK -> "ok";
            case NOT_OK -> "not ok";
            case NOT_KNOWN -> "not known";
        };
    }
}
