package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.codec.Encoder;

/**
 * From frames of a mix to payloads of one codec. The encoder runs at the mix's rate where the codec
 * has it; when the mix changes its rate, the encoder goes on as it is until there is a pause: a
 * listener's decoder would be heard to begin anew.
 */
final class FrameEncoder implements AutoCloseable {
    private static final int TICKS_PER_SECOND = 50;

    private final Codec codec;
    private final Encoder encoder;
    private final int samples;
    private final RateBridge bridge;
    private final float[] fitted;
    private int mixRateHz;

    FrameEncoder(Codecs codecs, Codec codec, int mixRateHz) {
        this.codec = codec;
        this.mixRateHz = mixRateHz;
        int rateHz = Math.min(mixRateHz, codec.highestRateHz());
        encoder = codecs.encoder(codec, rateHz);
        samples = rateHz / TICKS_PER_SECOND;
        bridge = new RateBridge(mixRateHz, rateHz);
        fitted = new float[samples];
    }

    /**
     * Encodes 20 ms.
     *
     * @return payload bytes
     */
    int encode(float[] mix, boolean lag, byte[] out, int offset) {
        bridge.pass(mix, fitted, lag);
        return encoder.encode(fitted, 0, samples, out, offset);
    }

    /** The mix has another rate from the next frame on; this was the last frame, at that rate. */
    void mixRateHz(int newMixRateHz, float[] last) {
        mixRateHz = newMixRateHz;
        bridge.from(newMixRateHz, last);
    }

    /** Whether a new one would run at the same rate. */
    boolean isBest() {
        return encoder.rateHz() == Math.min(mixRateHz, codec.highestRateHz());
    }

    /** Whether what is encoded is behind the mix. */
    boolean lags() {
        return bridge.lags();
    }

    @Override
    public void close() {
        encoder.close();
    }
}
