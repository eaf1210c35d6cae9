package dev.crosspoint.media.mix;

import dev.crosspoint.media.audio.Tone;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One tick of a conference in which everybody hears everybody else. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls start() first
public class MixBench {
    @Param({"2", "3", "10", "50"})
    public int parties;

    @Param({"8000", "48000"})
    public int rateHz;

    private MixBus bus;
    private HearingMatrix matrix;
    private float[] tone;
    private float[] narrow;
    private float[] wide;
    private Resampler up;

    @Setup
    public void start() {
        bus = new MixBus(rateHz, parties);
        matrix = new HearingMatrix(parties);
        for (int listener = 0; listener < parties; listener++) {
            for (int source = 0; source < parties; source++) {
                if (listener != source) {
                    matrix.set(listener, source, true);
                }
            }
        }
        tone = Tone.sine(rateHz, 440, 0.5 / parties, rateHz / 50);
        narrow = Tone.sine(8000, 440, 0.5, 160);
        wide = new float[960];
        up = new Resampler(8000, 48_000);
    }

    /** All talk: every listener has a mix of its own. */
    @Benchmark
    public float allTalk() {
        return tick(parties);
    }

    /** Two talk: all others share one mix. */
    @Benchmark
    public float twoTalk() {
        return tick(2);
    }

    /** One narrowband leg on its way into a wideband mix; does not depend on the parties. */
    @Benchmark
    public int resampleUp() {
        return up.process(narrow, 0, 160, wide, 0);
    }

    private float tick(int talkers) {
        bus.begin();
        for (int slot = 0; slot < talkers; slot++) {
            System.arraycopy(tone, 0, bus.input(slot), 0, tone.length);
            bus.contributed(slot);
        }
        float sum = 0;
        for (int slot = 0; slot < parties; slot++) {
            sum += bus.mix(bus.audible(matrix.sourcesOf(slot)))[7];
        }
        return sum;
    }
}
