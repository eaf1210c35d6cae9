package dev.crosspoint.media.jitter;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Pitch;
import java.util.Arrays;

/**
 * Decoded samples that wait for their tick, and a little of what was played before them. Can play a
 * stretch of itself shorter or longer by one pitch period, joined so that nobody hears it.
 */
final class PcmQueue {
    /** What waits when a packet is decoded on top: a tick, a look ahead, an inserted period. */
    private static final int WAITING_MS = 60;

    /** -50 dBov. */
    private static final double QUIET_POWER = 1e-5;

    private final int perMs;
    private final Pitch pitch;
    private final float[] pcm;
    private int head;
    private int tail;

    PcmQueue(int rateHz) {
        perMs = rateHz / 1000;
        pitch = new Pitch(rateHz);
        int history = pitch.reach();
        pcm = new float[history + (WAITING_MS + 2 * Codec.MAX_PACKET_MS) * perMs];
        head = history;
        tail = history;
    }

    /** Samples that wait. */
    int size() {
        return tail - head;
    }

    /** Samples before the end that are kept at least. */
    int past() {
        return pitch.reach();
    }

    /** Where to write: {@link #end} is the index, and a packet of any length fits behind it. */
    float[] array() {
        if (pcm.length - tail < (Codec.MAX_PACKET_MS + 1) * perMs + pitch.longest()) {
            int keep = pitch.reach() + size();
            System.arraycopy(pcm, tail - keep, pcm, 0, keep);
            head = pitch.reach();
            tail = keep;
        }
        return pcm;
    }

    int end() {
        return tail;
    }

    /** So many samples have been written at {@link #end}. */
    void added(int samples) {
        tail += samples;
    }

    void addSilence(int samples) {
        float[] to = array();
        Arrays.fill(to, tail, tail + samples, 0);
        tail += samples;
    }

    /** Moves samples out; there must be as many. */
    void read(float[] out, int offset, int samples) {
        System.arraycopy(pcm, head, out, offset, samples);
        head += samples;
    }

    /** The next samples count as played; there must be as many. */
    void skip(int samples) {
        head += samples;
    }

    /** Forgets what waits, but keeps it as what was played before. */
    void discard() {
        head = tail;
    }

    /**
     * Scales samples by a factor that runs straight from one value to another.
     *
     * @param back where to start, counted from the end
     */
    void fade(int back, int samples, float from, float to) {
        int start = tail - back;
        for (int i = 0; i < samples; i++) {
            pcm[start + i] *= from + (to - from) * (i + 1) / samples;
        }
    }

    /** Whether what waits is silence, or noise so low that no join in it is heard. */
    boolean isQuiet() {
        return power() <= QUIET_POWER;
    }

    /** Mean power of what waits: 1 at full scale, 0 when nothing does. */
    double power() {
        double sum = 0;
        for (int i = head; i < tail; i++) {
            sum += pcm[i] * pcm[i];
        }
        return size() == 0 ? 0 : sum / size();
    }

    /** The most that {@link #shorten} takes away. */
    int longestPeriod() {
        return pitch.longest();
    }

    /**
     * Takes one pitch period out of what waits.
     *
     * @param likeness how alike the joined periods must be, 1 to -1
     * @return false when nothing suitable was found
     */
    boolean shorten(float likeness) {
        int period = pitch.find(pcm, tail);
        if (pitch.similarity() < likeness || size() < 2 * period) {
            return false;
        }
        cut(period);
        return true;
    }

    /**
     * Takes so many samples out of what waits, twice as much at least, by an overlap at the end.
     */
    void cut(int samples) {
        int second = tail - samples;
        int first = second - samples;
        for (int i = 0; i < samples; i++) {
            float in = (i + 0.5f) / samples;
            pcm[first + i] = (1 - in) * pcm[first + i] + in * pcm[second + i];
        }
        tail -= samples;
    }

    /**
     * Repeats one pitch period of what waits.
     *
     * @return false when nothing suitable was found
     */
    boolean lengthen(float likeness) {
        float[] to = array();
        int period = pitch.find(to, tail);
        if (pitch.similarity() < likeness || size() < period) {
            return false;
        }
        int second = tail - period;
        int first = second - period;
        System.arraycopy(to, second, to, tail, period);
        for (int i = 0; i < period; i++) {
            float in = (i + 0.5f) / period;
            to[second + i] = (1 - in) * to[second + i] + in * to[first + i];
        }
        tail += period;
        return true;
    }
}
