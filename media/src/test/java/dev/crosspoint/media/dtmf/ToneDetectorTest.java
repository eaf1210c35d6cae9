package dev.crosspoint.media.dtmf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.audio.Allocation;
import dev.crosspoint.media.audio.Tone;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the limits of ITU-T Q.24, table A-1 (operation and non-operation). */
class ToneDetectorTest {
    private static final int RATE_HZ = ToneDetector.RATE_HZ;
    private static final String ALL = "0123456789*#ABCD";

    /** -7 dBm0, where 3.14 dBm0 is a full sine. */
    private static final double USUAL = Math.pow(10, -10.14 / 20);

    @Test
    void hearsEveryDigitOfAnOrdinaryTelephone() {
        assertThat(heard(dialled(ALL, 100, 100))).isEqualTo(ALL);
    }

    /** Tones and pauses, ms. */
    @ParameterizedTest
    @CsvSource({"40, 40", "40, 53", "53, 40", "65, 65", "400, 40", "40, 1000"})
    void hearsTheShortestTonesAndPauses(int toneMs, int pauseMs) {
        assertThat(heard(dialled(ALL + "11##", toneMs, pauseMs))).isEqualTo(ALL + "11##");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 10, 15, 20, 23})
    void ignoresTonesThatAreTooShort(int toneMs) {
        for (int offset = 0; offset < 102; offset += 7) {
            assertThat(heard(joined(new float[offset], dialled(ALL, toneMs, 100)))).isEmpty();
        }
    }

    @Test
    void hearsShortTonesWhereverTheyBegin() {
        for (int offset = 0; offset < 102; offset++) {
            assertThat(heard(joined(new float[offset], dialled("159D", 40, 40)))).isEqualTo("159D");
        }
    }

    /** dBm0 of each tone. */
    @ParameterizedTest
    @ValueSource(doubles = {0, -3, -10, -20, -25, -29, -33})
    void hearsLoudAndFaintTones(double dbm0) {
        double amplitude = Math.pow(10, (dbm0 - 3.14) / 20);
        assertThat(heard(dialled(ALL, 50, 50, amplitude, amplitude, 1, 1))).isEqualTo(ALL);
    }

    @Test
    void ignoresTonesBelowTheFaintest() {
        double amplitude = Math.pow(10, (-42 - 3.14) / 20);
        assertThat(heard(dialled(ALL, 100, 100, amplitude, amplitude, 1, 1))).isEmpty();
    }

    /** How much stronger the upper tone is, dB. */
    @ParameterizedTest
    @ValueSource(doubles = {4, 2, -2, -4, -6, -8})
    void hearsTonesOfUnequalStrength(double twistDb) {
        double upper = USUAL * Math.pow(10, twistDb / 20);
        assertThat(heard(dialled(ALL, 50, 50, USUAL / 2, upper / 2, 1, 1))).isEqualTo(ALL);
    }

    @ParameterizedTest
    @ValueSource(doubles = {12, -14})
    void ignoresTonesOfAllTooUnequalStrength(double twistDb) {
        double upper = USUAL * Math.pow(10, twistDb / 20);
        assertThat(heard(dialled(ALL, 100, 100, USUAL / 4, upper / 4, 1, 1))).isEmpty();
    }

    /** How far both tones are from where they belong. */
    @ParameterizedTest
    @CsvSource({"0.015, 0.015", "-0.015, -0.015", "0.015, -0.015", "-0.015, 0.015"})
    void hearsTonesOfSomewhatWrongPitch(double lowerOff, double upperOff) {
        float[] sound = dialled(ALL, 50, 50, USUAL, USUAL, 1 + lowerOff, 1 + upperOff);
        assertThat(heard(sound)).isEqualTo(ALL);
    }

    @ParameterizedTest
    @CsvSource({"0.035, 0.035", "-0.035, -0.035", "0.035, 0", "-0.035, 0", "0, 0.035", "0, -0.035"})
    void ignoresTonesOfWrongPitch(double lowerOff, double upperOff) {
        float[] sound = dialled(ALL, 100, 100, USUAL, USUAL, 1 + lowerOff, 1 + upperOff);
        assertThat(heard(sound)).isEmpty();
    }

    /** Noise below the tones, dB. */
    @ParameterizedTest
    @ValueSource(ints = {30, 20, 15, 12})
    void hearsDigitsInNoise(int snrDb) {
        var random = new Random(snrDb);
        String digits = ALL.repeat(20);
        float[] sound = dialled(digits, 50, 50);
        double noise = USUAL * Math.pow(10, -snrDb / 20.0); // two tones have the power of one of it
        for (int i = 0; i < sound.length; i++) {
            sound[i] += (float) (noise * random.nextGaussian());
        }
        assertThat(heard(sound)).isEqualTo(digits);
    }

    @Test
    void takesAnInterruptedToneForOneDigit() {
        for (int offset = 0; offset < 102; offset += 5) {
            float[] sound = joined(new float[offset], dialled("5", 200, 100));
            int at = offset + RATE_HZ / 10;
            for (int i = 0; i < RATE_HZ / 100; i++) {
                sound[at + i] = 0;
            }
            assertThat(heard(sound)).isEqualTo("5");
        }
    }

    @Test
    void takesEachToneForOneDigitHoweverLongItIs() {
        assertThat(heard(dialled("7", 10_000, 100))).isEqualTo("7");
        assertThat(heard(dialled("77", 2000, 40))).isEqualTo("77");
    }

    @Test
    void hearsDigitsThatFollowEachOtherWithoutAPause() {
        assertThat(heard(dialled("1597", 80, 0))).isEqualTo("1597");
    }

    @Test
    void hearsNoDigitsInSingleTonesDialTonesAndSilence() {
        assertThat(heard(new float[RATE_HZ])).isEmpty();
        for (int hz = 300; hz < 3400; hz += 7) {
            assertThat(heard(Tone.sine(RATE_HZ, hz, 0.4, RATE_HZ / 4))).isEmpty();
        }
        assertThat(heard(Tone.sines(RATE_HZ, 0.3, RATE_HZ, 350, 440))).isEmpty();
        assertThat(heard(Tone.sines(RATE_HZ, 0.3, RATE_HZ, 480, 620))).isEmpty();
        assertThat(heard(Tone.sines(RATE_HZ, 0.3, RATE_HZ, 440, 480))).isEmpty();
    }

    @Test
    void hearsNoDigitsInNoise() {
        var random = new Random(5);
        var detector = new ToneDetector();
        int found = 0;
        for (int i = 0; i < RATE_HZ * 600; i++) {
            found += detector.hear((float) (0.1 * random.nextGaussian())) >= 0 ? 1 : 0;
        }
        assertThat(found).isZero();
    }

    /** Talk-off, of what {@link Talker} makes of speech: nobody has recorded any for us. */
    @Test
    void hearsNoDigitsInAnHourOfSynthesisedTalk() {
        var talker = new Talker(11);
        var detector = new ToneDetector();
        var found = new StringBuilder();
        double power = 0;
        int samples = 3600 * RATE_HZ;
        for (int i = 0; i < samples; i++) {
            float sample = talker.next();
            power += sample * sample;
            int digit = detector.hear(sample);
            if (digit >= 0) {
                found.append((char) digit);
            }
        }
        assertThat(found.toString()).isEmpty();
        // that was loud enough to mean something
        assertThat(10 * Math.log10(power / samples)).isGreaterThan(-35);
    }

    /** Talk-off the other way: who presses keys while the other side talks is heard. */
    @Test
    void hearsDigitsOverFaintTalk() {
        var talker = new Talker(12);
        float[] sound = dialled(ALL.repeat(5), 100, 100);
        for (int i = 0; i < sound.length; i++) {
            sound[i] += talker.next() * 0.15f;
        }
        assertThat(heard(sound)).isEqualTo(ALL.repeat(5));
    }

    @Test
    void hearsItsOwnToneSender() {
        var sender = new ToneSender();
        ALL.chars().forEach(digit -> sender.queue((char) digit));
        var detector = new ToneDetector();
        var found = new StringBuilder();
        float[] frame = new float[160];
        while (sender.active()) {
            sender.next(frame, RATE_HZ);
            hear(detector, frame, found);
        }
        hear(detector, new float[RATE_HZ], found);
        assertThat(found.toString()).isEqualTo(ALL);
    }

    @Test
    void allocatesNothing() {
        var detector = new ToneDetector();
        float[] sound = dialled(ALL, 50, 50);
        Runnable all =
                () -> {
                    for (float sample : sound) {
                        detector.hear(sample);
                    }
                };
        assertThat(Allocation.leastBytesOf(all, 0)).isZero();
    }

    private static String heard(float[] sound) {
        var found = new StringBuilder();
        hear(new ToneDetector(), sound, found);
        return found.toString();
    }

    private static void hear(ToneDetector detector, float[] sound, StringBuilder found) {
        for (float sample : sound) {
            int digit = detector.hear(sample);
            if (digit >= 0) {
                found.append((char) digit);
            }
        }
    }

    private static float[] dialled(String digits, int toneMs, int pauseMs) {
        return dialled(digits, toneMs, pauseMs, USUAL, USUAL, 1, 1);
    }

    private static float[] dialled(
            String digits,
            int toneMs,
            int pauseMs,
            double lower,
            double upper,
            double lowerFactor,
            double upperFactor) {
        int tone = toneMs * RATE_HZ / 1000;
        int each = tone + pauseMs * RATE_HZ / 1000;
        float[] sound = new float[digits.length() * each + RATE_HZ / 10];
        for (int n = 0; n < digits.length(); n++) {
            int key = Keys.of(digits.charAt(n));
            double lowHz = Keys.LOWER_HZ[Keys.lower(key)] * lowerFactor;
            double highHz = Keys.UPPER_HZ[Keys.upper(key)] * upperFactor;
            Tone.add(sound, n * each, tone, 0, RATE_HZ, lowHz, lower);
            Tone.add(sound, n * each, tone, 0, RATE_HZ, highHz, upper);
        }
        return sound;
    }

    private static float[] joined(float[] first, float[] second) {
        float[] both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
