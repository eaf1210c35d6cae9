package dev.crosspoint.media.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the measure of clicks sees what it is to see, and nothing else. */
class SplatterTest {
    private static final int[] TONES = {400, 700, 1900};

    /** What the tests of changes allow at most, by codec. */
    private static final double G711_DB = -25;

    private static final double OPUS_DB = -14;

    @ParameterizedTest
    @ValueSource(ints = {8000, 48_000})
    void seesNothingInSteadyTones(int rateHz) {
        assertThat(worst(tones(rateHz), rateHz)).isLessThan(-100);
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 48_000})
    void seesNothingInALevelThatGlides(int rateHz) {
        float[] pcm = tones(rateHz);
        for (int i = 0; i < pcm.length; i++) {
            double seconds = (double) i / rateHz;
            pcm[i] *= (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * 4 * seconds));
        }
        assertThat(worst(pcm, rateHz)).isLessThan(-45);
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 48_000})
    void seesAGapOfFiveMilliseconds(int rateHz) {
        float[] pcm = tones(rateHz);
        for (int i = pcm.length / 2; i < pcm.length / 2 + rateHz / 200; i++) {
            pcm[i] = 0;
        }
        assertThat(worst(pcm, rateHz)).isGreaterThan(OPUS_DB + 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 48_000})
    void seesAStepInLevel(int rateHz) {
        float[] pcm = tones(rateHz);
        for (int i = pcm.length / 2 + 7; i < pcm.length; i++) {
            pcm[i] *= 0.5f;
        }
        assertThat(worst(pcm, rateHz)).isGreaterThan(G711_DB + 5);
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 48_000})
    void seesATwoMillisecondStepInTime(int rateHz) {
        float[] pcm = tones(rateHz);
        int half = pcm.length / 2;
        System.arraycopy(pcm, half, pcm, half + rateHz / 500, half - rateHz / 500);
        assertThat(worst(pcm, rateHz)).isGreaterThan(OPUS_DB + 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 48_000})
    void seesAStepOfTheZeroLine(int rateHz) {
        float[] pcm = tones(rateHz);
        for (int i = pcm.length / 2; i < pcm.length; i++) {
            pcm[i] += 0.1f;
        }
        assertThat(worst(pcm, rateHz)).isGreaterThan(OPUS_DB + 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 48_000})
    void seesAToneThatBeginsAtOnce(int rateHz) {
        float[] pcm = tones(rateHz);
        Arrays.fill(pcm, 0, pcm.length / 2 + 5, 0);
        assertThat(worst(pcm, rateHz)).isGreaterThan(OPUS_DB + 2);
    }

    @Test
    void seesTheQuantisationOfG711AndLittleMore() {
        float[] pcm = Tone.fromMuLaw(Tone.muLaw(tones(8000)), 0, 8000);
        assertThat(worst(pcm, 8000)).isBetween(-45.0, G711_DB - 5);
    }

    private static float[] tones(int rateHz) {
        float[] pcm = new float[rateHz];
        for (int hz : TONES) {
            Tone.add(pcm, 0, rateHz, 0, rateHz, hz, 0.1);
        }
        return pcm;
    }

    private static double worst(float[] pcm, int rateHz) {
        return new Splatter(rateHz, 0.1, TONES).worstDb(pcm, 0, pcm.length);
    }
}
