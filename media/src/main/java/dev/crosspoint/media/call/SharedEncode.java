package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.sdp.MediaPlan.OpusWishes;
import org.jspecify.annotations.Nullable;

/** One encode of one codec a tick, for all listeners that hear the same. */
final class SharedEncode implements AutoCloseable {
    private final Codec codec;
    private final byte[] payload = new byte[SendPath.MAX_PAYLOAD];
    private @Nullable FrameEncoder encoder;
    private long heard;
    private long tick;
    private int length;

    SharedEncode(Codec codec) {
        this.codec = codec;
    }

    /** Null until it is used. */
    @Nullable FrameEncoder encoder() {
        return encoder;
    }

    /** The sources that were heard in it last. */
    long heard() {
        return heard;
    }

    /** Whether a tick's frame is encoded. */
    boolean isMade(long inTick) {
        return tick == inTick;
    }

    /**
     * The encoder for this tick, at the mix's rate if it is a new one.
     *
     * @param pause whether nobody would hear it begin anew
     */
    FrameEncoder encoder(Codecs codecs, int mixRateHz, boolean pause) {
        if (encoder != null && !encoder.isBest(OpusWishes.NONE) && pause) {
            close();
        }
        if (encoder == null) {
            encoder = new FrameEncoder(codecs, codec, OpusWishes.NONE, mixRateHz);
        }
        return encoder;
    }

    /** Encodes a tick's frame, the sum of some sources. */
    void encode(FrameEncoder with, float[] mix, long sources, boolean lag, long inTick) {
        tick = inTick;
        heard = sources;
        length = with.encode(mix, lag, payload, 0);
    }

    /**
     * Copies the payload out.
     *
     * @return its length, bytes
     */
    int copyTo(byte[] out, int offset) {
        System.arraycopy(payload, 0, out, offset, length);
        return length;
    }

    /** The mix has another rate; this was the last frame, at that rate. */
    void mixRateHz(int newMixRateHz, float[] last) {
        if (encoder != null) {
            encoder.mixRateHz(newMixRateHz, last);
        }
    }

    @Override
    public void close() {
        if (encoder != null) {
            encoder.close();
            encoder = null;
        }
    }
}
