package dev.crosspoint.media.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.audio.Allocation;
import dev.crosspoint.media.audio.Tone;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResamplerTest {
    @ParameterizedTest
    @CsvSource({
        "8000, 16000", "8000, 48000", "16000, 48000", "48000, 16000", "48000, 8000",
        "16000, 8000", "44100, 8000", "8000, 44100", "22050, 16000", "8000, 8000"
    })
    void passesTheBandAndStopsTheRest(int fromHz, int toHz) {
        int low = Math.min(fromHz, toHz);
        for (double part : new double[] {0.03, 0.1, 0.25, 0.35, 0.42}) {
            double hz = part * low;
            float[] out = resample(Tone.sine(fromHz, hz, 0.5, fromHz), fromHz, toHz);
            int skip = toHz / 10;
            assertThat(Tone.levelDb(out, skip, out.length - skip, toHz, hz))
                    .as("%s Hz", hz)
                    .isCloseTo(-6.02, within(0.1));
            // Images and aliases are all that is not the tone itself.
            assertThat(Tone.sinadDb(out, skip, out.length - skip, toHz, hz))
                    .as("%s Hz", hz)
                    .isGreaterThan(60);
        }
        for (double part : new double[] {0.585, 0.7, 0.9}) {
            double hz = part * low;
            if (hz < fromHz * 0.49) {
                float[] out = resample(Tone.sine(fromHz, hz, 0.5, fromHz), fromHz, toHz);
                int skip = toHz / 10;
                double db = Tone.decibels(Tone.rms(out, skip, out.length - skip) * Math.sqrt(2));
                assertThat(db + 6).as("%s Hz", hz).isLessThan(-60);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"8000, 48000", "48000, 8000", "16000, 48000", "48000, 16000", "8000, 16000"})
    void yieldsTwentyMillisecondsForTwentyMilliseconds(int fromHz, int toHz) {
        var resampler = new Resampler(fromHz, toHz);
        float[] in = new float[fromHz / 50];
        float[] out = new float[toHz / 50];
        for (int i = 0; i < 100; i++) {
            assertThat(resampler.process(in, 0, in.length, out, 0)).isEqualTo(out.length);
        }
        assertThat(resampler.mostFrom(in.length)).isEqualTo(out.length);
        assertThat(resampler.delayMs()).isLessThanOrEqualTo(2);
        Runnable second =
                () -> {
                    for (int i = 0; i < 1000; i++) {
                        resampler.process(in, 0, in.length, out, 0);
                    }
                };
        assertThat(Allocation.leastBytesOf(second, 0)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"8000, 48000", "44100, 16000", "48000, 8000"})
    void doesNotCareHowTheInputIsCut(int fromHz, int toHz) {
        float[] in = Tone.sines(fromHz, 0.2, fromHz / 5, 300, 1100, 2900);
        float[] whole = new float[toHz / 5 + 1];
        int wholeLength = new Resampler(fromHz, toHz).process(in, 0, in.length, whole, 0);
        float[] parts = new float[whole.length];
        var resampler = new Resampler(fromHz, toHz);
        int written = 0;
        for (int at = 0, size = 1; at < in.length; at += size, size = size * 7 % 401) {
            int part = Math.min(size, in.length - at);
            written += resampler.process(in, at, part, parts, written);
        }
        assertThat(written).isEqualTo(wholeLength);
        assertThat(Tone.snrDb(whole, parts, 0, whole.length)).isGreaterThan(110);
    }

    private static float[] resample(float[] in, int fromHz, int toHz) {
        var resampler = new Resampler(fromHz, toHz);
        float[] out = new float[resampler.mostFrom(in.length)];
        resampler.process(in, 0, in.length, out, 0);
        return out;
    }
}
