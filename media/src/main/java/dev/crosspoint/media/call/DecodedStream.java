package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.jitter.Heard;
import dev.crosspoint.media.jitter.Playout;

/**
 * Packets of one codec as frames of the mix. The decoder runs at the mix's rate where the codec has
 * it; when the mix changes its rate, the decoder goes on as it is until there is a pause.
 */
final class DecodedStream implements AutoCloseable {
    private static final int TICKS_PER_SECOND = 50;

    private final Codec codec;
    private int mixRateHz;
    private int rateHz;
    private Playout playout;
    private RateBridge bridge;
    private float[] decoded;

    DecodedStream(Codecs codecs, Codec codec, int mixRateHz) {
        this.codec = codec;
        this.mixRateHz = mixRateHz;
        rateHz = bestRateHz();
        playout = new Playout(codecs.decoder(codec, rateHz), codec.rtpClockHz(), rateHz);
        bridge = new RateBridge(rateHz, mixRateHz);
        decoded = new float[rateHz / TICKS_PER_SECOND];
    }

    Playout playout() {
        return playout;
    }

    /**
     * What was primed was heard until now; see {@link Playout#goesOn}.
     *
     * @param leadMicros how much more was heard
     * @return how many frames are to be read that were heard
     */
    int goesOn(boolean exactly, int leadMicros, int frames) {
        return playout.goesOn(exactly, (int) ((long) leadMicros * rateHz / 1_000_000), frames);
    }

    /** The next 20 ms at the mix's rate. */
    Heard read(float[] frame, long nowNanos, boolean lag) {
        float[] to = bridge.isPlain() ? frame : decoded;
        Heard heard = playout.read(to, 0, nowNanos);
        bridge.pass(to, frame, lag);
        return heard;
    }

    /**
     * The mix has another rate from the next frame on.
     *
     * @param last gets the last frame at that rate
     */
    void mixRateHz(int newMixRateHz, float[] last) {
        mixRateHz = newMixRateHz;
        bridge.to(newMixRateHz, last);
    }

    /** Whether it is decoded at the best rate for the mix. */
    boolean isBest() {
        return rateHz == bestRateHz();
    }

    /** Decodes at the best rate for the mix from now on; to be done in a pause. */
    void settle(Codecs codecs) {
        rateHz = bestRateHz();
        playout = playout.through(codecs.decoder(codec, rateHz));
        bridge = new RateBridge(rateHz, mixRateHz);
        decoded = new float[rateHz / TICKS_PER_SECOND];
    }

    /** Whether the next packet continues exactly what was read last. */
    boolean isEven() {
        return !bridge.lags() && playout.pendingPower() == 0;
    }

    @Override
    public void close() {
        playout.close();
    }

    private int bestRateHz() {
        return codec.rateFor(mixRateHz);
    }
}
