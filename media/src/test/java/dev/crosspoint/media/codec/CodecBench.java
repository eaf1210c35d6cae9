package dev.crosspoint.media.codec;

import dev.crosspoint.media.audio.Tone;
import java.util.Arrays;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One 20 ms frame of something like speech, each way. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED"})
@SuppressWarnings("NullAway.Init") // JMH calls start() first
public class CodecBench {
    private static final int FRAMES = 200;

    /** Codec, samples per second, complexity, expected loss in percent. */
    @Param({
        "PCMU-8000-0-0",
        "PCMA-8000-0-0",
        "OPUS-8000-0-0",
        "OPUS-8000-5-0",
        "OPUS-8000-5-10",
        "OPUS-16000-5-0",
        "OPUS-48000-0-0",
        "OPUS-48000-5-0",
        "OPUS-48000-5-10"
    })
    public String how = "";

    private Encoder encoder;
    private Decoder decoder;
    private float[] voice;
    private byte[][] packets;
    private int frameSamples;
    private final byte[] packet = new byte[1275];
    private final float[] pcm = new float[5760];
    private int next;

    @Setup
    public void start() {
        String[] parts = how.split("-", -1);
        Codec codec = Codec.valueOf(parts[0]);
        int rateHz = Integer.parseInt(parts[1]);
        var settings =
                EncoderSettings.forRate(rateHz)
                        .withComplexity(Integer.parseInt(parts[2]))
                        .withExpectedLoss(Integer.parseInt(parts[3]));
        Codecs codecs = Codecs.load();
        encoder = codecs.encoder(codec, rateHz, settings);
        decoder = codecs.decoder(codec, rateHz);
        frameSamples = rateHz / 50;
        voice = Tone.voice(rateHz, FRAMES * frameSamples);
        packets = new byte[FRAMES][];
        for (int i = 0; i < FRAMES; i++) {
            int bytes = encoder.encode(voice, i * frameSamples, frameSamples, packet, 0);
            packets[i] = Arrays.copyOf(packet, bytes);
        }
    }

    @TearDown
    public void stop() {
        encoder.close();
        decoder.close();
    }

    @Benchmark
    public int encode() {
        next = (next + 1) % FRAMES;
        return encoder.encode(voice, next * frameSamples, frameSamples, packet, 0);
    }

    @Benchmark
    public int decode() {
        next = (next + 1) % FRAMES;
        byte[] one = packets[next];
        return decoder.decode(one, 0, one.length, pcm, 0);
    }
}
