package dev.crosspoint.media.codec;

import java.util.Arrays;

/**
 * Packet loss concealment after ITU-T G.711 Appendix I: the last pitch period goes on, fading, and
 * is overlapped with the sound that returns. Unlike the appendix it adds no delay: where that one
 * smooths the past, this one fades out the step between the past and its continuation.
 */
public final class Concealment {
    /** Appendix I: full level for 10 ms, then a fifth less every 10 ms. */
    private static final int HOLD_MS = 10;

    private static final int SILENT_AFTER_MS = 60;

    /** Appendix I.2.7: the overlap grows by 4 ms for every 10 ms of loss, up to 10 ms. */
    private static final int MAX_RETURN_MS = 10;

    private final int perMs;
    private final Pitch pitch;
    private final float[] history;
    private final float[] cycle;
    private final float[] returning;
    private int period;
    private int position;
    private int invented;
    private float step;

    /**
     * @param rateHz of the samples
     */
    public Concealment(int rateHz) {
        perMs = rateHz / 1000;
        pitch = new Pitch(rateHz);
        history = new float[pitch.reach() + perMs];
        cycle = new float[pitch.longest()];
        returning = new float[MAX_RETURN_MS * perMs];
    }

    /** Real sound, of any length: joined in place to what was invented, and remembered. */
    public void heard(float[] pcm, int offset, int samples) {
        if (invented > 0) {
            int overlap = period / 4 + 4 * perMs * (invented / (10 * perMs));
            overlap = Math.min(Math.min(overlap, samples), returning.length);
            continueCycle(returning, 0, overlap);
            for (int i = 0; i < overlap; i++) {
                float in = (i + 1f) / (overlap + 1);
                pcm[offset + i] = in * pcm[offset + i] + (1 - in) * returning[i];
            }
            invented = 0;
        }
        remember(pcm, offset, samples);
    }

    /** Invented sound, zeros after 60 ms of it; writes over what is there. */
    public void conceal(float[] pcm, int offset, int samples) {
        if (invented == 0) {
            startCycle();
        }
        continueCycle(pcm, offset, samples);
    }

    void reset() {
        Arrays.fill(history, 0);
        invented = 0;
    }

    private void startCycle() {
        int end = history.length;
        period = pitch.find(history, end);
        position = 0;
        System.arraycopy(history, end - period, cycle, 0, period);
        int seam = period / 4;
        // The end of the cycle turns into what preceded its start, so that it repeats smoothly.
        for (int i = 0; i < seam; i++) {
            float in = (i + 1f) / seam;
            cycle[period - seam + i] =
                    (1 - in) * history[end - seam + i] + in * history[end - period - seam + i];
        }
        step = history[end - 1] - history[end - period - 1];
    }

    private void continueCycle(float[] pcm, int offset, int samples) {
        int hold = HOLD_MS * perMs;
        int fade = (SILENT_AFTER_MS - HOLD_MS) * perMs;
        int seam = period / 4;
        for (int i = 0; i < samples; i++) {
            float sample = cycle[position];
            position = position + 1 == period ? 0 : position + 1;
            if (invented < seam) {
                sample += step * (seam - invented) / seam;
            }
            float gain = invented <= hold ? 1 : Math.max(0, 1 - (float) (invented - hold) / fade);
            pcm[offset + i] = gain * sample;
            invented++;
        }
    }

    private void remember(float[] pcm, int offset, int samples) {
        int keep = Math.max(0, history.length - samples);
        int fresh = history.length - keep;
        System.arraycopy(history, history.length - keep, history, 0, keep);
        System.arraycopy(pcm, offset + samples - fresh, history, keep, fresh);
    }
}
