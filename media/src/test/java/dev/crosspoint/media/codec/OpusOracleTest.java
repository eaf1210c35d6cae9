package dev.crosspoint.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.audio.Tone;
import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusPacketInfo;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our binding of libopus against concentus, an independent port of Opus to Java. */
final class OpusOracleTest {
    private final Codecs codecs = Codecs.load();

    @ParameterizedTest
    @ValueSource(ints = {8000, 16_000, 48_000})
    void understandsWhatConcentusEncodes(int rateHz) throws Exception {
        for (int ptimeMs : new int[] {10, 20, 40, 60}) {
            int frame = rateHz / 1000 * ptimeMs;
            float[] tone = Tone.sine(rateHz, 700, 0.4, frame * (960 / ptimeMs));
            float[] ours = new float[tone.length];
            short[] theirs = new short[frame];
            float[] reference = new float[tone.length];
            byte[] packet = new byte[1275];
            var encoder =
                    new io.github.jaredmdobson.concentus.OpusEncoder(
                            rateHz, 1, OpusApplication.OPUS_APPLICATION_VOIP);
            encoder.setBitrate(24_000);
            var oracle = new io.github.jaredmdobson.concentus.OpusDecoder(rateHz, 1);
            try (Decoder decoder = codecs.decoder(Codec.OPUS, rateHz)) {
                for (int at = 0; at < tone.length; at += frame) {
                    int bytes = encoder.encode(shorts(tone, at, frame), 0, frame, packet, 0, 1275);
                    assertThat(decoder.decode(packet, 0, bytes, ours, at)).isEqualTo(frame);
                    oracle.decode(packet, 0, bytes, theirs, 0, frame, false);
                    for (int i = 0; i < frame; i++) {
                        reference[at + i] = theirs[i] / 32768f;
                    }
                }
            }
            int half = tone.length / 2;
            assertThat(Tone.snrDb(reference, ours, half, half))
                    .as("%s Hz, %s ms", rateHz, ptimeMs)
                    .isGreaterThan(40);
            assertThat(Tone.levelDb(ours, half, half, rateHz, 700)).isCloseTo(-8, within(1.0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 16_000, 48_000})
    void isUnderstoodByConcentus(int rateHz) throws Exception {
        for (int ptimeMs : new int[] {10, 20, 40, 60}) {
            int frame = rateHz / 1000 * ptimeMs;
            float[] tone = Tone.sine(rateHz, 700, 0.4, frame * (960 / ptimeMs));
            float[] heard = new float[tone.length];
            short[] theirs = new short[frame];
            byte[] packet = new byte[1275];
            var oracle = new io.github.jaredmdobson.concentus.OpusDecoder(rateHz, 1);
            try (Encoder encoder =
                    codecs.encoder(Codec.OPUS, rateHz, EncoderSettings.forRate(rateHz))) {
                for (int at = 0; at < tone.length; at += frame) {
                    int bytes = encoder.encode(tone, at, frame, packet, 0);
                    assertThat(oracle.decode(packet, 0, bytes, theirs, 0, frame, false))
                            .isEqualTo(frame);
                    for (int i = 0; i < frame; i++) {
                        heard[at + i] = theirs[i] / 32768f;
                    }
                }
            }
            int half = tone.length / 2;
            assertThat(Tone.levelDb(heard, half, half, rateHz, 700)).isCloseTo(-8, within(1.0));
            assertThat(Tone.sinadDb(heard, half, half, rateHz, 700)).isGreaterThan(15);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 48_000})
    void countsTheSamplesOfAnyHeaderAlike(int rateHz) {
        var random = new Random(3);
        byte[] packet = new byte[40];
        for (int i = 0; i < 20_000; i++) {
            random.nextBytes(packet);
            int theirs = OpusPacketInfo.getNumSamples(packet, 0, packet.length, rateHz);
            int ours = OpusPacket.samples(packet, 0, packet.length, rateHz);
            assertThat(ours).isEqualTo(theirs <= 0 ? -1 : theirs);
        }
    }

    private static short[] shorts(float[] pcm, int offset, int samples) {
        short[] out = new short[samples];
        for (int i = 0; i < samples; i++) {
            out[i] = (short) (pcm[offset + i] * 32767);
        }
        return out;
    }
}
