package dev.crosspoint.media.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ToneTest {
    @Test
    void findsTheLevelAndFrequencyOfASine() {
        float[] pcm = Tone.sine(8000, 440, 0.5, 4000);
        assertThat(Tone.levelDb(pcm, 8000, 440)).isCloseTo(-6.02, within(0.05));
        assertThat(Tone.levelDb(pcm, 8000, 600)).isLessThan(-80);
        assertThat(Tone.dominantHz(pcm, 8000)).isCloseTo(440, within(0.5));
        assertThat(Tone.rms(pcm, 0, 4000)).isCloseTo(0.3535, within(0.001));
        assertThat(Tone.sinadDb(pcm, 0, 4000, 8000, 440)).isGreaterThan(100);
    }

    @Test
    void hearsNothingInSilence() {
        assertThat(Tone.dominantHz(new float[800], 8000)).isZero();
        assertThat(Tone.levelDb(new float[800], 8000, 440)).isLessThan(-150);
    }

    @Test
    void separatesTheTonesOfASum() {
        float[] pcm = Tone.sines(48_000, 0.2, 9600, 440, 1000, 5000);
        for (double hz : new double[] {440, 1000, 5000}) {
            assertThat(Tone.amplitude(pcm, 48_000, hz)).isCloseTo(0.2, within(0.002));
        }
        assertThat(Tone.amplitude(pcm, 48_000, 700)).isLessThan(0.001);
    }

    @Test
    void carriesAToneThroughMuLaw() {
        float[] pcm = Tone.sine(8000, 1004, 0.5, 8000);
        byte[] bytes = Tone.muLaw(pcm);
        float[] back = Tone.fromMuLaw(bytes, 0, bytes.length);
        assertThat(Tone.sinadDb(back, 0, 8000, 8000, 1004)).isGreaterThan(36);
        assertThat(Tone.muLaw(0f)).isEqualTo((byte) 0xFF);
        assertThat(Tone.muLaw(1f)).isEqualTo((byte) 0x80);
        assertThat(Tone.muLaw(-1f)).isEqualTo((byte) 0x00);
    }

    @Test
    void countsGapsAndClicks() {
        float[] pcm = Tone.sine(8000, 440, 0.5, 8000);
        assertThat(Tone.gaps(pcm, 8000, 10)).isZero();
        assertThat(Tone.clicks(pcm, 8000, 440, 0.02)).isZero();
        Arrays.fill(pcm, 3003, 3203, 0);
        assertThat(Tone.gaps(pcm, 8000, 10)).isOne();
        assertThat(Tone.gaps(pcm, 8000, 40)).isZero();
        assertThat(Tone.clicks(pcm, 8000, 440, 0.02)).isEqualTo(2);
    }
}
