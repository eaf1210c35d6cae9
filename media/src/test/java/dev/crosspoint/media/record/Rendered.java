package dev.crosspoint.media.record;

import dev.crosspoint.media.audio.Tone;

/** A rendered recording, and how to listen to it. */
final class Rendered {
    /** A tenth of what a {@link Speaker} says; codecs smear what is quieter. */
    private static final double AUDIBLE = 0.04;

    private static final int BLOCKS_PER_SECOND = 200;

    private final Rendering rendering;
    private final byte[] audio;
    private final byte[] peaks;

    Rendered(Rendering rendering, byte[] audio, byte[] peaks) {
        this.rendering = rendering;
        this.audio = audio;
        this.peaks = peaks;
    }

    Rendering rendering() {
        return rendering;
    }

    /** The file. */
    byte[] audio() {
        return audio;
    }

    byte[] peaks() {
        return peaks;
    }

    /** A channel of a WAV file. */
    float[] channel(int index) {
        float[] samples = new float[(audio.length - WavFile.HEADER_BYTES) / WavFile.FRAME_BYTES];
        for (int i = 0; i < samples.length; i++) {
            int at = WavFile.HEADER_BYTES + WavFile.FRAME_BYTES * i + 2 * index;
            samples[i] = (short) ((audio[at] & 0xFF) | audio[at + 1] << 8) / 32768f;
        }
        return samples;
    }

    float[] left() {
        return channel(0);
    }

    float[] right() {
        return channel(1);
    }

    /** The first moment of sound at or after some time, ms; -1 when there is none. */
    static long soundFrom(float[] pcm, int rateHz, long fromMs) {
        int block = rateHz / BLOCKS_PER_SECOND;
        for (int at = (int) (fromMs * rateHz / 1000); at + block <= pcm.length; at += block) {
            if (Tone.rms(pcm, at, block) > AUDIBLE) {
                for (int i = at; i < at + block; i++) {
                    if (Math.abs(pcm[i]) > AUDIBLE) {
                        return (long) i * 1000 / rateHz;
                    }
                }
            }
        }
        return -1;
    }

    /** The last moment of sound before some time, ms; -1 when there is none. */
    static long soundUntil(float[] pcm, int rateHz, long toMs) {
        int block = rateHz / BLOCKS_PER_SECOND;
        int last = (int) Math.min(pcm.length, toMs * rateHz / 1000);
        for (int at = last - block; at >= 0; at -= block) {
            if (Tone.rms(pcm, at, block) > AUDIBLE) {
                for (int i = at + block - 1; i >= at; i--) {
                    if (Math.abs(pcm[i]) > AUDIBLE) {
                        return (long) i * 1000 / rateHz;
                    }
                }
            }
        }
        return -1;
    }
}
