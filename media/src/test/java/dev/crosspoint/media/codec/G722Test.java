package dev.crosspoint.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.crosspoint.media.audio.Allocation;
import dev.crosspoint.media.audio.Tone;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * G.722 against libspandsp bit for bit, and against what is known of it: the ITU's test sequences
 * may not be passed on.
 */
final class G722Test {
    private static final int WIDE = 16_000;
    private static final int NARROW = 8000;

    /** Cut as RTP does it: the state goes on from packet to packet. */
    @ParameterizedTest
    @ValueSource(ints = {WIDE, NARROW})
    void isTheSameAsSpandspBitForBit(int rateHz) throws Throwable {
        var spandsp = Spandsp.find();
        assumeTrue(spandsp.isPresent(), "libspandsp2 is not installed");
        boolean narrow = rateHz == NARROW;
        for (float[] sound : sounds(rateHz)) {
            short[] pcm = shorts(sound);
            byte[] payload = spandsp.orElseThrow().encode(pcm, narrow);
            assertThat(encode(floats(pcm), rateHz)).isEqualTo(payload);
            assertSame(
                    shorts(decode(payload, rateHz)), spandsp.orElseThrow().decode(payload, narrow));
        }
    }

    /** Whatever bytes come, as after a change of source: the predictors may go anywhere. */
    @Test
    void decodesNoiseAsSpandspDoes() throws Throwable {
        var spandsp = Spandsp.find();
        assumeTrue(spandsp.isPresent(), "libspandsp2 is not installed");
        byte[] payload = new byte[160 * 500];
        new Random(722).nextBytes(payload);

        assertSame(shorts(decode(payload, WIDE)), spandsp.orElseThrow().decode(payload, false));
    }

    /** ITU-T G.722 table 3 and figure 2: 3 dB at most between 100 Hz and 6.4 kHz. */
    @ParameterizedTest
    @ValueSource(ints = {100, 300, 1000, 2000, 3000, 3600, 4400, 5000, 6000, 6400})
    void passesWhatWidebandIs(int hz) {
        float[] tone = Tone.sine(WIDE, hz, 0.4, WIDE);
        float[] heard = decode(encode(tone, WIDE), WIDE);
        assertThat(Tone.levelDb(heard, WIDE / 2, WIDE / 2, WIDE, hz))
                .isCloseTo(Tone.decibels(0.4), within(1.0));
    }

    /** The step follows the level: 40 dB below, the noise is lower by more than 30. */
    @ParameterizedTest
    @CsvSource({"0.5, 24", "0.05, 30", "0.005, 17"})
    void keepsSpeechClearOfNoise(double gain, int leastDb) {
        float[] voice = Tone.voice(WIDE, 3 * WIDE);
        for (int i = 0; i < voice.length; i++) {
            voice[i] *= (float) gain;
        }
        float[] heard = decode(encode(voice, WIDE), WIDE);
        // the filters take 22 samples through both
        float[] inTime = Arrays.copyOfRange(heard, 22, heard.length);
        assertThat(Tone.snrDb(voice, inTime, WIDE, WIDE)).isGreaterThan(leastDb);
    }

    /** Sound that was encoded at one rate is decoded at the other. */
    @ParameterizedTest
    @CsvSource({"16000, 8000", "8000, 16000"})
    void halvesItsRateForThoseWhoHearNoMore(int fromHz, int toHz) {
        float[] tone = Tone.sine(fromHz, 1000, 0.4, fromHz);
        float[] heard = decode(encode(tone, fromHz), toHz);
        assertThat(heard).hasSize(toHz);
        assertThat(Tone.levelDb(heard, toHz / 2, toHz / 2, toHz, 1000))
                .isCloseTo(Tone.decibels(0.4), within(0.5));
    }

    @Test
    void foldsLittleOfTheHighBandIntoTheLowAlone() {
        float[] high = Tone.sine(WIDE, 5500, 0.4, WIDE);
        float[] heard = decode(encode(high, WIDE), NARROW);
        assertThat(Tone.levelDb(heard, NARROW / 2, NARROW / 2, NARROW, 2500)).isLessThan(-45);
    }

    @Test
    void comesBackWithinFiveHundredthsOfASecondAfterALoss() {
        float[] voice = Tone.voice(WIDE, 2 * WIDE);
        byte[] payload = encode(voice, WIDE);
        float[] whole = decode(payload, WIDE);
        float[] heard = new float[whole.length];
        try (Decoder decoder = new G722Decoder(WIDE)) {
            for (int at = 0; at < payload.length; at += 160) {
                if (at == 160 * 50) {
                    decoder.conceal(heard, 2 * at, 320);
                } else {
                    decoder.decode(payload, at, 160, heard, 2 * at);
                }
            }
        }
        int back = 320 * 51 + WIDE / 20;
        assertThat(Tone.snrDb(whole, heard, back, WIDE / 4)).isGreaterThan(15);
    }

