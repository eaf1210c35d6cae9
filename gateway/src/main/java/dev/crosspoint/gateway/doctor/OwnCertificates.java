package dev.crosspoint.gateway.doctor;

import java.time.Duration;
import java.util.List;

/** Whether our own certificates are good today. */
final class OwnCertificates {
    private static final Duration SOON = Duration.ofDays(14);

    private OwnCertificates() {}

    static void look(Surroundings here, List<Finding> findings, List<Check> checks) {
        for (var one : here.certificates()) {
            var end = one.notAfter();
            boolean over = end.isBefore(here.now());
            boolean early = here.now().isBefore(one.notBefore());
            if (over || end.isBefore(here.now().plus(SOON))) {
                findings.add(
                        new Finding.CertificateEnds("our listener " + one.listener(), end, over));
            }
            checks.add(
                    Check.of(
                            !over && !early,
                            Areas.CERTIFICATES,
                            "ours of %s: %s"
                                    .formatted(
                                            one.listener(),
                                            early
                                                    ? "good from "
                                                            + Words.day(one.notBefore())
                                                            + " only"
                                                    : "until " + Words.day(end))));
        }
    }
}
