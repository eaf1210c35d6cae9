package dev.crosspoint.media.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.codec.G711;
import dev.crosspoint.media.mix.WavAudio;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

final class WavFileTest {
    @Test
    void isReadByAnotherReader() throws Exception {
        float[] left = Tone.sine(16_000, 500, 0.5, 16_000);
        float[] right = Tone.sine(16_000, 900, 0.5, 16_000);
        byte[] bytes = file(16_000, left, right);
        assertThat(bytes).hasSize(WavFile.HEADER_BYTES + 16_000 * WavFile.FRAME_BYTES);
        float[] folded = WavAudio.parse(bytes).samples(16_000);
        assertThat(folded).hasSize(16_000);
        assertThat(Tone.amplitude(folded, 16_000, 500)).isCloseTo(0.25, within(0.002));
        assertThat(Tone.amplitude(folded, 16_000, 900)).isCloseTo(0.25, within(0.002));
    }

    @Test
    void keepsEveryValueOfG711() throws Exception {
        float[] all = new float[256];
        for (G711 law : new G711[] {G711.MU_LAW, G711.A_LAW}) {
            for (int code = 0; code < 256; code++) {
                all[code] = law.decode((byte) code);
            }
            byte[] bytes = file(8000, all, new float[256]);
            var samples = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int code = 0; code < 256; code++) {
                int at = WavFile.HEADER_BYTES + WavFile.FRAME_BYTES * code;
                assertThat(samples.getShort(at) / 32768f).isEqualTo(all[code]);
                assertThat(samples.getShort(at + 2)).isZero();
            }
        }
    }

    @Test
    void clipsWhatIsLouderThanAFileCanBe() {
        assertThat(WavFile.pcm16(3)).isEqualTo(32_767);
        assertThat(WavFile.pcm16(1)).isEqualTo(32_767);
        assertThat(WavFile.pcm16(-1)).isEqualTo(-32_768);
        assertThat(WavFile.pcm16(-3)).isEqualTo(-32_768);
        assertThat(WavFile.pcm16(0)).isZero();
    }

    @Test
    void saysTheSizeOfTheLongestRecording() throws Exception {
        long samples = Renderer.MAX_DURATION_HOURS * 3600L * 16_000;
        var out = new ByteArrayOutputStream();
        try (var file = new WavFile(16_000, samples, out::write)) {
            file.end();
        }
        var header = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(header.getInt(40) & 0xFFFF_FFFFL).isEqualTo(samples * 4);
        assertThat(header.getInt(4) & 0xFFFF_FFFFL).isEqualTo(samples * 4 + 36);
    }

    private static byte[] file(int rateHz, float[] left, float[] right) throws Exception {
        var out = new ByteArrayOutputStream();
        try (var file = new WavFile(rateHz, left.length, out::write)) {
            file.write(left, right, left.length);
            file.end();
        }
        return out.toByteArray();
    }
}