    @Test
    void knowsThatTwoSamplesAreOneTick() {
        byte[] payload = new byte[160];
        assertThat(Codec.G722.rtpClockHz()).isEqualTo(8000);
        assertThat(Codec.G722.highestRateHz()).isEqualTo(16_000);
        assertThat(Codec.G722.durationTicks(payload, 0, 160)).isEqualTo(160);
        assertThat(Codec.G722.durationTicks(payload, 0, 961)).isZero();
        try (Decoder decoder = new G722Decoder(WIDE)) {
            assertThat(decoder.samplesIn(payload, 0, 160)).isEqualTo(320);
            assertThat(decoder.samplesIn(payload, 0, 0)).isEqualTo(-1);
            assertThat(decoder.samplesIn(payload, 0, 961)).isEqualTo(-1);
        }
    }

    @Test
    void takesSilenceForSilence() {
        float[] heard = decode(encode(new float[WIDE], WIDE), WIDE);
        double level = Tone.decibels(Tone.rms(heard, WIDE / 2, WIDE / 2));
        assertThat(Codec.G722.levelOrSilence((int) Math.round(level))).isEqualTo(-127);
        assertThat(Codec.G722.levelOrSilence(-75)).isEqualTo(-75);
    }

    @Test
    void refusesRatesThatItDoesNotHave() {
        assertThatThrownBy(() -> new G722Encoder(48_000)).hasMessageContaining("48000");
        assertThatThrownBy(() -> new G722Decoder(48_000)).hasMessageContaining("48000");
    }

    @Test
    void allocatesNothingPerFrame() {
        float[] voice = Tone.voice(WIDE, 320 * 50);
        float[] pcm = new float[320];
        byte[] packet = new byte[160];
        try (Encoder encoder = new G722Encoder(WIDE);
                Decoder decoder = new G722Decoder(WIDE)) {
            Runnable thousandFrames =
                    () -> {
                        for (int i = 0; i < 1000; i++) {
                            int bytes = encoder.encode(voice, i % 50 * 320, 320, packet, 0);
                            decoder.decode(packet, 0, bytes, pcm, 0);
                        }
                    };
            assertThat(Allocation.leastBytesOf(thousandFrames, 0)).isZero();
        }
    }

    /** Where the sum of the bands is beyond 16 bits, G.722 limits it and spandsp turns it over. */
    private static void assertSame(short[] ours, short[] theirs) {
        assertThat(ours).hasSameSizeAs(theirs);
        for (int i = 0; i < ours.length; i++) {
            boolean limited = Math.abs((int) ours[i]) >= Short.MAX_VALUE && ours[i] * theirs[i] < 0;
            if (ours[i] != theirs[i] && !limited) {
                assertThat(ours[i]).as("sample %s", i).isEqualTo(theirs[i]);
            }
        }
    }

    /**
     * Speech, tones near full scale, clipping, clicks, noise, silence, and all of them in a row.
     */
    private static float[][] sounds(int rateHz) {
        var random = new Random(1);
        int second = rateHz;
        IntFunction<float[]> noise =
                amplitude -> {
                    float[] pcm = new float[second];
                    for (int i = 0; i < second; i++) {
                        pcm[i] = (random.nextFloat() * 2 - 1) * amplitude / 100f;
                    }
                    return pcm;
                };
        float[] square = Tone.sine(rateHz, 200, 1, second);
        for (int i = 0; i < square.length; i++) {
            square[i] = Math.signum(square[i]);
        }
        float[] clicks = new float[second];
        for (int i = 0; i < second; i += 997) {
            clicks[i] = 1;
        }
        float[][] each = {
            Tone.voice(rateHz, 10 * second),
            Tone.sine(rateHz, 3500, 0.99, second),
            new float[second],
            square,
            clicks,
            noise.apply(100),
            noise.apply(1),
        };
        int length = Arrays.stream(each).mapToInt(sound -> sound.length).sum();
        float[] row = new float[length];
        int at = 0;
        for (float[] sound : each) {
            System.arraycopy(sound, 0, row, at, sound.length);
            at += sound.length;
        }
        float[][] all = Arrays.copyOf(each, each.length + 1);
        all[each.length] = row;
        return all;
    }

    private static byte[] encode(float[] pcm, int rateHz) {
        int frame = rateHz / 50;
        byte[] payload = new byte[pcm.length * 50 / rateHz * 160];
        try (Encoder encoder = new G722Encoder(rateHz)) {
            int at = 0;
            for (int i = 0; i + frame <= pcm.length; i += frame) {
                at += encoder.encode(pcm, i, frame, payload, at);
            }
        }
        return payload;
    }

    private static float[] decode(byte[] payload, int rateHz) {
        float[] pcm = new float[payload.length * (rateHz / NARROW)];
        try (Decoder decoder = new G722Decoder(rateHz)) {
            int at = 0;
            for (int i = 0; i < payload.length; i += 160) {
                at += decoder.decode(payload, i, 160, pcm, at);
            }
        }
        return pcm;
    }

    private static short[] shorts(float[] pcm) {
        short[] shorts = new short[pcm.length];
        for (int i = 0; i < pcm.length; i++) {
            shorts[i] = (short) Math.clamp(Math.round(pcm[i] * 32_768), -32_768, 32_767);
        }
        return shorts;
    }

    private static float[] floats(short[] pcm) {
        float[] floats = new float[pcm.length];
        for (int i = 0; i < pcm.length; i++) {
            floats[i] = pcm[i] / 32_768f;
        }
        return floats;
    }
}
