package dev.crosspoint.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.audio.Tone;
import org.junit.jupiter.api.Test;

final class ConcealmentTest {
    private static final int FRAME = 160;

    @Test
    void continuesAToneThroughALostFrameWithoutAClick() {
        for (double hz : new double[] {200, 440, 1000}) {
            float[] pcm = Tone.sine(8000, hz, 0.5, 8000);
            lose(pcm, 20, 21);
            assertThat(Tone.clicks(pcm, 8000, hz, 0.12)).as("%s Hz", hz).isZero();
            assertThat(Tone.gaps(pcm, 8000, 5)).isZero();
            assertThat(Tone.levelDb(pcm, 20 * FRAME, FRAME, 8000, hz)).isCloseTo(-6, within(1.5));
        }
    }

    @Test
    void fadesOutInSixtyMillisecondsAndComesBack() {
        float[] pcm = Tone.sine(8000, 440, 0.5, 8000);
        lose(pcm, 20, 26);
        assertThat(Tone.rms(pcm, 20 * FRAME, 80)).isCloseTo(0.35, within(0.05));
        assertThat(Tone.rms(pcm, 22 * FRAME, 80)).isBetween(0.05, 0.2);
        assertThat(Tone.rms(pcm, 23 * FRAME, FRAME * 3)).isZero();
        assertThat(Tone.rms(pcm, 27 * FRAME, FRAME)).isCloseTo(0.3535, within(0.01));
        assertThat(Tone.clicks(pcm, 8000, 440, 0.12)).isZero();
    }

    @Test
    void isSilentWhenNothingWasHeard() {
        float[] pcm = new float[FRAME];
        new Concealment(8000).conceal(pcm, 0, FRAME);
        assertThat(pcm).containsOnly(0);
    }

    @Test
    void findsThePeriodOfAVoiceAtEveryRate() {
        for (int rateHz : new int[] {8000, 16_000, 48_000}) {
            float[] voice = new float[rateHz / 10];
            for (int harmonic = 1; harmonic <= 8; harmonic++) {
                Tone.add(voice, 0, voice.length, 0, rateHz, 125 * harmonic, 0.3 / harmonic);
            }
            Pitch pitch = new Pitch(rateHz);
            assertThat(pitch.find(voice, voice.length)).isEqualTo(rateHz / 125);
            assertThat(pitch.similarity()).isGreaterThan(0.99f);
        }
    }

    /** Plays the frames through a concealment, those from first to last (exclusive) being lost. */
    private static void lose(float[] pcm, int first, int last) {
        var concealment = new Concealment(8000);
        for (int i = 0; i < pcm.length / FRAME; i++) {
            if (i >= first && i < last) {
                concealment.conceal(pcm, i * FRAME, FRAME);
            } else {
                concealment.heard(pcm, i * FRAME, FRAME);
            }
        }
    }
}
