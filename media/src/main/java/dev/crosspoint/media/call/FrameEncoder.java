package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.codec.Encoder;
import dev.crosspoint.media.mix.Resampler;
import org.jspecify.annotations.Nullable;

/** From a frame of the mix to a payload: down to the codec's rate where the mix is wider. */
final class FrameEncoder implements AutoCloseable {
    private static final int TICKS_PER_SECOND = 50;

    private final Encoder encoder;
    private final int samples;
    private final @Nullable Resampler resampler;
    private final float[] resampled;

    FrameEncoder(Codecs codecs, Codec codec, int mixRateHz) {
        int rateHz = Math.min(mixRateHz, codec.highestRateHz());
        encoder = codecs.encoder(codec, rateHz);
        samples = rateHz / TICKS_PER_SECOND;
        resampler = rateHz == mixRateHz ? null : new Resampler(mixRateHz, rateHz);
        resampled = new float[resampler == null ? 0 : samples];
    }

    /**
     * Encodes 20 ms.
     *
     * @return payload bytes
     */
    int encode(float[] mix, byte[] out, int offset) {
        if (resampler == null) {
            return encoder.encode(mix, 0, samples, out, offset);
        }
        resampler.process(mix, 0, mix.length, resampled, 0);
        return encoder.encode(resampled, 0, samples, out, offset);
    }

    @Override
    public void close() {
        encoder.close();
    }
}
