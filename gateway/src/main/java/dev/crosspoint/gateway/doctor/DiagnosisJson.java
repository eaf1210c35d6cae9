package dev.crosspoint.gateway.doctor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** A diagnosis for programs. */
public final class DiagnosisJson {
    private DiagnosisJson() {}

    /** {@code verdict} is {@code well}, {@code cause-found} or {@code cannot-tell}. */
    public static ObjectNode of(Diagnosis diagnosis) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("subject", diagnosis.subject());
        json.put(
                "verdict",
                switch (diagnosis.exitCode()) {
                    case Diagnosis.WELL -> "well";
                    case Diagnosis.CAUSE_FOUND -> "cause-found";
                    default -> "cannot-tell";
                });
        var findings = json.putArray("findings");
        for (var finding : diagnosis.findings()) {
            findings.addObject()
                    .put("finding", word(finding))
                    .put("cause", Words.cause(finding))
                    .put("next", NextStep.of(finding));
        }
        var checks = json.putArray("checks");
        for (var check : diagnosis.checks()) {
            checks.addObject()
                    .put("area", check.area())
                    .put("outcome", DiagnosisText.word(check.outcome()).replace(' ', '-'))
                    .put("what", check.what());
        }
        return json;
    }

    /** Its name, such as {@code audio-sent-elsewhere}; it does not change. */
    private static String word(Finding finding) {
        return finding.getClass()
                .getSimpleName()
                .replaceAll("(?<!^)([A-Z])", "-$1")
                .toLowerCase(Locale.ROOT);
    }
}
