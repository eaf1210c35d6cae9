package dev.crosspoint.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.audio.Tone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComfortNoiseTest {
    private static final int RATE_HZ = 8000;

    @ParameterizedTest
    @ValueSource(ints = {10, 30, 45, 60, 75, 100})
    void isAsLoudAsTheSenderSays(int belowOverloadDb) {
        float[] pcm = noise(belowOverloadDb);

        assertThat(levelDb(pcm)).isCloseTo(-belowOverloadDb, within(0.5));
    }

    @Test
    void isAsLoudAsTheSenderSaysWhateverItsShape() {
        assertThat(levelDb(noise(40, 30, 200, 100))).isCloseTo(-40, within(1.5));
        assertThat(levelDb(noise(40, 240))).isCloseTo(-40, within(1.5));
    }

    @Test
    void hasTheShapeThatTheSenderDescribes() {
        // a predictor of -k: below 127 the neighbours are alike, which is a hum
        float[] low = noise(30, 20);
        float[] high = noise(30, 234);
        float[] white = noise(30, 127);

        assertThat(tiltDb(low)).isGreaterThan(10);
        assertThat(tiltDb(high)).isLessThan(-10);
        assertThat(tiltDb(white)).isCloseTo(0, within(1.5));
    }

    @Test
    void makesWhiteNoiseWhereNoShapeIsDescribed() {
        assertThat(noise(30)).isEqualTo(noise(30, 127, 127));
    }

    @Test
    void usesNoMoreOfAShapeThanItKnowsWhatToDoWith() {
        int[] twelve = {40, 100, 150, 120, 130, 110, 140, 127, 120, 125, 130, 122, 129};
        int[] more = java.util.Arrays.copyOf(twelve, 40);

        assertThat(noise(more)).isEqualTo(noise(twelve));
    }

    @Test
    void comesToANewLevelWithoutAStep() {
        var noise = new ComfortNoise();
        noise.describe(new byte[] {70}, 0, 1);
        float[] pcm = new float[RATE_HZ];
        noise.add(pcm, 0, RATE_HZ / 2, 1, 1);
        noise.describe(new byte[] {30}, 0, 1);
        noise.add(pcm, RATE_HZ / 2, RATE_HZ / 2, 1, 1);

        assertThat(Tone.rms(pcm, RATE_HZ / 2, 16))
                .isLessThan(Tone.rms(pcm, RATE_HZ - 800, 800) / 4);
    }

    @Test
    void isWrittenAsALevelBelowOverload() {
        byte[] out = new byte[2];

        assertThat(ComfortNoise.write(out, 1, -55)).isEqualTo(1);
        assertThat(out[1]).isEqualTo((byte) 55);
        ComfortNoise.write(out, 1, -300);
        assertThat(out[1]).isEqualTo((byte) 127);
    }

    private static float[] noise(int... description) {
        byte[] payload = new byte[description.length];
        for (int i = 0; i < description.length; i++) {
            payload[i] = (byte) description[i];
        }
        var noise = new ComfortNoise();
        noise.describe(payload, 0, payload.length);
        float[] pcm = new float[4 * RATE_HZ];
        noise.add(pcm, 0, pcm.length, 1, 1);
        return pcm;
    }

    private static double levelDb(float[] pcm) {
        return 20 * Math.log10(Tone.rms(pcm, 0, pcm.length));
    }

    /** How much louder the lower half of the band is than the upper one. */
    private static double tiltDb(float[] pcm) {
        double low = 0;
        double high = 0;
        for (int i = 2; i < pcm.length; i++) {
            double sum = pcm[i] + 2 * pcm[i - 1] + pcm[i - 2];
            double difference = pcm[i] - 2 * pcm[i - 1] + pcm[i - 2];
            low += sum * sum;
            high += difference * difference;
        }
        return 10 * Math.log10(low / high);
    }
}
