package dev.crosspoint.media.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.audio.Splatter;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.codec.Codec;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StripTest {
    private static final int SECONDS = 20;

    @ParameterizedTest
    @CsvSource({
        "8000, 8000, 200, 1000, 70", "8000, 8000, -200, 1000, 70", "8000, 8000, 300, 3000, 62",
        "8000, 8000, 0, 1000, 100", "8000, 16000, 200, 1000, 70", "8000, 16000, 0, 3000, 62",
        "16000, 16000, 200, 1000, 70"
    })
    void correctsDriftWithoutDistortion(
            int streamHz, int rateHz, double ppm, int hz, double sinadDb) {
        var placement = new Placement(drifting(ppm), streamHz, rateHz);
        float[] out =
                laid(placement, streamHz, rateHz, Tone.sine(streamHz, hz, 0.5, SECONDS * streamHz));
        // the pitch is that of the line, which is near the clock's
        double heardHz = hz * placement.step(0) * rateHz / streamHz;
        assertThat(heardHz).isCloseTo(hz * (1 + ppm / 1e6), within(hz * 120e-6));
        assertThat(placement.nextJoint(0)).isGreaterThan(15L * rateHz);
        int from = 5 * rateHz;
        assertThat(Tone.sinadDb(out, from, 2 * rateHz, rateHz, heardHz)).isGreaterThan(sinadDb);
        assertThat(Tone.levelDb(out, from, 2 * rateHz, rateHz, heardHz)).isCloseTo(-6, within(0.2));
    }

    @ParameterizedTest
    @CsvSource({"0", "200", "-300"})
    void beginsAndEndsWithoutAClick(double ppm) {
        var placement = new Placement(drifting(ppm), 8000, 8000);
        float[] out = laid(placement, 8000, 8000, Tone.sine(8000, 1000, 0.5, SECONDS * 8000));
        float[] around = new float[out.length + 1600];
        System.arraycopy(out, 0, around, 800, out.length);
        assertThat(new Splatter(8000, 0.5, 1000).worstDb(around, 0, around.length)).isLessThan(-18);
        assertThat(Tone.gaps(around, 8000, 10)).isZero();
    }

    private static Run drifting(double ppm) {
        var run = new Run(Codec.PCMU);
        for (int n = 1; n <= SECONDS * 50; n++) {
            run.arrived(n * 160L, Math.round(n * 20_000 / (1 + ppm / 1e6)));
        }
        return run;
    }

    /** Made in pieces of 100 ms out of packets of 20 ms. */
    private static float[] laid(Placement placement, int streamHz, int rateHz, float[] sound) {
        var strip = new Strip(rateHz);
        float[] out = new float[(SECONDS + 1) * rateHz];
        byte[] heard = new byte[rateHz / 10];
        float[] block = new float[rateHz / 10];
        int packet = streamHz / 50;
        int put = 0;
        strip.begin(placement, 0, (long) Math.ceil(Math.max(0, placement.positionOf(0))));
        for (int from = 0; from < out.length; from += block.length) {
            Arrays.fill(block, 0);
            for (strip.make(block, heard, from, from + block.length);
                    strip.made() < from + block.length && strip.isActive();
                    strip.make(block, heard, from, from + block.length)) {
                float[] room = strip.room();
                System.arraycopy(sound, put, room, strip.roomOffset(), packet);
                strip.added(packet, Strip.SPOKEN);
                put += packet;
                if (put + packet > sound.length) {
                    strip.end(Long.MAX_VALUE - 1);
                }
            }
            System.arraycopy(block, 0, out, from, block.length);
        }
        return out;
    }
}
