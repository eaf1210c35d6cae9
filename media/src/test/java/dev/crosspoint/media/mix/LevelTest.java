package dev.crosspoint.media.mix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.audio.Tone;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class LevelTest {
    @Test
    void measuresAgainstOverload() {
        assertThat(Level.dbov(Tone.sine(8000, 400, 1, 800), 0, 800)).isEqualTo(-3);
        assertThat(Level.dbov(Tone.sine(8000, 400, 0.1, 800), 400, 400)).isEqualTo(-23);
        float[] overload = new float[100];
        Arrays.fill(overload, 5);
        assertThat(Level.dbov(overload, 0, 100)).isZero();
    }

    @Test
    void saysMinus127OfSilence() {
        assertThat(Level.dbov(new float[160], 0, 160)).isEqualTo(-127);
        assertThat(Level.dbov(Tone.sine(8000, 400, 1e-9, 800), 0, 800)).isEqualTo(-127);
    }
}
