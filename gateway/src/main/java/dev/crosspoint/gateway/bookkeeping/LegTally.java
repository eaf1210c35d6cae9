package dev.crosspoint.gateway.bookkeeping;

import dev.crosspoint.gateway.contact.LegQuality;
import dev.crosspoint.gateway.contact.LegQuality.Who;
import dev.crosspoint.gateway.contact.LegScore;
import dev.crosspoint.media.api.MediaEvent.QualityReport;
import org.jspecify.annotations.Nullable;

/** How one leg sounded within one contact: the sum of its reports. */
final class LegTally {
    private final String leg;
    private final Who who;
    private String codec = "";
    private long packets;
    private double lost;
    private double jitterMs;
    private int jitters;
    private double roundTripMs;
    private int roundTrips;

    LegTally(String leg, Who who) {
        this.leg = leg;
        this.who = who;
    }

    /**
     * Another second.
     *
     * @param arrived packets since the report before
     */
    void add(QualityReport report, long arrived, String codec) {
        this.codec = codec;
        packets += arrived;
        // Of a second in which nothing came nobody can say how much should have.
        if (arrived > 0) {
            double loss = Math.clamp(report.lossPercent(), 0, 99);
            lost += arrived * loss / (100 - loss);
            jitterMs += report.jitterMs();
            jitters++;
        }
        if (report.roundTripMs() >= 0) {
            roundTripMs += report.roundTripMs();
            roundTrips++;
        }
    }

    LegQuality quality() {
        double lostPercent = packets == 0 ? 0 : 100 * lost / (packets + lost);
        double jitter = jitters == 0 ? 0 : jitterMs / jitters;
        @Nullable Double roundTrip = roundTrips == 0 ? null : roundTripMs / roundTrips;
        double mos = LegScore.mos(codec, lostPercent, jitter, roundTrip == null ? 0 : roundTrip);
        return new LegQuality(leg, who, codec, packets, lostPercent, jitter, roundTrip, mos);
    }
}
