package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.codec.Decoder;
import dev.crosspoint.media.mix.Level;
import dev.crosspoint.media.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/**
 * A look now and then at packets that nobody decodes, to learn how loud they are. Sparse packets
 * (Opus DTX) are all looked at, and G.722 is followed throughout: its decoder adapts to each
 * sample, and of silence makes noise when it has not seen what came before.
 */
final class LevelProbe {
    /** Between two looks: every fifth packet of 20 ms. */
    static final int INTERVAL_MS = 100;

    private static final long INTERVAL_NANOS = INTERVAL_MS * 1_000_000L;

    /** The beginning of the fifth packet may come a little early. */
    private static final long EARLY_NANOS = 10_000_000L;

    private static final int RATE_HZ = 8000;

    private @Nullable Decoder decoder;
    private float @Nullable [] pcm;
    private boolean looked;
    private long lookedNanos;

    /**
     * The level of a packet.
     *
     * @return dBov, or {@link RtpPacket#NO_LEVEL} when this packet was not looked at
     */
    int look(Codecs codecs, Codec codec, RtpPacket packet, long nowNanos) {
        boolean due = !looked || nowNanos - lookedNanos >= INTERVAL_NANOS - EARLY_NANOS;
        if (!due && codec != Codec.G722) {
            return RtpPacket.NO_LEVEL;
        }
        if (due) {
            looked = true;
            lookedNanos = nowNanos;
        }
        if (decoder == null || pcm == null) {
            decoder = codecs.decoder(codec, RATE_HZ);
            pcm = new float[Codec.MAX_PACKET_MS * RATE_HZ / 1000];
        }
        int samples =
                decoder.decode(
                        packet.array(), packet.payloadOffset(), packet.payloadLength(), pcm, 0);
        return !due || samples <= 0
                ? RtpPacket.NO_LEVEL
                : codec.levelOrSilence(Level.dbov(pcm, 0, samples));
    }

    /** Another codec comes, or nothing more. */
    void close() {
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
    }
}
