package dev.crosspoint.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class CodecTest {
    @Test
    void tellsHowLongAPayloadPlays() {
        byte[] payload = new byte[1000];
        assertThat(Codec.PCMU.durationTicks(payload, 0, 160)).isEqualTo(160);
        assertThat(Codec.PCMA.durationTicks(payload, 0, 960)).isEqualTo(960);
        assertThat(Codec.PCMA.durationTicks(payload, 0, 961)).isZero();
        assertThat(Codec.PCMU.durationTicks(payload, 0, 0)).isZero();
        payload[0] = 0x08; // SILK narrowband, 20 ms, one frame
        assertThat(Codec.OPUS.durationTicks(payload, 0, 30)).isEqualTo(960);
        payload[0] = (byte) 0xE0; // CELT, 2.5 ms
        assertThat(Codec.OPUS.durationTicks(payload, 0, 30)).isEqualTo(120);
        payload[0] = 0x03; // a frame count is missing
        assertThat(Codec.OPUS.durationTicks(payload, 0, 1)).isZero();
    }

    @Test
    void refusesSettingsThatOpusDoesNotKnow() {
        assertThatThrownBy(() -> new EncoderSettings(5999, 5, 0))
                .hasMessageContaining("bitrateBps");
        assertThatThrownBy(() -> new EncoderSettings(24_000, 11, 0))
                .hasMessageContaining("complexity");
        assertThatThrownBy(() -> new EncoderSettings(24_000, 5, 101))
                .hasMessageContaining("expectedLossPercent");
    }

    @Test
    void startsEveryRateWithItsOwnBitRate() {
        assertThat(EncoderSettings.forRate(8000).bitrateBps()).isEqualTo(16_000);
        assertThat(EncoderSettings.forRate(48_000).bitrateBps()).isEqualTo(24_000);
        assertThat(EncoderSettings.forRate(48_000).complexity()).isEqualTo(5);
    }
}
