package dev.crosspoint.media.call;

import dev.crosspoint.media.rtp.PacketBuffer;
import dev.crosspoint.media.rtp.ReceptionStats;
import dev.crosspoint.media.rtp.RtcpReporter;
import dev.crosspoint.media.rtp.Verdict;
import dev.crosspoint.media.sdp.MediaPlan;
import java.net.InetSocketAddress;

/** A leg's RTCP: takes the peer's reports in, and sends ours when they are due. */
final class ControlPath {
    /** More than any SRTCP profile adds, bytes. */
    private static final int TAG_ROOM = 32;

    private final Leg leg;
    private final RtcpReporter reporter;
    private final OwnLosses losses;
    private final PacketBuffer packet = new PacketBuffer();
    private final byte[] report;

    ControlPath(Leg leg, SendPath send, RtcpReporter reporter) {
        this.leg = leg;
        this.reporter = reporter;
        this.losses = new OwnLosses(send, reporter);
        this.report = new byte[reporter.reportCapacity() + TAG_ROOM];
    }

    RtcpReporter reporter() {
        return reporter;
    }

    /** What the peer loses of what it is sent. */
    OwnLosses losses() {
        return losses;
    }

    /** The two sides have agreed, for the first time or anew. */
    void agreed(MediaPlan plan) {
        reporter.clockHz(plan.clockHz());
        reporter.reportVoipMetrics(plan.voipMetrics());
    }

    /** Takes what came; answers whether it was the peer's. */
    boolean onRtcp(
            Transport transport,
            byte[] data,
            int offset,
            int length,
            InetSocketAddress from,
            long nowNanos,
            Outbox out) {
        packet.wrap(data, offset, length);
        Transport.Admission admission = transport.admitRtcp(packet, from);
        if (admission != Transport.Admission.ADMITTED) {
            out.count(admission.count());
            return false;
        }
        if (reporter.onRtcp(packet, nowNanos) != Verdict.ACCEPTED) {
            out.count(Count.MALFORMED);
            return false;
        }
        losses.onRtcp(nowNanos);
        out.count(Count.RTCP_ACCEPTED);
        out.count(Count.RTCP_EXTENDED_BLOCKS, reporter.takeExtendedBlocks());
        return true;
    }

    /** Sends the report that is due, if one is. */
    void onTick(Transport transport, ReceptionStats received, long nowNanos, Outbox out) {
        if (reporter.nextReportNanos() - nowNanos <= 0) {
            send(transport, reporter.writeReport(report, 0, received, nowNanos), out);
        }
    }

    /** Says goodbye (RFC 3550 6.6). */
    void bye(Transport transport, ReceptionStats received, long nowNanos, Outbox out) {
        send(transport, reporter.writeBye(report, 0, received, nowNanos), out);
    }

    private void send(Transport transport, int length, Outbox out) {
        InetSocketAddress to = transport.rtcpTarget();
        if (to == null) {
            return;
        }
        packet.wrap(report, 0, length);
        transport.protectRtcp(packet);
        out.datagram(
                leg,
                transport.separateRtcp(),
                to,
                packet.array(),
                packet.offset(),
                packet.length());
    }
}
