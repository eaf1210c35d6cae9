package dev.crosspoint.loadtest.measure;

import dev.crosspoint.media.rtp.ReceptionStats;
import dev.crosspoint.media.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/** What a phone hears in one call, measured packet by packet. Belongs to the pacing thread. */
public final class Hearing {
    private final ReceptionStats stats;
    private final Latencies delays = new Latencies();
    private final @Nullable ToneProbe probe;
    private long longestGapNanos;
    private long lastNanos;
    private boolean heard;

    /**
     * @param clockHz RTP clock of what is heard, Hz
     * @param probe what listens for the far side's tone, for a call of the sample
     */
    public Hearing(int clockHz, @Nullable ToneProbe probe) {
        this.stats = new ReceptionStats(clockHz);
        this.probe = probe;
    }

    /**
     * Hears an audio packet in the clear.
     *
     * @return how long it was on its way, ns; {@link Stamp#NONE} when it does not say
     */
    public long onPacket(RtpPacket packet, long nowNanos) {
        stats.onPacket(packet, nowNanos);
        if (heard) {
            longestGapNanos = Math.max(longestGapNanos, nowNanos - lastNanos);
        } else {
            heard = true;
        }
        lastNanos = nowNanos;
        long age =
                Stamp.ageNanos(
                        packet.array(), packet.payloadOffset(), packet.payloadLength(), nowNanos);
        if (age != Stamp.NONE) {
            delays.record(age);
        }
        if (probe != null) {
            probe.onPayload(packet.array(), packet.payloadOffset(), packet.payloadLength());
        }
        return age;
    }

    /** Counts a packet that is of the call and is no audio. */
    public void onOther(RtpPacket packet, long nowNanos) {
        stats.onPacket(packet, nowNanos);
    }

    /** Whether anything has been heard. */
    public boolean heard() {
        return heard;
    }

    /** The longest time without a packet since the first one, the time since the last included. */
    public long longestGapNanos(long nowNanos) {
        return heard ? Math.max(longestGapNanos, nowNanos - lastNanos) : 0;
    }

    /** What RTCP reports of it. */
    public ReceptionStats stats() {
        return stats;
    }

    /** What was heard so far. */
    public CallSound sound() {
        double delayMs = delays.percentileMs(0.5);
        long lost = Math.max(0, stats.cumulativeLost());
        double lostPercent = stats.expected() <= 0 ? 0 : 100.0 * lost / stats.expected();
        return new CallSound(
                stats.received(),
                lost,
                delays.count(),
                delayMs,
                delays.percentileMs(0.99),
                stats.jitterMs(),
                Mos.of(lostPercent, delayMs, stats.jitterMs()),
                probe == null ? CallSound.UNKNOWN : probe.heardMs());
    }
}
