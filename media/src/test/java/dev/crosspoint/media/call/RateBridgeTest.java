package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.audio.Allocation;
import dev.crosspoint.media.audio.Splatter;
import dev.crosspoint.media.audio.Tone;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** One stream through changes of the rates on its two sides, judged by what comes out. */
class RateBridgeTest {
    private static final int NARROW = 8000;
    private static final int WIDE = 48_000;
    private static final int[] TONES = {600, 1150, 2350};
    private static final double AMPLITUDE = 0.1;
    private static final int FRAMES = 30;

    /** A change without a glide: the filter's ripple. */
    private static final double EXACT_DB = -55;

    /** A glide by 2 ms, which turns the tones' phases by all sorts of angles within a frame. */
    private static final double GLIDE_DB = -30;

    private final Recorder narrow = new Recorder(NARROW);
    private final Recorder wide = new Recorder(WIDE);
    private long frame;

    /** What came out at one rate. */
    private static final class Recorder {
        private final int rateHz;
        private float[] pcm = new float[0];

        Recorder(int rateHz) {
            this.rateHz = rateHz;
        }

        void add(float[] out) {
            float[] longer = Arrays.copyOf(pcm, pcm.length + out.length);
            System.arraycopy(out, 0, longer, pcm.length, out.length);
            pcm = longer;
        }

        /** Behind the first two frames, in which the tones begin. */
        double worstDb() {
            return worstDb(2 * rateHz / 50);
        }

        double worstDb(int from) {
            return new Splatter(rateHz, AMPLITUDE, TONES).worstDb(pcm, from, pcm.length);
        }
    }

    @Test
    void aSourceGoesToAWiderMixAndBackUnheard() {
        var bridge = new RateBridge(NARROW, NARROW);
        float[] last = new float[WIDE / 50];

        source(bridge, FRAMES, NARROW, NARROW, false, narrow);
        source(bridge, 1, NARROW, NARROW, true, narrow);
        bridge.to(WIDE, last);
        wide.add(last);
        source(bridge, FRAMES, NARROW, WIDE, false, wide);
        float[] lastNarrow = new float[NARROW / 50];
        bridge.to(NARROW, lastNarrow);
        var after = new Recorder(NARROW);
        after.add(lastNarrow);
        source(bridge, FRAMES, NARROW, NARROW, false, after);

        assertThat(narrow.worstDb()).isLessThan(GLIDE_DB);
        assertThat(wide.worstDb()).isLessThan(GLIDE_DB);
        assertThat(after.worstDb()).isLessThan(GLIDE_DB);
        assertThat(bridge.lags()).isFalse();
        float[] end =
                Arrays.copyOfRange(after.pcm, after.pcm.length - NARROW / 50, after.pcm.length);
        assertInTime(end, NARROW, (frame - 1) * NARROW / 50);
    }

    @Test
    void theChangeItselfIsExact() {
        var bridge = new RateBridge(NARROW, NARROW);
        source(bridge, FRAMES, NARROW, NARROW, true, narrow);
        float[] last = new float[WIDE / 50];
        bridge.to(WIDE, last);
        wide.add(last);
        source(bridge, FRAMES, NARROW, WIDE, false, wide);

        assertThat(narrow.worstDb()).isLessThan(EXACT_DB);
        assertThat(wide.worstDb(0)).isLessThan(EXACT_DB);
    }

    @Test
    void whatItSaysIsTheLastFrameIsInTimeWithTheNext() {
        var bridge = new RateBridge(NARROW, NARROW);
        source(bridge, FRAMES, NARROW, NARROW, true, narrow);
        float[] last = new float[WIDE / 50];

        bridge.to(WIDE, last);

        assertInTime(last, WIDE, (frame - 1) * WIDE / 50 - WIDE / 500);
        source(bridge, 2, NARROW, WIDE, false, wide);
        assertInTime(wide.pcm, WIDE, (frame - 2) * WIDE / 50 - WIDE / 500);
    }

    @Test
    void aListenerHearsAWiderMixAndTheOldOneAgainWithoutAClick() {
        var bridge = new RateBridge(NARROW, NARROW);
        source(bridge, FRAMES, NARROW, NARROW, false, narrow);
        source(bridge, 1, NARROW, NARROW, true, narrow);

        bridge.from(WIDE, tick(WIDE, frame - 1));
        source(bridge, FRAMES, WIDE, NARROW, false, narrow);
        bridge.from(NARROW, tick(NARROW, frame - 1));
        source(bridge, FRAMES, NARROW, NARROW, false, narrow);

        assertThat(narrow.worstDb()).isLessThan(GLIDE_DB);
    }

    @Test
    void changesItsMindWhileItGlides() {
        var bridge = new RateBridge(WIDE, WIDE);
        for (int i = 0; i < 10; i++) {
            source(bridge, 2, WIDE, WIDE, true, wide);
            source(bridge, 1, WIDE, WIDE, false, wide);
        }
        assertThat(wide.worstDb()).isLessThan(GLIDE_DB);
    }

    @Test
    void clicksWithoutTheGlide() {
        var bridge = new RateBridge(NARROW, NARROW);
        source(bridge, FRAMES, NARROW, NARROW, false, narrow);

        bridge.from(WIDE, tick(WIDE, frame - 1));
        source(bridge, FRAMES, WIDE, NARROW, false, narrow);

        assertThat(narrow.worstDb()).as("the measure sees 2 ms").isGreaterThan(-15);
    }

    @Test
    void allocatesNothingPerFrame() {
        var plain = new RateBridge(NARROW, NARROW);
        var up = new RateBridge(NARROW, WIDE);
        var down = new RateBridge(WIDE, NARROW);
        float[] low = new float[NARROW / 50];
        float[] high = new float[WIDE / 50];
        Runnable frames =
                () -> {
                    for (int i = 0; i < 1000; i++) {
                        plain.pass(low, low, (i & 1) == 0);
                        up.pass(low, high, false);
                        down.pass(high, low, false);
                    }
                };
        assertThat(Allocation.leastBytesOf(frames, 0)).isZero();
    }

    private void source(
            RateBridge bridge, int frames, int fromHz, int toHz, boolean lag, Recorder to) {
        for (int i = 0; i < frames; i++) {
            float[] out = new float[toHz / 50];
            bridge.pass(tick(fromHz, frame++), out, lag);
            to.add(out);
        }
    }

    private static float[] tick(int rateHz, long frame) {
        float[] pcm = new float[rateHz / 50];
        for (int hz : TONES) {
            Tone.add(pcm, 0, pcm.length, frame * pcm.length, rateHz, hz, AMPLITUDE);
        }
        return pcm;
    }

    /** The tones as they are from a sample on. */
    private static void assertInTime(float[] heard, int rateHz, long startSample) {
        float[] wanted = new float[heard.length];
        for (int hz : TONES) {
            Tone.add(wanted, 0, wanted.length, startSample, rateHz, hz, AMPLITUDE);
        }
        assertThat(Tone.snrDb(wanted, heard, 0, heard.length)).isGreaterThan(35);
    }
}
