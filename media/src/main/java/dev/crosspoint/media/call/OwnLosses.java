package dev.crosspoint.media.call;

import dev.crosspoint.media.rtp.RtcpReporter;

/**
 * What a peer loses on its own way, by its reports: of what it is forwarded, packets that have not
 * come to us are missing too, and no codec of ours repairs those.
 */
final class OwnLosses {
    /** A report about fewer packets says nothing: one that is lost would be many percent. */
    private static final int LEAST_PACKETS = 50;

    private final SendPath send;
    private final RtcpReporter reporter;
    private final Bearable bearable = new Bearable();

    private long reports;
    private long sentBefore;
    private long missedBefore;
    private long missedBeforeThat;
    private double percent;

    OwnLosses(SendPath send, RtcpReporter reporter) {
        this.send = send;
        this.reporter = reporter;
    }

    /** By the last report, 0 to 100. */
    double percent() {
        return percent;
    }

    /** Whether they are so few that a codec which repairs is not needed. */
    boolean bearable() {
        return bearable.is();
    }

    /** The peer has sent RTCP, with a report about us or without. */
    void onRtcp(long nowNanos) {
        if (reporter.reportsAboutUs() == reports) {
            return;
        }
        reports = reporter.reportsAboutUs();
        long missed = send.missed();
        long gone = Math.max(0, missed - missedBefore);
        // What was missing around the report before may be in that one or in this one.
        long excused = Math.max(0, missed - missedBeforeThat);
        long expected = send.sent() - sentBefore + gone;
        sentBefore = send.sent();
        missedBeforeThat = missedBefore;
        missedBefore = missed;

        double lost = reporter.peerLossPercent();
        percent = Math.max(0, lost - 100.0 * gone / Math.max(1, expected));
        if (expected < LEAST_PACKETS) {
            bearable.unknown(nowNanos);
        } else {
            bearable.told(lost - 100.0 * excused / expected, nowNanos);
        }
    }
}
