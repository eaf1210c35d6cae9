package dev.crosspoint.media.call;

import dev.crosspoint.media.rtp.ReceptionStats;
import dev.crosspoint.media.rtp.RtcpReporter;
import dev.crosspoint.media.rtp.RtpPacket;

/** A far end's RTCP: reports every few seconds what it gets (RFC 3550 6), at times of its own. */
final class Reporter {
    private static final long TICK_NANOS = 20_000_000L;

    private final VirtualNet net;
    private final VirtualPhone phone;
    private final ReceptionStats stats;
    private final RtcpReporter reporter;

    Reporter(VirtualNet net, VirtualPhone phone, int clockHz) {
        this.net = net;
        this.phone = phone;
        stats = new ReceptionStats(clockHz);
        reporter =
                new RtcpReporter(phone.ssrc(), "phone", clockHz, 0, net.random(), net.nowNanos());
        net.after(TICK_NANOS, this::tick);
    }

    void onRtp(RtpPacket packet) {
        stats.onPacket(packet, net.nowNanos());
    }

    /** Numbers that have not come. */
    long lost() {
        return stats.cumulativeLost();
    }

    private void tick() {
        if (reporter.nextReportNanos() - net.nowNanos() <= 0) {
            byte[] report = new byte[reporter.reportCapacity() + 32];
            phone.sendReport(report, reporter.writeReport(report, 0, stats, net.nowNanos()));
        }
        net.after(TICK_NANOS, this::tick);
    }
}
