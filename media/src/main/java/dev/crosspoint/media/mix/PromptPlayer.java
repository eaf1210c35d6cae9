package dev.crosspoint.media.mix;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Plays a prompt that others may be playing too, a number of times or for ever. */
public final class PromptPlayer {
    /** For {@code times}: play until nobody asks any more. */
    public static final int FOR_EVER = 0;

    private static final int FRAMES_PER_SECOND = 50;

    /** A file may be cut in mid-sound: its end fades, ms. */
    private static final int END_MS = 10;

    private final PromptAudio audio;
    private final int times;

    /** Where it ends, in samples of all rounds together. */
    private final long end;

    /** Where its end begins to fade. */
    private final long fadeFrom;

    private final @Nullable Resampler resampler;

    /** How many samples it takes to push one through the resampler. */
    private final int ahead;

    /** A frame before it is resampled. */
    private final float[] frame;

    /** What is played next, in samples of all rounds together. */
    private long position;

    /**
     * A player that starts at the beginning.
     *
     * @param times how often, {@link #FOR_EVER} for hold music
     * @param mixRateHz the rate of whoever reads
     */
    public PromptPlayer(PromptAudio audio, int times, int mixRateHz) {
        this(audio, times, mixRateHz, 0, new float[mixRateHz / FRAMES_PER_SECOND]);
    }

    private PromptPlayer(
            PromptAudio audio, int times, int mixRateHz, long position, float[] before) {
        boolean endless = times == FOR_EVER && audio.length() > 0;
        this.audio = audio;
        this.times = times;
        this.end = endless ? Long.MAX_VALUE : (long) audio.length() * times;
        int fade = audio.rateHz() / 1000 * END_MS;
        this.fadeFrom = end - (audio.length() < 2 * fade ? 0 : fade);
        this.position = position;
        if (mixRateHz == audio.rateHz()) {
            resampler = null;
            ahead = 0;
            frame = new float[0];
            copy(position - before.length, before, 0, before.length);
        } else {
            resampler = new Resampler(audio.rateHz(), mixRateHz);
            ahead = (int) Math.round(resampler.delayMs() * audio.rateHz() / 1000);
            frame = new float[audio.rateHz() / FRAMES_PER_SECOND];
            prime(resampler, before);
        }
    }

    /**
     * The next samples; zeros behind the end, which fades over its last 10 ms.
     *
     * @param count 20 ms where the prompt is kept at another rate, else any
     * @return false when the end had been reached before, so that nothing but zeros was written
     */
    public boolean read(float[] out, int offset, int count) {
        if (ended()) {
            Arrays.fill(out, offset, offset + count, 0);
            return false;
        }
        if (resampler == null) {
            copy(position, out, offset, count);
            position += count;
        } else {
            copy(position + ahead, frame, 0, frame.length);
            resampler.process(frame, 0, frame.length, out, offset);
            position += frame.length;
        }
        return true;
    }

    /** Whether all has been played. */
    public boolean ended() {
        return position >= end;
    }

    /**
     * A player that goes on from here, for a mix that changes its rate.
     *
     * @param before gets the last 20 ms at the new rate
     */
    public PromptPlayer continuedAt(int newMixRateHz, float[] before) {
        return new PromptPlayer(audio, times, newMixRateHz, position, before);
    }

    /** Fills the filter with what was played last, so that it neither fades in nor lags behind. */
    private void prime(Resampler through, float[] before) {
        copy(position + ahead - 2L * frame.length, frame, 0, frame.length);
        through.process(frame, 0, frame.length, before, 0);
        copy(position + ahead - frame.length, frame, 0, frame.length);
        through.process(frame, 0, frame.length, before, 0);
    }

    /** Zeros before the beginning and behind the end. */
    private void copy(long from, float[] out, int offset, int count) {
        int done = Math.clamp(-from, 0, count);
        Arrays.fill(out, offset, offset + done, 0);
        while (done < count && from + done < end) {
            int at = (int) ((from + done) % audio.length());
            long part = Math.min(Math.min(count - done, audio.length() - at), end - from - done);
            audio.copy(at, out, offset + done, (int) part);
            done += (int) part;
        }
        Arrays.fill(out, offset + done, offset + count, 0);
        fadeEnd(from, out, offset, done);
    }

    private void fadeEnd(long from, float[] out, int offset, int count) {
        for (int i = Math.clamp(fadeFrom - from, 0, count); i < count; i++) {
            double left = (end - from - i - 0.5) / (end - fadeFrom);
            out[offset + i] *= (float) (0.5 - 0.5 * Math.cos(Math.PI * left));
        }
    }
}
