package dev.crosspoint.media.bench;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.codec.Decoder;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.rtp.SerialNumber;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A phone of a conference under load, and what it hears. */
final class RoomMember {
    private final LoadPhone phone;
    private final Codec codec;
    private final int room;
    private final int seat;
    private final Decoder decoder;
    private final float[] pcm;
    private @Nullable RoomMember expected;
    private long sinceNanos;
    private int nextSequence = -1;
    private long missing;

    RoomMember(LoadPhone phone, Codec codec, int room, int seat) {
        this.phone = phone;
        this.codec = codec;
        this.room = room;
        this.seat = seat;
        decoder = Codecs.load().decoder(codec, codec.highestRateHz());
        pcm = new float[decoder.rateHz() / 1000 * Codec.MAX_PACKET_MS];
    }

    LoadPhone phone() {
        return phone;
    }

    Codec codec() {
        return codec;
    }

    int room() {
        return room;
    }

    int seat() {
        return seat;
    }

    int rateHz() {
        return decoder.rateHz();
    }

    /** This one's turn has just begun; null when nobody's is awaited. */
    void expect(@Nullable RoomMember talker, long nowNanos) {
        expected = talker;
        sinceNanos = nowNanos;
    }

    @Nullable RoomMember expected() {
        return expected;
    }

    /** Whether it is awaited, and has begun after that time. */
    boolean awaitsSince(long nanos) {
        return expected != null && sinceNanos - nanos > 0;
    }

    /** When the turn began. */
    long sinceNanos() {
        return sinceNanos;
    }

    void countFromHere() {
        missing = 0;
    }

    /** Sequence numbers that did not come. */
    long missing() {
        return missing;
    }

    /**
     * The packet that the phone has just received.
     *
     * @return its sound, 20 ms; valid until the next
     */
    float[] hear() {
        RtpPacket packet = phone.heard();
        if (nextSequence >= 0) {
            missing += Math.max(0, SerialNumber.distance16(packet.sequence(), nextSequence));
        }
        nextSequence = (packet.sequence() + 1) & 0xFFFF;
        decoder.decode(packet.array(), packet.payloadOffset(), packet.payloadLength(), pcm, 0);
        return pcm;
    }

    void close() throws IOException {
        decoder.close();
        phone.close();
    }
}
