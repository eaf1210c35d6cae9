package dev.crosspoint.media.call;

import dev.crosspoint.media.dtmf.DigitReceiver;
import dev.crosspoint.media.rtp.ReceptionStats;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.sdp.MediaPlan;
import java.net.InetSocketAddress;

/**
 * What happens to an RTP packet that a leg's peer sent, in this order: parse, admit (source,
 * authentication, replay), count, take digits out. The result lies in {@link #packet}, in the
 * clear, until the next packet.
 */
final class ReceivePath {

    /** What a packet turned out to be. */
    enum Arrival {
        /** Audio of the agreed codec. */
        AUDIO,
        /** The first packet of a keypad digit that was not known yet: {@link ReceivePath#digit}. */
        DIGIT,
        /** Accepted, and nothing to do. */
        NOTHING,
        /** Not accepted; counted. */
        REFUSED
    }

    private static final int NO_TYPE = -1;

    private final RtpPacket packet = new RtpPacket();
    private final ReceptionStats stats = new ReceptionStats(8000);
    private final DigitReceiver digits = new DigitReceiver();
    private int payloadType = NO_TYPE;
    private int digitPayloadType = NO_TYPE;
    private int levelExtension = NO_TYPE;
    private char digit;

    /** From now on packets are what this plan says. */
    void agreed(MediaPlan plan) {
        stats.clockHz(plan.clockHz());
        payloadType = plan.receivePayloadType();
        MediaPlan.Digits events = plan.digits();
        digitPayloadType = events == null ? NO_TYPE : events.receivePayloadType();
        levelExtension = plan.audioLevelExtensionId();
    }

    Arrival onRtp(
            Transport transport,
            byte[] data,
            int offset,
            int length,
            InetSocketAddress from,
            long nowNanos,
            Outbox out) {
        if (!packet.wrap(data, offset, length)) {
            out.count(Count.MALFORMED);
            return Arrival.REFUSED;
        }
        Transport.Admission admission = transport.admit(packet, from, nowNanos);
        if (admission != Transport.Admission.ADMITTED) {
            out.count(admission.count());
            return Arrival.REFUSED;
        }
        if (!packet.paddingValid()) {
            out.count(Count.MALFORMED);
            return Arrival.REFUSED;
        }
        stats.onPacket(packet, nowNanos);
        transport.accepted(from, isNewest(), nowNanos);
        int type = packet.payloadType();
        if (type != payloadType && type != digitPayloadType) {
            // Comfort noise, RED or a codec that was offered and not answered: heard, not played.
            out.count(Count.RTP_UNEXPECTED_TYPE);
            return Arrival.NOTHING;
        }
        out.count(Count.RTP_ACCEPTED);
        return type == digitPayloadType ? takeDigit() : Arrival.AUDIO;
    }

    /** The packet of the last call, unprotected. */
    RtpPacket packet() {
        return packet;
    }

    char digit() {
        return digit;
    }

    /** The sender's own level in dBov, or {@link RtpPacket#NO_LEVEL}. */
    int senderLevelDbov() {
        return packet.audioLevelDbov(levelExtension);
    }

    ReceptionStats stats() {
        return stats;
    }

    /** Whether the packet just counted is the newest of its source so far. */
    private boolean isNewest() {
        return packet.sequence() == (stats.extendedHighestSequence() & 0xFFFF);
    }

    private Arrival takeDigit() {
        int heardDigit = digits.onPacket(packet);
        if (heardDigit < 0) {
            return Arrival.NOTHING;
        }
        digit = (char) heardDigit;
        return Arrival.DIGIT;
    }
}
