package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.codec.Decoder;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.rtp.SerialNumber;
import java.util.Arrays;

/**
 * Hears an RTP stream as its timestamps say, with no play-out buffer of its own: each packet's
 * samples go where its timestamp puts them, so that what the sender did to the time line stays
 * visible.
 */
public final class Ear implements AutoCloseable {
    private final Codec codec;
    private final Decoder decoder;
    private final int rateHz;
    private float[] heard = new float[48_000];
    private long[] arrivals = new long[1000];
    private int end;
    private boolean started;
    private boolean skipped;
    private int expectedSequence;
    private int baseTimestamp;
    private long firstArrivalNanos;
    private long lastArrivalNanos;
    private long packets;
    private long missing;
    private long late;
    private long jumps;
    private long longestSilenceNanos;

    public Ear(Codecs codecs, Codec codec) {
        this.codec = codec;
        this.rateHz = codec.highestRateHz();
        this.decoder = codecs.decoder(codec, rateHz);
    }

    /** A packet in the clear. */
    public void onPacket(RtpPacket packet, long nowNanos) {
        if (!started) {
            started = true;
            expectedSequence = packet.sequence();
            baseTimestamp = packet.timestamp();
            firstArrivalNanos = nowNanos;
            lastArrivalNanos = nowNanos;
        }
        int ahead = SerialNumber.distance16(packet.sequence(), expectedSequence);
        if (ahead < 0) {
            late++;
            return;
        }
        longestSilenceNanos = Math.max(longestSilenceNanos, nowNanos - lastArrivalNanos);
        lastArrivalNanos = nowNanos;
        packets++;
        missing += ahead;
        long ticks = Integer.toUnsignedLong(packet.timestamp() - baseTimestamp);
        int at = (int) (ticks * rateHz / codec.rtpClockHz());
        if (ahead == 0 && at != end && packets > 1 && !skipped) {
            jumps++;
        }
        skipped = false;
        place(packet, at, nowNanos);
        expectedSequence = packet.sequence() + 1;
    }

    /** A packet of this stream that is no audio: it has a sequence number all the same. */
    public void skip(RtpPacket packet, long nowNanos) {
        int ahead = SerialNumber.distance16(packet.sequence(), expectedSequence);
        if (started && ahead >= 0) {
            missing += ahead;
            expectedSequence = packet.sequence() + 1;
            lastArrivalNanos = nowNanos;
            skipped = true;
        }
    }

    private void place(RtpPacket packet, int at, long nowNanos) {
        int room = at + rateHz / 1000 * Codec.MAX_PACKET_MS;
        if (room > heard.length) {
            heard = Arrays.copyOf(heard, Math.max(room, heard.length * 2));
        }
        int samples =
                decoder.decode(
                        packet.array(), packet.payloadOffset(), packet.payloadLength(), heard, at);
        end = at + Math.max(0, samples);
        int frame = at / (rateHz / 50);
        if (frame >= arrivals.length) {
            arrivals = Arrays.copyOf(arrivals, Math.max(frame + 1, arrivals.length * 2));
        }
        arrivals[frame] = nowNanos;
    }

    public int rateHz() {
        return rateHz;
    }

    public Codec codec() {
        return codec;
    }

    /** All that was heard since the first packet. */
    public float[] heard() {
        return Arrays.copyOf(heard, end);
    }

    /** What was heard in the last so many milliseconds. */
    public float[] heardLast(int ms) {
        int samples = rateHz / 1000 * ms;
        return Arrays.copyOfRange(heard, Math.max(0, end - samples), end);
    }

    /** When the packet that holds a sample came. */
    public long arrivalNanos(int sample) {
        return arrivals[sample / (rateHz / 50)];
    }

    /** The first sample from {@code from} on that is louder than a threshold, or -1. */
    public int onset(int from, float threshold) {
        for (int i = Math.max(0, from); i < end; i++) {
            if (Math.abs(heard[i]) > threshold) {
                return i;
            }
        }
        return -1;
    }

    /** Samples placed so far, the end of the time line. */
    public int end() {
        return end;
    }

    /** Packets taken. */
    public long packets() {
        return packets;
    }

    /** Sequence numbers that never came. */
    public long missing() {
        return missing;
    }

    /** Packets that came behind a later one. */
    public long late() {
        return late;
    }

    /** Packets in sequence whose timestamp did not continue the one before. */
    public long jumps() {
        return jumps;
    }

    /** The longest time without a packet, ms. */
    public double longestSilenceMs() {
        return longestSilenceNanos / 1e6;
    }

    public long firstArrivalNanos() {
        return firstArrivalNanos;
    }

    @Override
    public void close() {
        decoder.close();
    }
}
