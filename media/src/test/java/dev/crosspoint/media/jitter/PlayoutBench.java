package dev.crosspoint.media.jitter;

import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.codec.Encoder;
import dev.crosspoint.media.rtp.RtpPacket;
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

/** One packet in and one frame out, decoding included; the G.711 row is nearly all play-out. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED"})
@SuppressWarnings("NullAway.Init") // JMH calls start() first
public class PlayoutBench {
    private static final int PACKETS = 200;

    @Param({"PCMU-8000", "OPUS-8000", "OPUS-48000"})
    public String how = "";

    private Playout playout;
    private final RtpPacket[] packets = new RtpPacket[PACKETS];
    private float[] pcm;
    private int ticksPerPacket;
    private int sent;
    private long nowNanos;

    @Setup
    public void start() {
        String[] parts = how.split("-", -1);
        Codec codec = Codec.valueOf(parts[0]);
        int rateHz = Integer.parseInt(parts[1]);
        Codecs codecs = Codecs.load();
        playout = new Playout(codecs.decoder(codec, rateHz), codec.rtpClockHz(), rateHz);
        ticksPerPacket = codec.rtpClockHz() / 50;
        pcm = new float[rateHz / 50];
        float[] voice = Tone.voice(rateHz, PACKETS * pcm.length);
        try (Encoder encoder = codecs.encoder(codec, rateHz)) {
            for (int i = 0; i < PACKETS; i++) {
                byte[] bytes = new byte[1500];
                RtpPacket.writeHeader(bytes, 0, false, 0, 0, 0, 1);
                int length = encoder.encode(voice, i * pcm.length, pcm.length, bytes, 12);
                packets[i] = new RtpPacket();
                packets[i].wrap(bytes, 0, 12 + length);
            }
        }
    }

    @TearDown
    public void stop() {
        playout.close();
    }

    /** Nothing is lost; arrivals waver by 10 ms. */
    @Benchmark
    public Heard calm() {
        return step(false);
    }

    /** One packet in twenty is lost. */
    @Benchmark
    public Heard lossy() {
        return step(sent % 20 == 7);
    }

    private Heard step(boolean lost) {
        nowNanos += 20_000_000;
        RtpPacket packet = packets[sent % PACKETS];
        packet.sequence(sent);
        packet.timestamp(sent * ticksPerPacket);
        if (!lost) {
            playout.put(packet, nowNanos - sent % 3 * 5_000_000L);
        }
        sent++;
        return playout.read(pcm, 0, nowNanos);
    }
}
