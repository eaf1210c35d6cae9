package dev.crosspoint.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

final class ComfortNoiseFuzzTest {

    /** Any descriptions, one after the other, make sound that stays within full scale. */
    @FuzzTest(maxDuration = "5s")
    void makesSoundOfAnyBytes(FuzzedDataProvider data) {
        var noise = new ComfortNoise();
        while (data.remainingBytes() > 0) {
            byte[] payload = data.consumeBytes(data.consumeInt(0, 300));
            noise.describe(payload, 0, payload.length);
            float[] pcm = new float[320];
            noise.add(pcm, 0, pcm.length, 1, 1);
            for (float sample : pcm) {
                assertThat(sample).isBetween(-1f, 1f);
            }
        }
    }
}
