package dev.crosspoint.media.mix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PromptPlayerTest {
    private static final float[] FIVE = {1, 2, 3, 4, 5};

    @Test
    void playsAsOftenAsAskedAndFillsUpWithSilence() {
        var player = new PromptPlayer(FIVE, 2);
        float[] out = new float[9];
        assertThat(player.read(out, 1, 8)).isTrue();
        assertThat(out).containsExactly(0, 1, 2, 3, 4, 5, 1, 2, 3);
        assertThat(player.ended()).isFalse();
        assertThat(player.read(out, 1, 8)).isTrue();
        assertThat(out).containsExactly(0, 4, 5, 0, 0, 0, 0, 0, 0);
        assertThat(player.ended()).isTrue();
        out[3] = 9;
        assertThat(player.read(out, 0, 9)).isFalse();
        assertThat(out).containsOnly(0);
    }

    @Test
    void playsForEver() {
        var player = new PromptPlayer(FIVE, PromptPlayer.FOR_EVER);
        float[] out = new float[7];
        for (int i = 0; i < 1000; i++) {
            assertThat(player.read(out, 0, 7)).isTrue();
            assertThat(out[0]).isEqualTo(FIVE[i * 7 % 5]);
        }
        assertThat(player.ended()).isFalse();
    }

    @Test
    void playsNothingAtAllWithoutEnd() {
        assertThat(new PromptPlayer(new float[0], 3).read(new float[4], 0, 4)).isFalse();
        assertThat(new PromptPlayer(new float[0], 0).read(new float[4], 0, 4)).isFalse();
    }

    @Test
    void goesOnAtAnotherRate() {
        var player = new PromptPlayer(new float[800], 2);
        float[] out = new float[400];
        player.read(out, 0, 400);
        float[] wide = new float[4800];
        wide[2400] = 1;
        PromptPlayer wider = player.continuedWith(wide, 6);
        wider.read(out, 0, 400);
        assertThat(out[0]).isEqualTo(1);
        float[] rest = new float[2000];
        wider.read(rest, 0, 2000);
        assertThat(wider.ended()).isFalse();
        wider.read(new float[4800], 0, 4800);
        assertThat(wider.ended()).isTrue();
        assertThat(player.continuedWith(new float[0], 6).ended()).isTrue();
    }
}
