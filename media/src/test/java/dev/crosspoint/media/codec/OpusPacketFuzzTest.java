package dev.crosspoint.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

final class OpusPacketFuzzTest {
    private static final int[] RATES_HZ = {8000, 16_000, 48_000};
    private final Codecs codecs = Codecs.load();

    /** Any sequence of payloads, in any of the three uses, answers and stays within bounds. */
    @FuzzTest(maxDuration = "5s")
    void survivesAnyBytes(FuzzedDataProvider data) {
        int rateHz = data.pickValue(RATES_HZ);
        int most = rateHz / 1000 * Codec.MAX_PACKET_MS;
        float[] pcm = new float[most + 8];
        try (Decoder decoder = codecs.decoder(Codec.OPUS, rateHz)) {
            while (data.remainingBytes() > 0) {
                int use = data.consumeInt(0, 3);
                byte[] packet = data.consumeBytes(data.consumeInt(0, 1500));
                Arrays.fill(pcm, most, most + 8, 7);
                int missing = data.consumeInt(1, 48) * rateHz / 400;
                boolean carries = decoder.carriesRecovery(packet, 0, packet.length);
                int samples = decoder.samplesIn(packet, 0, packet.length);
                assertThat(carries && samples < 0).isFalse();
                switch (use) {
                    case 0 ->
                            assertThat(decoder.recover(packet, 0, packet.length, pcm, 0, missing))
                                    .isEqualTo(missing);
                    case 1 -> assertThat(decoder.conceal(pcm, 0, missing)).isEqualTo(missing);
                    default ->
                            assertThat(decoder.decode(packet, 0, packet.length, pcm, 0))
                                    .isIn(-1, samples);
                }
                for (int i = most; i < most + 8; i++) {
                    assertThat(pcm[i]).isEqualTo(7);
                }
            }
        }
    }
}
