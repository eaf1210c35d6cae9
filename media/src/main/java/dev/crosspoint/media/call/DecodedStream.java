package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.jitter.Playout;
import dev.crosspoint.media.mix.Resampler;
import org.jspecify.annotations.Nullable;

/** Packets of one codec as frames of the mix: up to the mix's rate where the codec is narrower. */
final class DecodedStream implements AutoCloseable {
    private static final int TICKS_PER_SECOND = 50;

    private final Playout playout;
    private final @Nullable Resampler resampler;
    private final float[] narrow;

    DecodedStream(Codecs codecs, Codec codec, int mixRateHz) {
        int rateHz = Math.min(mixRateHz, codec.highestRateHz());
        playout = new Playout(codecs.decoder(codec, rateHz), codec.rtpClockHz(), rateHz);
        resampler = rateHz == mixRateHz ? null : new Resampler(rateHz, mixRateHz);
        narrow = new float[resampler == null ? 0 : rateHz / TICKS_PER_SECOND];
    }

    Playout playout() {
        return playout;
    }

    /** The next 20 ms at the mix's rate. */
    Playout.Heard read(float[] frame, long nowNanos) {
        if (resampler == null) {
            return playout.read(frame, 0, nowNanos);
        }
        Playout.Heard heard = playout.read(narrow, 0, nowNanos);
        resampler.process(narrow, 0, narrow.length, frame, 0);
        return heard;
    }

    @Override
    public void close() {
        playout.close();
    }
}
