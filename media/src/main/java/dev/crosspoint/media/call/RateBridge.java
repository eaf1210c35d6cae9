package dev.crosspoint.media.call;

import dev.crosspoint.media.mix.Fade;
import dev.crosspoint.media.mix.Resampler;
import org.jspecify.annotations.Nullable;

/**
 * Brings one stream's frames of 20 ms from one rate to another (8, 16 and 48 kHz), through changes
 * of either rate that nobody hears. A filter takes 2 ms; where the rates are the same there is
 * neither. So before a filter comes in, the stream glides within a frame to where it will be behind
 * it, and after the filter has gone, back; the change itself, to a filter that knows what came
 * before, is exact.
 */
final class RateBridge {
    /** What any filter between 8, 16 and 48 kHz takes. */
    static final int LAG_MS = 2;

    /** A frame, and what the filter reaches back beyond it. */
    private static final int PAST_MS = 24;

    private static final int REACH_MS = 4;
    private static final int FRAMES_PER_SECOND = 50;

    private int fromHz;
    private int toHz;
    private @Nullable Resampler resampler;
    private boolean lags;
    private float[] past;
    private float[] lagging = new float[0];
    private @Nullable Fade fade;

    RateBridge(int fromHz, int toHz) {
        this.fromHz = fromHz;
        this.toHz = toHz;
        past = new float[fromHz / 1000 * PAST_MS];
        resampler = filter();
    }

    /** Whether both rates are the same. */
    boolean isPlain() {
        return resampler == null;
    }

    /** Whether what comes out is behind what goes in. */
    boolean lags() {
        return lags || resampler != null;
    }

    /**
     * Takes the next frame; where it {@link #isPlain}, in and out may be the same.
     *
     * @param lag whether a stream without a filter is to be behind as if it had one
     */
    void pass(float[] in, float[] out, boolean lag) {
        if (resampler != null) {
            resampler.process(in, 0, in.length, out, 0);
            remember(in);
            return;
        }
        if (!lag && !lags) {
            remember(in);
            System.arraycopy(in, 0, out, 0, in.length);
            return;
        }
        glide(in, out, lag);
    }

    private void glide(float[] in, float[] out, boolean lag) {
        if (lagging.length != in.length || fade == null) {
            lagging = new float[in.length];
            fade = new Fade(fromHz);
        }
        int behind = fromHz / 1000 * LAG_MS;
        System.arraycopy(past, past.length - behind, lagging, 0, behind);
        System.arraycopy(in, 0, lagging, behind, in.length - behind);
        remember(in);
        if (lag && lags) {
            System.arraycopy(lagging, 0, out, 0, out.length);
        } else if (lag) {
            fade.over(in, lagging, out);
        } else {
            fade.over(lagging, in, out);
        }
        lags = lag;
    }

    /**
     * Gives out at another rate from the next frame on; to be done while it lags.
     *
     * @param out gets the last frame at that rate
     */
    void to(int newToHz, float[] out) {
        toHz = newToHz;
        resampler = filter();
        lags = resampler == null;
        lastFrame(out);
    }

    /**
     * Takes in at another rate from the next frame on; to be done while it lags.
     *
     * @param last the last frame at that rate
     */
    void from(int newFromHz, float[] last) {
        fromHz = newFromHz;
        past = new float[fromHz / 1000 * PAST_MS];
        remember(last);
        resampler = filter();
        lags = resampler == null;
        if (resampler != null) {
            resampler.process(last, 0, last.length, new float[toHz / FRAMES_PER_SECOND], 0);
        }
    }

    private @Nullable Resampler filter() {
        return fromHz == toHz ? null : new Resampler(fromHz, toHz);
    }

    private void lastFrame(float[] out) {
        int reach = fromHz / 1000 * REACH_MS;
        if (resampler == null) {
            int behind = lags ? fromHz / 1000 * LAG_MS : 0;
            System.arraycopy(past, reach - behind, out, 0, out.length);
            return;
        }
        resampler.process(past, 0, reach, out, 0);
        resampler.process(past, reach, past.length - reach, out, 0);
    }

    private void remember(float[] in) {
        int keep = Math.max(0, past.length - in.length);
        System.arraycopy(past, past.length - keep, past, 0, keep);
        System.arraycopy(in, in.length - (past.length - keep), past, keep, past.length - keep);
    }
}
