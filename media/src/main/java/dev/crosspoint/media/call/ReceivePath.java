package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.dtmf.DigitReceiver;
import dev.crosspoint.media.rtp.ReceptionStats;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.sdp.MediaPlan;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What happens to an RTP packet that a leg's peer sent, in this order: parse, admit (source,
 * authentication, replay), count, take digits out. The result lies in {@link #packet}, in the
 * clear, until the next packet.
 */
final class ReceivePath {
    private static final int NO_TYPE = -1;

    /** RFC 3550 5.1: payload types have seven bits. */
    private static final int TYPES = 128;

    private final RtpPacket packet = new RtpPacket();
    private final ReceptionStats stats = new ReceptionStats(8000);
    private final DigitReceiver digits = new DigitReceiver();
    private final @Nullable Codec[] codecs = new Codec[TYPES];
    private final boolean[] events = new boolean[TYPES];
    private @Nullable Codec codec;
    private int noiseType = NO_TYPE;
    private int levelExtension = NO_TYPE;
    private char digit;
    private long accepted;
    private long unexpected;
    private final Turned turned = new Turned();

    /** From now on packets are what this plan says. */
    void agreed(MediaPlan plan) {
        if (codec == null) {
            stats.clockHz(plan.clockHz());
        }
        Arrays.fill(codecs, null);
        plan.received().forEach(format -> codecs[format.payloadType()] = format.codec());
        Arrays.fill(events, false);
        if (plan.digits() != null) {
            plan.digits().receivePayloadTypes().forEach(type -> events[type] = true);
        }
        noiseType = plan.comfortNoisePayloadType();
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
            return Arrival.HANDLED;
        }
        Transport.Admission admission = transport.admit(packet, from, nowNanos);
        if (admission != Transport.Admission.ADMITTED) {
            out.count(admission.count());
            turned.away(admission, from);
            return Arrival.HANDLED;
        }
        if (!packet.paddingValid()) {
            out.count(Count.MALFORMED);
            return Arrival.HANDLED;
        }
        int type = packet.payloadType();
        codec = codecs[type];
        boolean agreed = codec != null || events[type] || type == noiseType;
        if (!agreed && stats.heard() && packet.ssrc() != stats.ssrc()) {
            // Where nothing is encrypted anybody can send it; it must not pass for the source.
            unexpected++;
            out.count(Count.RTP_UNEXPECTED_TYPE);
            return Arrival.HANDLED;
        }
        if (codec != null) {
            // RFC 7160 4.1: the clock of the timestamps is that of the codec, packet by packet
            stats.clockHz(codec.rtpClockHz());
        }
        stats.onPacket(packet, nowNanos);
        accepted++;
        transport.accepted(from, isNewest(), nowNanos);
        if (type == noiseType) {
            out.count(Count.RTP_ACCEPTED);
            return Arrival.NOISE;
        }
        if (!agreed) {
            // RED, or what else was offered and not answered: heard, not played.
            unexpected++;
            out.count(Count.RTP_UNEXPECTED_TYPE);
            return Arrival.OTHER;
        }
        out.count(Count.RTP_ACCEPTED);
        return codec == null ? takeDigit() : Arrival.AUDIO;
    }

    /** The packet of the last call, unprotected. */
    RtpPacket packet() {
        return packet;
    }

    /** What the packet of the last call holds; null when that is no audio. */
    @Nullable Codec codec() {
        return codec;
    }

    char digit() {
        return digit;
    }

    /** The sender's own level in dBov, or {@link RtpPacket#NO_LEVEL}. */
    int senderLevelDbov() {
        return packet.audioLevelDbov(levelExtension);
    }

    /** Packets of this source as RFC 3550 counts them. */
    ReceptionStats stats() {
        return stats;
    }

    /** Packets accepted so far, of whatever source and kind. */
    long accepted() {
        return accepted;
    }

    /** Of those, packets of a type that was not agreed. */
    long unexpected() {
        return unexpected;
    }

    /** Packets that were not accepted. */
    Turned turned() {
        return turned;
    }

    /** Whether the packet just counted is the newest of its source so far. */
    boolean isNewest() {
        return packet.sequence() == (stats.extendedHighestSequence() & 0xFFFF);
    }

    private Arrival takeDigit() {
        int heardDigit = digits.onPacket(packet);
        if (heardDigit < 0) {
            return Arrival.OTHER;
        }
        digit = (char) heardDigit;
        return Arrival.DIGIT;
    }
}
