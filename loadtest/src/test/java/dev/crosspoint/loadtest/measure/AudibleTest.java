package dev.crosspoint.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.G711;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AudibleTest {
    @Test
    void tellsATelephonesToneFromSilenceAndFromNoise() {
        byte[] silence = new byte[160];
        Arrays.fill(silence, (byte) 0xFF);
        byte[] otherSilence = new byte[160];
        Arrays.fill(otherSilence, (byte) 0x7F);

        assertThat(Audible.is(Codec.PCMU, silence, 0, 160)).isFalse();
        assertThat(Audible.is(Codec.PCMU, otherSilence, 0, 160)).isFalse();
        assertThat(Audible.is(Codec.PCMU, tone(0.003), 0, 160)).isFalse();
        assertThat(Audible.is(Codec.PCMU, tone(0.1), 0, 160)).isTrue();
    }

    @Test
    void looksAtNothingButThePayload() {
        byte[] packet = new byte[200];
        Arrays.fill(packet, (byte) 0x80);
        Arrays.fill(packet, 20, 180, (byte) 0xFF);

        assertThat(Audible.is(Codec.PCMU, packet, 20, 160)).isFalse();
        assertThat(Audible.is(Codec.PCMU, packet, 20, 161)).isTrue();
    }

    @Test
    void takesAnOpusFrameForSilentWhenItIsSmall() {
        assertThat(Audible.is(Codec.OPUS, new byte[100], 0, 24)).isFalse();
        assertThat(Audible.is(Codec.OPUS, new byte[100], 0, 25)).isTrue();
    }

    @Test
    void saysNothingOfOtherCodecs() {
        assertThatThrownBy(() -> Audible.is(Codec.G722, new byte[160], 0, 160))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] tone(double amplitude) {
        byte[] payload = new byte[160];
        for (int i = 0; i < payload.length; i++) {
            double sample = amplitude * Math.sin(2 * Math.PI * 440 * i / 8000);
            payload[i] = G711.MU_LAW.encode((float) sample);
        }
        return payload;
    }
}
