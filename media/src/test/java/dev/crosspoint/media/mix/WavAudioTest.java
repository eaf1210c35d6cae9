package dev.crosspoint.media.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.audio.WavBytes;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class WavAudioTest {
    @Test
    void readsEveryFormat() throws Exception {
        for (var format : WavBytes.Format.values()) {
            for (int rateHz : new int[] {8000, 44_100}) {
                float[] tone = Tone.sine(rateHz, 500, 0.5, rateHz);
                var audio = WavAudio.parse(WavBytes.mono(format, rateHz, tone));
                assertThat(audio.seconds()).isEqualTo(1.0);
                float[] read = audio.samples(rateHz);
                assertThat(read).hasSize(rateHz);
                assertThat(Tone.sinadDb(read, 0, rateHz, rateHz, 500))
                        .as("%s", format)
                        .isGreaterThan(33);
                assertThat(Tone.levelDb(read, rateHz, 500)).isCloseTo(-6, within(0.2));
            }
        }
    }

    @Test
    void foldsStereo() throws Exception {
        float[] left = Tone.sine(16_000, 500, 0.5, 16_000);
        float[] right = Tone.sine(16_000, 900, 0.5, 16_000);
        var audio = WavAudio.parse(WavBytes.stereo(WavBytes.Format.PCM_16, 16_000, left, right));
        float[] read = audio.samples(16_000);
        assertThat(Tone.amplitude(read, 16_000, 500)).isCloseTo(0.25, within(0.005));
        assertThat(Tone.amplitude(read, 16_000, 900)).isCloseTo(0.25, within(0.005));
    }

    @Test
    void comesAtTheRateThatIsAskedForAndInPlace() throws Exception {
        float[] tone = Tone.sine(44_100, 500, 0.5, 44_100);
        var audio = WavAudio.parse(WavBytes.mono(WavBytes.Format.FLOAT, 44_100, tone));
        for (int rateHz : new int[] {8000, 16_000, 48_000}) {
            float[] read = audio.samples(rateHz);
            assertThat(read).hasSize(rateHz);
            float[] wanted = Tone.sine(rateHz, 500, 0.5, rateHz);
            // Aligned to half a sample: 500 Hz at 8 kHz turns 11 degrees in that time.
            assertThat(Tone.snrDb(wanted, read, rateHz / 10, rateHz * 8 / 10)).isGreaterThan(14);
        }
    }

    @Test
    void skipsChunksItDoesNotKnow() throws Exception {
        byte[] plain = WavBytes.mono(WavBytes.Format.PCM_16, 8000, new float[] {0.5f, -0.5f});
        byte[] odd = {'L', 'I', 'S', 'T', 3, 0, 0, 0, 1, 2, 3, 0};
        byte[] file = new byte[plain.length + odd.length];
        System.arraycopy(plain, 0, file, 0, 12);
        System.arraycopy(odd, 0, file, 12, odd.length);
        System.arraycopy(plain, 12, file, 12 + odd.length, plain.length - 12);
        file[4] += (byte) odd.length;
        assertThat(WavAudio.parse(file).samples(8000)).containsExactly(0.5f, -0.5f);
        // Bytes behind the RIFF chunk are somebody else's.
        assertThat(WavAudio.parse(Arrays.copyOf(file, file.length + 5)).samples(8000)).hasSize(2);
    }

    @Test
    void readsAnEmptySound() throws Exception {
        var audio = WavAudio.parse(WavBytes.mono(WavBytes.Format.PCM_16, 44_100, new float[0]));
        assertThat(audio.samples(8000)).isEmpty();
    }

    @Test
    void refusesWhatDoesNotAddUp() {
        byte[] good = WavBytes.mono(WavBytes.Format.PCM_16, 8000, new float[100]);
        refuses(new byte[0], "shorter");
        refuses(Arrays.copyOf(good, 11), "shorter");
        refuses(with(good, 0, 'X'), "RIFF");
        refuses(with(good, 8, 'X'), "RIFF");
        refuses(Arrays.copyOf(good, good.length - 1), "exceeds the file");
        refuses(with(good, 7, 0xFF), "exceeds the file");
        refuses(with(good, 19, 0xFF), "exceeds the RIFF");
        refuses(with(good, 16, 14), "too short");
        refuses(with(good, 20, 2), "format 2");
        refuses(with(good, 22, 3), "mono nor stereo");
        refuses(with(good, 24, 0x41), "Hz");
        refuses(with(good, 32, 3), "block size");
        refuses(with(good, 34, 12), "12 bits");
        refuses(with(good, 36, 'x'), "no data");
        refuses(with(good, 12, 'x'), "no format");
        refuses(with(good, 40, 199), "within a sample");
        byte[] infinite =
                WavBytes.mono(WavBytes.Format.FLOAT, 8000, new float[] {Float.POSITIVE_INFINITY});
        refuses(infinite, "not a number");
        refuses(WavBytes.mono(WavBytes.Format.MU_LAW, 8000, new float[8000 * 600 + 1]), "600 s");
    }

    private static void refuses(byte[] file, String why) {
        assertThatThrownBy(() -> WavAudio.parse(file))
                .isInstanceOf(BadAudioFile.class)
                .hasMessageContaining(why);
    }

    private static byte[] with(byte[] file, int at, int value) {
        byte[] copy = file.clone();
        copy[at] = (byte) value;
        return copy;
    }
}
