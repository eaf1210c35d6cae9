package dev.crosspoint.media.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class PeaksTest {
    @Test
    void areThoseOfTheFile() throws Exception {
        var codecs = Codecs.load();
        var agent = new Speaker(codecs, 1, 1, 600).with(Codec.PCMU, 20).says(300, 900);
        var rendered =
                new Recording()
                        .track(1, Channel.RIGHT)
                        .hearing(agent, 1000)
                        .stop(1050)
                        .inOrder()
                        .rendered(new Renderer(codecs), AudioFormat.WAV_8_KHZ);
        var peaks = ByteBuffer.wrap(rendered.peaks());
        byte[] magic = new byte[6];
        peaks.get(magic);
        assertThat(magic).asString().isEqualTo("XPPEAK");
        assertThat(peaks.get()).isEqualTo((byte) 1);
        assertThat(peaks.get()).isEqualTo((byte) 2);
        assertThat(peaks.getShort()).isEqualTo((short) 100);
        assertThat(peaks.getInt()).isEqualTo(11);
        float[] left = rendered.left();
        float[] right = rendered.right();
        for (int window = 0; window < 11; window++) {
            for (float[] side : new float[][] {left, right}) {
                int least = 32_767;
                int greatest = -32_768;
                for (int i = window * 800; i < Math.min(side.length, window * 800 + 800); i++) {
                    least = Math.min(least, (int) (side[i] * 32_768));
                    greatest = Math.max(greatest, (int) (side[i] * 32_768));
                }
                assertThat(peaks.getShort()).isEqualTo((short) least);
                assertThat(peaks.getShort()).isEqualTo((short) greatest);
            }
        }
        assertThat(peaks.remaining()).isZero();
        assertThat(rendered.peaks()[Peaks.HEADER_BYTES + 5 * Peaks.WINDOW_BYTES + 4])
                .as("the agent is loud in the sixth window")
                .isLessThan((byte) -40);
    }
}
