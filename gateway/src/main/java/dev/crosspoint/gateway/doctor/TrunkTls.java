package dev.crosspoint.gateway.doctor;

import dev.crosspoint.signaling.api.Sighting.Certificate;
import dev.crosspoint.signaling.api.Sighting.Reply;
import dev.crosspoint.signaling.api.Sighting.Trouble;
import dev.crosspoint.signaling.api.SignalingConfig.TrunkConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is wrong with the certificates that a trunk shows. */
final class TrunkTls {
    private static final Duration SOON = Duration.ofDays(14);

    private final TrunkConfig trunk;
    private final Surroundings here;
    private final List<Finding> findings;
    private final List<Check> checks;

    /**
     * @param findings takes what is wrong
     * @param checks takes what was looked at
     */
    TrunkTls(TrunkConfig trunk, Surroundings here, List<Finding> findings, List<Check> checks) {
        this.trunk = trunk;
        this.here = here;
        this.findings = findings;
        this.checks = checks;
    }

    /**
     * Looks at one.
     *
     * @param certificate null where there was no TLS
     * @param reply to OPTIONS; null when there was none
     */
    void look(@Nullable Certificate certificate, @Nullable Reply reply) {
        if (certificate == null) {
            return;
        }
        var trouble = certificate.trouble();
        var clock = clockThatBreaks(certificate, reply);
        if (clock != null) {
            findings.add(new Finding.ClockBreaksTls(clock));
        }
        if (trouble != Trouble.NONE) {
            findings.add(
                    new Finding.TlsFails(
                            trouble,
                            Objects.requireNonNullElse(trunk.host(), ""),
                            certificate.names(),
                            certificate.issuer(),
                            trouble == Trouble.NOT_YET_VALID
                                    ? certificate.notBefore()
                                    : certificate.notAfter(),
                            trunk.trustedCaPem() != null));
            checks.add(
                    Check.notOk(
                            Areas.TLS, trouble.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
            return;
        }
        checks.add(
                Check.ok(
                        Areas.TLS,
                        "certificate for %s, until %s%s"
                                .formatted(
                                        Words.some(certificate.names()),
                                        Words.day(certificate.notAfter()),
                                        certificate.asksForOurs() ? "; it asks for ours" : "")));
        ends("the trunk", certificate.notAfter());
    }

    /** How far our clock is off, when that alone makes a certificate look out of date. */
    private @Nullable Duration clockThatBreaks(Certificate certificate, @Nullable Reply reply) {
        boolean outOfDate =
                certificate.trouble() == Trouble.EXPIRED
                        || certificate.trouble() == Trouble.NOT_YET_VALID;
        var theirs = reply == null ? null : reply.date();
        if (!outOfDate || reply == null || theirs == null) {
            return null;
        }
        boolean goodForThem =
                !theirs.isBefore(certificate.notBefore())
                        && !theirs.isAfter(certificate.notAfter());
        return goodForThem ? Duration.between(theirs, reply.at()) : null;
    }

    private void ends(String whose, Instant end) {
        boolean over = end.isBefore(here.now());
        if (over || end.isBefore(here.now().plus(SOON))) {
            findings.add(new Finding.CertificateEnds(whose, end, over));
        }
    }
}
