package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.codec.Encoder;
import dev.crosspoint.media.codec.EncoderSettings;
import dev.crosspoint.media.sdp.MediaPlan.OpusWishes;

/**
 * From frames of a mix to payloads of one codec. The encoder runs at the mix's rate where the codec
 * has it and the listener can make use of it; when the mix changes its rate, the encoder goes on as
 * it is until there is a pause: a listener's decoder would be heard to begin anew.
 */
final class FrameEncoder implements AutoCloseable {
    private static final int TICKS_PER_SECOND = 50;

    private final Codec codec;
    private final OpusWishes wishes;
    private final Encoder encoder;
    private final ExpectedLoss loss = new ExpectedLoss();
    private final int samples;
    private final RateBridge bridge;
    private final float[] fitted;
    private int mixRateHz;

    /**
     * @param wishes of the one listener, or none for many: see {@link #suitsAll}
     */
    FrameEncoder(Codecs codecs, Codec codec, OpusWishes wishes, int mixRateHz) {
        this.codec = codec;
        this.wishes = wishes;
        this.mixRateHz = mixRateHz;
        int rateHz = bestRateHz(wishes);
        EncoderSettings settings = codecs.settings(rateHz);
        int mostBps = wishes.maxAverageBitrateBps();
        encoder = codecs.encoder(codec, rateHz, mostBps == 0 ? settings : settings.atMost(mostBps));
        if (wishes.dtx()) {
            encoder.saveSilence();
        }
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

    /**
     * Encodes the first 10 ms of a frame, or then its second ones.
     *
     * @return payload bytes
     */
    int encodeHalf(float[] mix, boolean second, boolean lag, byte[] out, int offset) {
        if (!second) {
            bridge.pass(mix, fitted, lag);
        }
        return encoder.encode(fitted, second ? samples / 2 : 0, samples / 2, out, offset);
    }

    /** The mix has another rate from the next frame on; this was the last frame, at that rate. */
    void mixRateHz(int newMixRateHz, float[] last) {
        mixRateHz = newMixRateHz;
        bridge.from(newMixRateHz, last);
    }

    /** Whether what was encoded last need not be sent; never where nobody asked for that. */
    boolean isNothing(int payloadBytes) {
        return encoder.isNothing(payloadBytes);
    }

    /** What is lost of it on the way to whoever loses most; to be told once a second at most. */
    void reportedLoss(double percent, long nowNanos) {
        if (loss.reported(percent, nowNanos)) {
            encoder.expectLoss(loss.percent());
        }
    }

    /** Whether a new one would be just like it. */
    boolean isBest(OpusWishes wishesNow) {
        return encoder.rateHz() == bestRateHz(wishesNow)
                && wishes.dtx() == wishesNow.dtx()
                && wishes.maxAverageBitrateBps() == wishesNow.maxAverageBitrateBps();
    }

    /** Whether a listener takes what is made for listeners that ask for nothing in particular. */
    static boolean suitsAll(OpusWishes wishes, int mixRateHz) {
        return !wishes.dtx()
                && wishes.maxPlaybackRateHz() >= mixRateHz
                && (wishes.maxAverageBitrateBps() == 0
                        || wishes.maxAverageBitrateBps()
                                >= EncoderSettings.forRate(mixRateHz).peakBps());
    }

    /** Whether what is encoded is behind the mix. */
    boolean lags() {
        return bridge.lags();
    }

    @Override
    public void close() {
        encoder.close();
    }

    private int bestRateHz(OpusWishes asked) {
        return codec.rateFor(Math.min(mixRateHz, asked.maxPlaybackRateHz()));
    }
}
