package dev.crosspoint.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.audio.Tone;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PcmQueueTest {
    @ParameterizedTest
    @ValueSource(ints = {8000, 16_000, 48_000})
    void playsPeriodsOnceMoreOrLessWithoutAClick(int rateHz) {
        int frame = rateHz / 50;
        for (double hz : new double[] {150, 400, 990}) {
            float[] tone = Tone.sine(rateHz, hz, 0.5, rateHz * 3);
            float[] heard = new float[rateHz * 3];
            var queue = new PcmQueue(rateHz);
            int played = 0;
            int at = 0;
            int shorter = 0;
            int longer = 0;
            for (int tick = 0; at + 3 * frame < tone.length; tick++) {
                boolean shorten = tick % 20 == 5;
                while (queue.size() < (shorten ? 2 * frame : frame)) {
                    System.arraycopy(tone, at, queue.array(), queue.end(), frame);
                    queue.added(frame);
                    at += frame;
                }
                if (shorten && queue.shorten(0.6f)) {
                    shorter++;
                }
                if (tick % 20 == 15 && queue.lengthen(0.6f)) {
                    longer++;
                }
                queue.read(heard, played, frame);
                played += frame;
            }
            assertThat(shorter).isGreaterThan(5);
            assertThat(longer).isGreaterThan(5);
            float[] all = Arrays.copyOf(heard, played);
            // A join may bend the tone a little; a missing sample would break it by this much:
            double step = 0.5 * 2 * Math.PI * hz / rateHz;
            assertThat(Tone.clicks(all, rateHz, hz, step)).as("%s Hz", hz).isZero();
            assertThat(Tone.levelDb(all, rateHz, hz)).isBetween(-8.0, -5.5);
            assertThat(Tone.gaps(all, rateHz, 5)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 48_000})
    void leavesNoiseAloneUntilAnyJoinWillDo(int rateHz) {
        var random = new Random(1);
        var queue = new PcmQueue(rateHz);
        float[] to = queue.array();
        int samples = rateHz / 20;
        for (int i = 0; i < samples; i++) {
            to[queue.end() + i] = (float) random.nextGaussian() * 0.1f;
        }
        queue.added(samples);
        assertThat(queue.isQuiet()).isFalse();
        assertThat(queue.shorten(0.6f)).isFalse();
        assertThat(queue.lengthen(0.6f)).isFalse();
        assertThat(queue.size()).isEqualTo(samples);
        assertThat(queue.shorten(-1)).isTrue();
        assertThat(queue.size()).isLessThan(samples);
    }
}
