package dev.crosspoint.gateway.call;

import dev.crosspoint.media.api.MediaEvent.QualityReport;
import org.jspecify.annotations.Nullable;

/**
 * How a leg has sounded lately, by its reports, one a second. Five of them make a {@link
 * Diagnosis}, and the next five another: shorter, and one lost packet makes a problem; longer, and
 * people have complained before the gateway has.
 *
 * @param received packets at the last report, -1 before the first
 * @param reports since the last diagnosis
 * @param arrived packets since then
 * @param lost packets since then, as far as that can be told
 * @param heardLostPercent sum of what the party reported
 * @param waitMs sum of what its packets waited
 * @param diagnosis the last one, null before the first
 */
record Sounding(
        long received,
        int reports,
        long arrived,
        double lost,
        double heardLostPercent,
        double waitMs,
        @Nullable Diagnosis diagnosis) {

    static final Sounding UNKNOWN = new Sounding(-1, 0, 0, 0, 0, 0, null);

    private static final int REPORTS = 5;

    /** After another report. */
    Sounding after(QualityReport report) {
        long came = received < 0 ? 0 : Math.max(0, report.received() - received);
        double loss = Math.clamp(report.lossPercent(), 0, 99);
        // Where nobody decodes, somebody else waits: as long as the packets are uneven.
        double wait =
                report.playoutMs() > 0 ? report.playoutMs() : 2 * Math.max(0, report.jitterMs());
        var sum =
                new Sounding(
                        report.received(),
                        reports + 1,
                        arrived + came,
                        lost + came * loss / (100 - loss),
                        heardLostPercent + report.peerLossPercent(),
                        waitMs + wait,
                        diagnosis);
        return sum.reports < REPORTS ? sum : sum.diagnosed(report.roundTripMs());
    }

    /** Whether the last report completed a diagnosis. */
    boolean isFresh() {
        return diagnosis != null && reports == 0;
    }

    private Sounding diagnosed(double roundTripMs) {
        var made =
                new Diagnosis(
                        arrived == 0 ? 0 : 100 * lost / (arrived + lost),
                        heardLostPercent / reports,
                        waitMs / reports,
                        Math.max(0, roundTripMs));
        return new Sounding(received, 0, 0, 0, 0, 0, made);
    }
}
