package dev.crosspoint.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplayWindowTest {
    private static final long ROUND = 1 << 16;

    /** The pseudo-code of RFC 3711 appendix A, at each of its edges. */
    @Test
    void takesANumberForTheNearestIndex() {
        assertThat(new ReplayWindow(ROUND + 100).indexOf(101)).isEqualTo(ROUND + 101);
        assertThat(new ReplayWindow(ROUND + 100).indexOf(100 + 32_768))
                .isEqualTo(ROUND + 100 + 32_768);
        assertThat(new ReplayWindow(ROUND + 100).indexOf(100 + 32_769)).isEqualTo(100 + 32_769);
        assertThat(new ReplayWindow(ROUND + 32_768).indexOf(0)).isEqualTo(ROUND);
        assertThat(new ReplayWindow(ROUND + 32_769).indexOf(0)).isEqualTo(2 * ROUND);
        assertThat(new ReplayWindow(ROUND + 65_535).indexOf(0)).isEqualTo(2 * ROUND);
        assertThat(new ReplayWindow(5).indexOf(65_535)).isNegative();
    }

    @Test
    void remembersTheLast64() {
        var window = new ReplayWindow(100);
        assertThat(window.isNew(100)).isFalse();
        window.add(163);
        assertThat(window.isNew(100)).isFalse();
        assertThat(window.isNew(101)).isTrue();
        window.add(101);
        assertThat(window.isNew(101)).isFalse();
        window.add(164);
        assertThat(window.isNew(100)).as("behind the window").isFalse();
        assertThat(window.isNew(102)).isTrue();
        window.add(164 + 64);
        assertThat(window.isNew(164)).as("behind the window").isFalse();
        assertThat(window.isNew(165)).isTrue();
        assertThat(window.isNew(228)).isFalse();
        assertThat(window.isNew(229)).isTrue();
    }
}
