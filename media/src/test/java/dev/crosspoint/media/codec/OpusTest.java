package dev.crosspoint.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.audio.Allocation;
import dev.crosspoint.media.audio.Splatter;
import dev.crosspoint.media.audio.Tone;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OpusTest {
    private final Codecs codecs = Codecs.load();

    @ParameterizedTest
    @ValueSource(ints = {8000, 16_000, 48_000})
    void carriesAToneInEveryFrameSize(int rateHz) {
        for (int ptimeMs : new int[] {10, 20, 40, 60}) {
            int frame = rateHz / 1000 * ptimeMs;
            float[] tone = Tone.sine(rateHz, 440, 0.5, frame * (1800 / ptimeMs));
            float[] heard = new float[tone.length];
            byte[] packet = new byte[1275];
            try (Encoder encoder = encoder(rateHz);
                    Decoder decoder = codecs.decoder(Codec.OPUS, rateHz)) {
                for (int at = 0; at < tone.length; at += frame) {
                    int bytes = encoder.encode(tone, at, frame, packet, 0);
                    assertThat(decoder.samplesIn(packet, 0, bytes)).isEqualTo(frame);
                    assertThat(decoder.decode(packet, 0, bytes, heard, at)).isEqualTo(frame);
                }
            }
            int half = heard.length / 2;
            assertThat(Tone.levelDb(heard, half, half, rateHz, 440)).isCloseTo(-6, within(1.0));
            assertThat(Tone.sinadDb(heard, half, half, rateHz, 440)).isGreaterThan(15);
        }
    }

    @Test
    void spendsTheBitsItWasGiven() {
        assertThat(bitrate(8000, 16_000)).isBetween(8000.0, 18_000.0);
        assertThat(bitrate(48_000, 24_000)).isBetween(12_000.0, 27_000.0);
        assertThat(bitrate(48_000, 48_000)).isGreaterThan(1.3 * bitrate(48_000, 24_000));
    }

    @Test
    void foldsAStereoPacketToMono() throws Exception {
        var peer =
                new io.github.jaredmdobson.concentus.OpusEncoder(
                        48_000,
                        2,
                        io.github.jaredmdobson.concentus.OpusApplication.OPUS_APPLICATION_AUDIO);
        peer.setBitrate(96_000);
        float[] left = Tone.sine(48_000, 500, 0.4, 48_000);
        float[] right = Tone.sine(48_000, 1500, 0.4, 48_000);
        float[] heard = new float[48_000];
        byte[] packet = new byte[1275];
        short[] frame = new short[1920];
        try (Decoder decoder = codecs.decoder(Codec.OPUS, 48_000)) {
            for (int at = 0; at < 48_000; at += 960) {
                for (int i = 0; i < 960; i++) {
                    frame[2 * i] = (short) (left[at + i] * 32767);
                    frame[2 * i + 1] = (short) (right[at + i] * 32767);
                }
                int bytes = peer.encode(frame, 0, 960, packet, 0, packet.length);
                assertThat(decoder.decode(packet, 0, bytes, heard, at)).isEqualTo(960);
            }
        }
        assertThat(Tone.amplitude(heard, 24_000, 24_000, 48_000, 500)).isCloseTo(0.2, within(0.04));
        assertThat(Tone.amplitude(heard, 24_000, 24_000, 48_000, 1500))
                .isCloseTo(0.2, within(0.04));
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 16_000, 48_000})
    void recoversLostFramesBetterThanItConcealsThem(int rateHz) {
        int frame = rateHz / 50;
        float[] voice = Tone.voice(rateHz, frame * 250);
        byte[][] packets =
                encode(voice, frame, EncoderSettings.forRate(rateHz).withExpectedLoss(20));
        float[] clean = play(packets, frame, rateHz, false, false);
        float[] recovered = play(packets, frame, rateHz, true, true);
        float[] concealed = play(packets, frame, rateHz, true, false);
        double withFec = 0;
        double without = 0;
        int lost = 0;
        for (int i = 20; i < packets.length - 1; i++) {
            if (isLost(i)) {
                withFec += Tone.snrDb(clean, recovered, i * frame, frame);
                without += Tone.snrDb(clean, concealed, i * frame, frame);
                lost++;
            }
        }
        assertThat(withFec / lost).isGreaterThan(without / lost + 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 16_000, 48_000})
    void addsRecoveryOnlyWhileLossIsExpected(int rateHz) {
        int frame = rateHz / 50;
        float[] voice = Tone.voice(rateHz, frame * 150);
        byte[] packet = new byte[1275];
        int[] carrying = new int[3];
        try (Encoder encoder = encoder(rateHz);
                Decoder decoder = codecs.decoder(Codec.OPUS, rateHz)) {
            for (int i = 0; i < 150; i++) {
                if (i % 50 == 0) {
                    encoder.expectLoss(i == 50 ? 3 : 0);
                }
                int bytes = encoder.encode(voice, i * frame, frame, packet, 0);
                // The frame after a change may still carry a copy made before it.
                if (i % 50 > 1 && decoder.carriesRecovery(packet, 0, bytes)) {
                    carrying[i / 50]++;
                }
            }
        }
        assertThat(carrying[0]).isZero();
        assertThat(carrying[1]).isGreaterThan(30);
        assertThat(carrying[2]).isZero();
    }

    /** Against one that is kept from resting by an inaudible sample in each frame. */
    @ParameterizedTest
    @ValueSource(ints = {8000, 16_000, 48_000})
    void restsInLastingSilenceAndIsNotHeardTo(int rateHz) {
        int frame = rateHz / 50;
        float[] tone = Tone.sine(rateHz, 440, 0.5, rateHz);
        float[] said = new float[4 * rateHz];
        System.arraycopy(tone, 0, said, 0, rateHz);
        System.arraycopy(tone, 0, said, 3 * rateHz, rateHz);
        float[] saidAwake = said.clone();
        for (int at = 0; at < said.length; at += frame) {
            saidAwake[at] += 1e-9f;
        }

        float[] heard = new float[said.length];
        float[] heardAwake = new float[said.length];
        assertThat(sameAgain(said, heard, frame, rateHz)).isGreaterThanOrEqualTo(70);
        sameAgain(saidAwake, heardAwake, frame, rateHz);

        int lookAhead = rateHz / 100;
        for (int ms = 0; ms < 1000; ms += 100) {
            int from = 3 * rateHz + ms * rateHz / 1000;
            int samples = rateHz / 10;
            assertThat(Tone.amplitude(heard, from, samples, rateHz, 440))
                    .as("the word behind it, after %d ms", ms)
                    .isCloseTo(
                            Tone.amplitude(heardAwake, from, samples, rateHz, 440), within(0.01));
            assertThat(Tone.sinadDb(heard, from, samples, rateHz, 440))
                    .isGreaterThan(Tone.sinadDb(heardAwake, from, samples, rateHz, 440) - 2);
        }
        for (int i = rateHz * 3 / 2; i < 3 * rateHz - lookAhead; i++) {
            assertThat(heard[i]).as("sample %d", i).isCloseTo(0, within(1e-4f));
        }
    }

    /** How many packets are just like the one before. */
    private int sameAgain(float[] said, float[] heard, int frame, int rateHz) {
        byte[] packet = new byte[1275];
        byte[] before = new byte[0];
        int same = 0;
        try (Encoder encoder = encoder(rateHz);
                Decoder decoder = codecs.decoder(Codec.OPUS, rateHz)) {
            for (int at = 0; at < said.length; at += frame) {
                int bytes = encoder.encode(said, at, frame, packet, 0);
                decoder.decode(packet, 0, bytes, heard, at);
                byte[] now = Arrays.copyOf(packet, bytes);
                same += Arrays.equals(now, before) ? 1 : 0;
                before = now;
            }
        }
        return same;
    }

    @Test
    void answersCorruptPacketsWithMinusOne() {
        float[] pcm = new float[5760];
        byte[][] corrupt = {
            {}, // no table of contents
            {3}, // code 3 without a frame count
            {3, 0}, // no frames
            {(byte) 0x1B, 63}, // 63 frames of 60 ms
            {(byte) 0x79, 1, 2, 3, 4, 5}, // code 1 with an odd number of bytes
            {(byte) 0xFA, (byte) 0xFF}, // code 2 with a length that is not there
            new byte[4000], // longer than a datagram
        };
        try (Decoder decoder = codecs.decoder(Codec.OPUS, 48_000)) {
            for (int i = 0; i < corrupt.length; i++) {
                byte[] packet = corrupt[i];
                assertThat(decoder.decode(packet, 0, packet.length, pcm, 0))
                        .as("case %s", i)
                        .isEqualTo(-1);
                assertThat(decoder.recover(packet, 0, packet.length, pcm, 0, 960)).isEqualTo(960);
            }
        }
    }

    @Test
    void conceals() {
        int frame = 160;
        float[] voice = Tone.voice(8000, frame * 50);
        byte[][] packets = encode(voice, frame, EncoderSettings.forRate(8000));
        try (Decoder decoder = codecs.decoder(Codec.OPUS, 8000)) {
            float[] pcm = new float[960];
            for (byte[] packet : packets) {
                decoder.decode(packet, 0, packet.length, pcm, 0);
            }
            assertThat(decoder.conceal(pcm, 0, 20)).isEqualTo(20);
            assertThat(decoder.conceal(pcm, 0, 160)).isEqualTo(160);
            assertThat(Tone.rms(pcm, 0, 160)).isPositive();
            assertThatThrownBy(() -> decoder.conceal(pcm, 0, 90))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> decoder.conceal(pcm, 900, 160))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> decoder.conceal(new float[9600], 0, 9600))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void allocatesNothingPerFrame() {
        int frame = 160;
        float[] voice = Tone.voice(8000, frame * 50);
        float[] pcm = new float[960];
        byte[] packet = new byte[1275];
        var limit = new EffortLimit();
        try (Encoder encoder = codecs.within(limit).encoder(Codec.OPUS, 8000);
                Decoder decoder = codecs.decoder(Codec.OPUS, 8000)) {
            encoder.expectLoss(10);
            Runnable tenThousandFrames =
                    () -> {
                        for (int i = 0; i < 10_000; i++) {
                            limit.complexity(i / 5 % 2);
                            int bytes = encoder.encode(voice, i % 50 * frame, frame, packet, 0);
                            if (i % 10 == 0) {
                                decoder.recover(packet, 0, bytes, pcm, 0, frame);
                                decoder.conceal(pcm, 0, frame);
                            }
                            decoder.decode(packet, 0, bytes, pcm, 0);
                        }
                    };
            assertThat(Allocation.leastBytesOf(tenThousandFrames, 0)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 16_000, 48_000})
    void spendsNoMoreThanItsThreadAllows(int rateHz) {
        int frame = rateHz / 50;
        float[] voice = Tone.voice(rateHz, frame * 50);
        var limit = new EffortLimit();
        limit.complexity(0);

        var usual = EncoderSettings.forRate(rateHz);

        byte[][] limited = encode(codecs.within(limit), voice, frame, usual);

        assertThat(limited).isDeepEqualTo(encode(voice, frame, usual.withComplexity(0)));
        limit.complexity(10);
        byte[][] free = encode(codecs.within(limit), voice, frame, usual);
        assertThat(free).isDeepEqualTo(encode(voice, frame, usual));
        assertThat(Arrays.deepEquals(free, limited)).isFalse();
    }

    /** A step every 60 ms, down and up again, beside the steady encoders between which it steps. */
    @ParameterizedTest
    @ValueSource(ints = {8000, 16_000, 48_000})
    void stepsBetweenComplexitiesWithoutAClick(int rateHz) {
        int frame = rateHz / 50;
        float[] tones = Tone.sines(rateHz, 0.2, frame * 500, 300, 700, 1900);
        var splatter = new Splatter(rateHz, 0.2, 300, 700, 1900);
        double steady = -200;
        for (int complexity = 0; complexity <= 5; complexity++) {
            int level = complexity;
            steady = Math.max(steady, splatterDb(tones, rateHz, splatter, _ -> level));
        }

        double stepping = splatterDb(tones, rateHz, splatter, i -> Math.abs(5 - i / 3 % 10));

        assertThat(stepping).isLessThan(steady + 1);
    }

    private double splatterDb(
            float[] pcm, int rateHz, Splatter splatter, IntUnaryOperator complexityAt) {
        int frame = rateHz / 50;
        float[] heard = new float[pcm.length];
        byte[] packet = new byte[1275];
        var limit = new EffortLimit();
        try (Encoder encoder = codecs.within(limit).encoder(Codec.OPUS, rateHz);
                Decoder decoder = codecs.decoder(Codec.OPUS, rateHz)) {
            for (int i = 0; i < pcm.length / frame; i++) {
                limit.complexity(complexityAt.applyAsInt(i));
                int bytes = encoder.encode(pcm, i * frame, frame, packet, 0);
                decoder.decode(packet, 0, bytes, heard, i * frame);
            }
        }
        return splatter.worstDb(heard, 50 * frame, heard.length);
    }

    @Test
    void isFreedOnceAndRefusesUseAfterwards() {
        Encoder encoder = encoder(48_000);
        Decoder decoder = codecs.decoder(Codec.OPUS, 48_000);
        encoder.close();
        encoder.close();
        decoder.close();
        decoder.close();
        assertThatThrownBy(() -> encoder.encode(new float[960], 0, 960, new byte[1275], 0))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> decoder.conceal(new float[960], 0, 960))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(decoder::reset).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void passesFromThreadToThread() {
        float[] tone = Tone.sine(48_000, 440, 0.5, 960);
        byte[] packet = new byte[1275];
        float[] pcm = new float[5760];
        try (Encoder encoder = encoder(48_000);
                Decoder decoder = codecs.decoder(Codec.OPUS, 48_000)) {
            int bytes = encoder.encode(tone, 0, 960, packet, 0);
            int decoded =
                    CompletableFuture.supplyAsync(
                                    () -> {
                                        encoder.encode(tone, 0, 960, new byte[1275], 0);
                                        return decoder.decode(packet, 0, bytes, pcm, 0);
                                    })
                            .join();
            assertThat(decoded).isEqualTo(960);
            assertThat(decoder.decode(packet, 0, bytes, pcm, 0)).isEqualTo(960);
        }
    }

    @Test
    void refusesMemoryOnTheHeapInsteadOfCrashing() {
        LibOpus opus = OpusLibrary.bundled();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(opus.encoderSize(1), 16);
            opus.initEncoder(state, 8000, 1, LibOpus.APPLICATION_VOIP);
            MemorySegment heap = MemorySegment.ofArray(new float[160]);
            MemorySegment out = arena.allocate(1275);
            assertThatThrownBy(() -> opus.encode(state, heap, 160, out, 1275))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesRatesAndFramesThatDoNotExist() {
        assertThatThrownBy(() -> codecs.decoder(Codec.OPUS, 44_100))
                .isInstanceOf(IllegalArgumentException.class);
        try (Encoder encoder = encoder(8000)) {
            assertThatThrownBy(() -> encoder.encode(new float[200], 0, 170, new byte[1275], 0))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> encoder.encode(new float[2000], 0, 960, new byte[1275], 0))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void loadsTheLibraryThatIsConfigured(@TempDir Path folder) throws Exception {
        Path library = folder.resolve("libopus.here");
        try (var in =
                OpusLibrary.class
                        .getClassLoader()
                        .getResourceAsStream(OpusLibrary.resourceName())) {
            Files.copy(Objects.requireNonNull(in), library);
        }
        assertThat(Codecs.load(library, 5).opusVersion()).startsWith("libopus");
        Path nothing = folder.resolve("nothing.so");
        assertThatThrownBy(() -> Codecs.load(nothing, 5))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("opusLibrary")
                .hasMessageContaining(nothing.toString());
    }

    private Encoder encoder(int rateHz) {
        return codecs.encoder(Codec.OPUS, rateHz, EncoderSettings.forRate(rateHz));
    }

    private double bitrate(int rateHz, int bitrateBps) {
        int frame = rateHz / 50;
        int bytes = 0;
        var settings = new EncoderSettings(bitrateBps, 5, 0);
        for (byte[] packet : encode(Tone.voice(rateHz, frame * 200), frame, settings)) {
            bytes += packet.length;
        }
        return bytes * 8 / 4.0;
    }

    private byte[][] encode(float[] pcm, int frame, EncoderSettings settings) {
        return encode(codecs, pcm, frame, settings);
    }

    private static byte[][] encode(
            Codecs codecs, float[] pcm, int frame, EncoderSettings settings) {
        byte[][] packets = new byte[pcm.length / frame][];
        byte[] packet = new byte[1275];
        try (Encoder encoder = codecs.encoder(Codec.OPUS, frame * 50, settings)) {
            for (int i = 0; i < packets.length; i++) {
                int bytes = encoder.encode(pcm, i * frame, frame, packet, 0);
                packets[i] = Arrays.copyOf(packet, bytes);
            }
        }
        return packets;
    }

    private float[] play(byte[][] packets, int frame, int rateHz, boolean lossy, boolean fec) {
        float[] pcm = new float[packets.length * frame];
        try (Decoder decoder = codecs.decoder(Codec.OPUS, rateHz)) {
            for (int i = 0; i < packets.length; i++) {
                byte[] packet = packets[i];
                if (!lossy || !isLost(i)) {
                    decoder.decode(packet, 0, packet.length, pcm, i * frame);
                } else if (fec && i + 1 < packets.length) {
                    byte[] next = packets[i + 1];
                    decoder.recover(next, 0, next.length, pcm, i * frame, frame);
                } else {
                    decoder.conceal(pcm, i * frame, frame);
                }
            }
        }
        return pcm;
    }

    private static boolean isLost(int packet) {
        return packet % 7 == 3;
    }
}
