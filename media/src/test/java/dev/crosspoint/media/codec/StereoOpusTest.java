package dev.crosspoint.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.audio.Allocation;
import dev.crosspoint.media.audio.Tone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heard by concentus, an independent port of Opus to Java. */
final class StereoOpusTest {
    private static final int RATE_HZ = 16_000;
    private static final int FRAME = RATE_HZ / 50;
    private static final int SAMPLES = 4 * RATE_HZ;
    private static final EncoderSettings SETTINGS = new EncoderSettings(48_000, 0, 0);

    @ParameterizedTest
    @ValueSource(ints = {8000, 16_000, 48_000})
    void isUnderstoodByConcentus(int rateHz) throws Exception {
        float[] left = Tone.sine(rateHz, 400, 0.3, 2 * rateHz);
        float[] right = Tone.sine(rateHz, 1150, 0.3, 2 * rateHz);
        float[][] heard = heard(rateHz, left, right);
        assertThat(Tone.sinadDb(heard[0], rateHz / 2, rateHz, rateHz, 400)).isGreaterThan(14);
        assertThat(Tone.sinadDb(heard[1], rateHz / 2, rateHz, rateHz, 1150)).isGreaterThan(14);
    }

    @Test
    void keepsTheVoicesApart() throws Exception {
        float[] left = Tone.sine(RATE_HZ, 400, 0.3, SAMPLES);
        float[] right = Tone.sine(RATE_HZ, 1150, 0.3, SAMPLES);
        float[][] heard = heard(RATE_HZ, left, right);
        int half = SAMPLES / 2;
        assertThat(Tone.levelDb(heard[1], half, half, RATE_HZ, 400)).isLessThan(-75);
        assertThat(Tone.levelDb(heard[0], half, half, RATE_HZ, 1150)).isLessThan(-75);
    }

    @Test
    void leavesTheSilentSideSilent() throws Exception {
        float[] voice = Tone.voice(RATE_HZ, SAMPLES);
        float[][] heard = heard(RATE_HZ, voice, new float[SAMPLES]);
        assertThat(heard[1]).containsOnly(0f);
        assertThat(Tone.rms(heard[0], 0, SAMPLES)).isGreaterThan(0.1);
    }

    @Test
    void delaysByItsLookAhead() throws Exception {
        float[] tone = Tone.sine(RATE_HZ, 100, 0.5, SAMPLES);
        float[] heard = heard(RATE_HZ, tone, tone)[0];
        int delay = StereoOpusEncoder.LOOK_AHEAD_MICROS * RATE_HZ / 1_000_000;
        float[] aligned = new float[SAMPLES];
        System.arraycopy(heard, delay, aligned, 0, SAMPLES - delay);
        assertThat(Tone.snrDb(tone, aligned, RATE_HZ, RATE_HZ)).isGreaterThan(25);
    }

    @Test
    void allocatesNothingPerFrame() {
        byte[] packet = new byte[StereoOpusEncoder.MAX_PACKET];
        float[] voice = Tone.voice(RATE_HZ, SAMPLES);
        try (var encoder = Codecs.load().stereoOpus(RATE_HZ, SETTINGS)) {
            long bytes =
                    Allocation.leastBytesOf(
                            () -> {
                                for (int at = 0; at < SAMPLES; at += FRAME) {
                                    encoder.encode(voice, voice, at, packet, 0);
                                }
                            },
                            2000);
            assertThat(bytes).isLessThanOrEqualTo(2000);
        }
    }

    private static float[][] heard(int rateHz, float[] left, float[] right) throws Exception {
        var oracle = new io.github.jaredmdobson.concentus.OpusDecoder(rateHz, 2);
        float[][] heard = new float[2][left.length];
        byte[] packet = new byte[StereoOpusEncoder.MAX_PACKET];
        try (var encoder = Codecs.load().stereoOpus(rateHz, SETTINGS)) {
            int frame = encoder.frameSamples();
            short[] pcm = new short[2 * frame];
            for (int at = 0; at + frame <= left.length; at += frame) {
                int bytes = encoder.encode(left, right, at, packet, 0);
                assertThat(oracle.decode(packet, 0, bytes, pcm, 0, frame, false)).isEqualTo(frame);
                for (int i = 0; i < frame; i++) {
                    heard[0][at + i] = pcm[2 * i] / 32768f;
                    heard[1][at + i] = pcm[2 * i + 1] / 32768f;
                }
            }
        }
        return heard;
    }
}
