package dev.crosspoint.media.bench;

import com.sun.management.ThreadMXBean;
import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.codec.Encoder;
import dev.crosspoint.media.record.AudioFormat;
import dev.crosspoint.media.record.Payload;
import dev.crosspoint.media.record.Renderer;
import dev.crosspoint.media.record.Rendering;
import dev.crosspoint.media.record.TrackRecord;
import dev.crosspoint.media.record.TrackSource;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Renders an hour of two speakers, with drift, jitter and loss, in every codec and format: {@code
 * RenderLoad [minutes [rounds]]}. Prints the CPU time of the rendering thread and what it
 * allocated.
 */
public final class RenderLoad {
    private static final int PACKETS = 500;
    private static final double LOSS = 0.02;
    private static final int JITTER_MICROS = 20_000;

    private RenderLoad() {}

    /** See above. */
    public static void main(String[] args) throws Exception {
        int minutes = args.length > 0 ? Integer.parseInt(args[0]) : 60;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        var codecs = Codecs.load();
        var renderer = new Renderer(codecs);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (Codec codec : new Codec[] {Codec.PCMU, Codec.OPUS}) {
            for (int encodedHz :
                    codec == Codec.OPUS ? new int[] {16_000, 48_000} : new int[] {8000}) {
                var call = new Hour(codecs, codec, encodedHz, minutes);
                for (AudioFormat format : AudioFormat.values()) {
                    for (int round = 0; round < rounds; round++) {
                        long[] bytes = new long[1];
                        long before = threads.getCurrentThreadAllocatedBytes();
                        long start = threads.getCurrentThreadCpuTime();
                        Rendering made =
                                renderer.render(
                                        call,
                                        format,
                                        (_, _, length) -> bytes[0] += length,
                                        (_, _, _) -> {});
                        double seconds = (threads.getCurrentThreadCpuTime() - start) / 1e9;
                        long heap = threads.getCurrentThreadAllocatedBytes() - before;
                        System.out.printf(
                                "%s %d Hz to %s: %.2f s CPU, %d B allocated per second of audio,"
                                        + " %.1f MB, lost %d, concealed %d ms%n",
                                codec,
                                encodedHz,
                                format,
                                seconds,
                                heap * 1000 / made.durationMs(),
                                bytes[0] / 1e6,
                                made.left().lost(),
                                made.left().concealedMs());
                    }
                }
            }
        }
    }

    /** Two speakers, who say the same ten seconds over and over. */
    private static final class Hour implements TrackSource {
        private final Codec codec;
        private final Payload[] payloads = new Payload[PACKETS];
        private final int packets;

        Hour(Codecs codecs, Codec codec, int rateHz, int minutes) {
            this.codec = codec;
            packets = minutes * 60 * 50;
            byte[] out = new byte[1500];
            int frame = rateHz / 50;
            float[] voice = Tone.voice(rateHz, PACKETS * frame);
            try (Encoder encoder = codecs.encoder(codec, rateHz)) {
                for (int i = 0; i < PACKETS; i++) {
                    int length = encoder.encode(voice, i * frame, frame, out, 0);
                    payloads[i] = Payload.of(out, 0, length);
                }
            }
        }

        @Override
        public Cursor open() {
            var random = new Random(1);
            return new Cursor() {
                private long at;

                @Override
                public @Nullable TrackRecord next() {
                    long n = at++;
                    if (n == 0) {
                        return new TrackRecord.Start(0, "bench");
                    }
                    if (n <= 2) {
                        var channel = n == 1 ? Channel.LEFT : Channel.RIGHT;
                        return new TrackRecord.Track(
                                0, (int) n, channel, new LegId("leg" + n), "who");
                    }
                    if (n <= 4) {
                        return new TrackRecord.Taken(0, (int) n - 2, true);
                    }
                    long packet = (n - 5) / 2;
                    if (packet >= packets) {
                        return n == 2L * packets + 5
                                ? new TrackRecord.Stop(packets * 20_000L)
                                : null;
                    }
                    if (random.nextDouble() < LOSS) {
                        return next();
                    }
                    int track = (int) (n - 5) % 2 + 1;
                    // 100 ppm too quick and 50 too slow
                    double clock = track == 1 ? 1 - 100e-6 : 1 + 50e-6;
                    long micros = (long) ((packet + 1) * 20_000 * clock);
                    return new TrackRecord.Audio(
                            micros + random.nextInt(JITTER_MICROS),
                            track,
                            codec,
                            (int) packet & 0xFFFF,
                            (int) (packet * codec.rtpClockHz() / 50),
                            payloads[(int) (packet % PACKETS)]);
                }

                @Override
                public void close() {}
            };
        }
    }
}
