package dev.crosspoint.media.record;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sound without a hole: decoded samples of one stream, one behind the other, which are laid onto
 * the recording's samples by a {@link Placing}. Where the line is level and the rates are equal
 * they are copied, elsewhere read between samples. Begins and ends with a short fade.
 *
 * <p>Positions in the stream count samples of the decoder since the stream's first packet;
 * positions in the recording count its samples.
 */
final class Strip {
    /** What a sample is. */
    static final byte SILENT = 0;

    static final byte CONCEALED = 1;
    static final byte SPOKEN = 2;

    /** No step is heard, and no syllable is lost. */
    private static final int FADE_MS = 4;

    /** What a strip holds at most at a time: a bridged loss, a packet, and a faded end. */
    private static final int CAPACITY_MS = 400;

    /** Samples that are worked out at a time. */
    private static final int PIECE = 1024;

    private final float[] fade;
    private final float[] piece = new float[PIECE];
    private float[] line = new float[0];
    private byte[] kinds = new byte[0];
    private int filled;

    /** Position in the stream of the line's first sample. */
    private long origin;

    private @Nullable Placement current;
    private int joint;
    private long start;
    private long made;
    private long end;
    private boolean active;

    /** For a recording of some rate, Hz. */
    Strip(int rateHz) {
        fade = new float[rateHz / 1000 * FADE_MS];
        for (int i = 0; i < fade.length; i++) {
            fade[i] = (float) (0.5 - 0.5 * Math.cos(Math.PI * (i + 0.5) / fade.length));
        }
    }

    /**
     * Begins; samples must be added before any are made.
     *
     * @param streamSample position of what is added first
     * @param first the first sample of the recording that may be filled
     */
    void begin(Placement where, long streamSample, long first) {
        int capacity = where.streamHz() / 1000 * CAPACITY_MS + 4 * Sinc.HALF;
        if (line.length < capacity) {
            line = new float[capacity];
            kinds = new byte[capacity];
        }
        current = where;
        joint = -1;
        Arrays.fill(line, 0, Sinc.HALF, 0);
        Arrays.fill(kinds, 0, Sinc.HALF, SPOKEN);
        filled = Sinc.HALF;
        origin = streamSample - Sinc.HALF;
        start = first;
        made = first;
        end = Long.MAX_VALUE;
        active = true;
    }

    /** Whether it has begun and is not made to its end. */
    boolean isActive() {
        return active;
    }

    /** Where samples can be added: up to 250 ms at a time. */
    float[] room() {
        forget();
        return line;
    }

    /** The index at which the next one goes; to be asked for after {@link #room}. */
    int roomOffset() {
        return filled;
    }

    /** So many samples were added. */
    void added(int samples, byte kind) {
        Arrays.fill(kinds, filled, filled + samples, kind);
        filled += samples;
    }

    /** Position in the stream behind the last sample. */
    long streamEnd() {
        return origin + filled;
    }

    /**
     * Nothing more is added.
     *
     * @param limit behind the last sample of the recording that may be filled
     */
    void end(long limit) {
        end = Math.min(limit, (long) Math.ceil(placement().positionOf(streamEnd())));
        Arrays.fill(line, filled, filled + 2 * Sinc.HALF, 0);
        Arrays.fill(kinds, filled, filled + 2 * Sinc.HALF, SPOKEN);
    }

    /** The sample of the recording up to which all are made. */
    long made() {
        return made;
    }

    /**
     * Adds what can be made to the sound of others.
     *
     * @param sound of the recording from {@code from} on
     * @param heard what the samples are; the more real one stays
     * @param to behind the last sample to make
     */
    void make(float[] sound, byte[] heard, long from, long to) {
        Placement placement = placement();
        long limit = Math.min(to, end);
        while (made < limit) {
            joint = placement.jointBefore(made, joint);
            long until = Math.min(limit, placement.nextJoint(joint));
            if (end == Long.MAX_VALUE) {
                double ready = placement.positionAfter(joint, streamEnd() - Sinc.HALF);
                until = Math.min(until, (long) Math.ceil(ready) - 1);
            }
            if (until <= made) {
                return;
            }
            for (; made < until; made += PIECE) {
                makePiece(sound, heard, (int) (made - from), (int) Math.min(PIECE, until - made));
            }
            made = until;
        }
        active = made < end;
    }

    private void makePiece(float[] sound, byte[] heard, int offset, int count) {
        Placement placement = placement();
        double at = placement.streamAt(joint, made) - origin;
        double step = placement.step(joint);
        int whole = (int) Math.rint(at);
        if (step == 1 && Math.abs(at - whole) < 1e-6) {
            System.arraycopy(line, whole, piece, 0, count);
        } else {
            Sinc.read(line, at, step, piece, 0, count);
        }
        fade(count);
        for (int i = 0; i < count; i++) {
            sound[offset + i] += piece[i];
            byte kind = kinds[(int) (at + i * step)];
            heard[offset + i] = (byte) Math.max(heard[offset + i], kind);
        }
    }

    private void fade(int count) {
        for (int i = 0; i < count && made + i < start + fade.length; i++) {
            piece[i] *= fade[(int) (made + i - start)];
        }
        for (int i = count - 1; i >= 0 && made + i >= end - fade.length; i--) {
            piece[i] *= fade[(int) (end - 1 - made - i)];
        }
    }

    /** Drops what lies so far back that nothing is made of it any more. */
    private void forget() {
        Placement placement = placement();
        joint = placement.jointBefore(made, joint);
        long needed = (long) placement.streamAt(joint, made) - Sinc.HALF - origin;
        int drop = Math.clamp(needed, 0, filled);
        System.arraycopy(line, drop, line, 0, filled - drop);
        System.arraycopy(kinds, drop, kinds, 0, filled - drop);
        filled -= drop;
        origin += drop;
    }

    private Placement placement() {
        return requireNonNull(current);
    }
}
