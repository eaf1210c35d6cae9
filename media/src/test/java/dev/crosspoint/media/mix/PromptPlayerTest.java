package dev.crosspoint.media.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.audio.Splatter;
import dev.crosspoint.media.audio.Tone;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PromptPlayerTest {
    private static final PromptAudio FIVE =
            PromptAudio.of(new float[] {0.125f, 0.25f, 0.375f, 0.5f, 0.625f}, 8000);

    /** The ripple of the filter. */
    private static final double RIPPLE = 0.001;

    private static final PromptAudio NOTHING = PromptAudio.of(new float[0], 8000);

    @Test
    void playsAsOftenAsAskedAndFillsUpWithSilence() {
        var player = new PromptPlayer(FIVE, 2, 8000);
        float[] out = new float[9];
        assertThat(player.read(out, 1, 8)).isTrue();
        assertThat(out)
                .containsExactly(0, 0.125f, 0.25f, 0.375f, 0.5f, 0.625f, 0.125f, 0.25f, 0.375f);
        assertThat(player.ended()).isFalse();
        assertThat(player.read(out, 1, 8)).isTrue();
        assertThat(out).containsExactly(0, 0.5f, 0.625f, 0, 0, 0, 0, 0, 0);
        assertThat(player.ended()).isTrue();
        out[3] = 9;
        assertThat(player.read(out, 0, 9)).isFalse();
        assertThat(out).containsOnly(0);
    }

    @Test
    void playsForEver() {
        var player = new PromptPlayer(FIVE, PromptPlayer.FOR_EVER, 8000);
        float[] out = new float[7];
        for (int i = 0; i < 1000; i++) {
            assertThat(player.read(out, 0, 7)).isTrue();
            assertThat(out[0]).isEqualTo((i * 7 % 5 + 1) / 8f);
        }
    }

    @Test
    void playsNothingAtAllWithoutEnd() {
        assertThat(new PromptPlayer(NOTHING, 3, 8000).read(new float[4], 0, 4)).isFalse();
        assertThat(new PromptPlayer(NOTHING, 0, 8000).read(new float[4], 0, 4)).isFalse();
        assertThat(new PromptPlayer(NOTHING, 0, 48_000).read(new float[960], 0, 960)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"8000, 48000", "8000, 16000", "48000, 8000", "48000, 16000", "16000, 8000"})
    void playsAtTheRateOfTheMixInTimeAndWhole(int keptHz, int mixHz) {
        var player =
                new PromptPlayer(
                        PromptAudio.of(Tone.sine(keptHz, 440, 0.3, keptHz), keptHz), 2, mixHz);
        float[] heard = new float[2 * mixHz];
        for (int at = 0; at < heard.length; at += mixHz / 50) {
            assertThat(player.read(heard, at, mixHz / 50)).isTrue();
        }

        assertThat(player.read(new float[mixHz / 50], 0, mixHz / 50)).isFalse();
        assertThat(farthest(heard, mixHz, mixHz / 500, heard.length - mixHz / 80))
                .isLessThan(RIPPLE);
    }

    @ParameterizedTest
    @CsvSource({
        "8000, 8000, 48000",
        "8000, 48000, 8000",
        "8000, 16000, 48000",
        "48000, 48000, 8000",
        "48000, 8000, 48000"
    })
    void goesOnAtAnotherRateWithoutAGapOrAJump(int keptHz, int mixHz, int newMixHz) {
        var before =
                new PromptPlayer(
                        PromptAudio.of(Tone.sine(keptHz, 440, 0.3, keptHz), keptHz), 1, mixHz);
        float[] out = new float[960];
        for (int i = 0; i < 25; i++) {
            before.read(out, 0, mixHz / 50);
        }

        PromptPlayer after = before.continuedAt(newMixHz, new float[newMixHz / 50]);

        float[] heard = new float[newMixHz];
        int half = newMixHz / 2;
        for (int at = half; at < heard.length; at += newMixHz / 50) {
            assertThat(after.read(heard, at, newMixHz / 50)).isTrue();
        }
        assertThat(after.ended()).isTrue();
        assertThat(farthest(heard, newMixHz, half, heard.length - newMixHz / 80))
                .isLessThan(RIPPLE);
    }

    @Test
    void fadesWhereAFileIsCutInMidSound() {
        int hz = 700;
        float[] cut = Tone.sine(8000, hz, 0.3, 4003);
        var player = new PromptPlayer(PromptAudio.of(cut, 8000), 1, 8000);
        float[] heard = new float[8000];
        player.read(heard, 0, 8000);

        var splatter = new Splatter(8000, 0.3, hz);
        assertThat(splatter.worstDb(heard, 3000, 5000)).isLessThan(-30);
        assertThat(splatter.worstDb(Arrays.copyOf(cut, 8000), 3000, 5000))
                .as("else it clicks")
                .isGreaterThan(-15);
        assertThat(heard[3900]).isEqualTo(cut[3900], within(1e-4f));
    }

    @Test
    void isKeptOnlyAtARateOfAMix() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PromptAudio.of(new float[10], 44_100));
        assertThat(PromptAudio.of(new float[10], 16_000).bytes()).isEqualTo(20);
    }

    @Test
    void keepsWhatIsTooLoudAtFullScale() {
        var loud = new PromptPlayer(PromptAudio.of(new float[] {1.5f, -1.5f}, 8000), 1, 8000);
        float[] out = new float[2];
        loud.read(out, 0, 2);
        assertThat(out[0]).isCloseTo(1, within(1e-4f));
        assertThat(out[1]).isEqualTo(-1);
    }

    /** How far it is from the tone where it is farthest. */
    private static double farthest(float[] heard, int rateHz, int from, int to) {
        float[] wanted = Tone.sine(rateHz, 440, 0.3, heard.length);
        double farthest = 0;
        for (int i = from; i < to; i++) {
            farthest = Math.max(farthest, Math.abs(heard[i] - wanted[i]));
        }
        return farthest;
    }
}
