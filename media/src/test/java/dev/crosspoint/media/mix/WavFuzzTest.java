package dev.crosspoint.media.mix;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

final class WavFuzzTest {
    /** Any file is either refused with the one declared exception, or has finite, bounded sound. */
    @FuzzTest(maxDuration = "5s")
    void readsOrRefuses(byte[] file) {
        try {
            var audio = WavAudio.parse(file);
            float[] samples = audio.samples(8000);
            assertThat(samples.length).isLessThanOrEqualTo((int) (audio.seconds() * 8000) + 1);
            for (float sample : samples) {
                assertThat(Math.abs(sample)).isLessThan(2f);
            }
        } catch (BadAudioFile e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
