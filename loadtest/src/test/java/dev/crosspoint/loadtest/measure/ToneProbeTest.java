package dev.crosspoint.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.codec.G711;
import org.junit.jupiter.api.Test;

class ToneProbeTest {
    private static final double HZ = 450;
    private final ToneProbe probe = new ToneProbe(HZ);

    @Test
    void hearsItsTone() {
        hear(2, HZ);
        assertThat(probe.heardMs()).isEqualTo(2000);
    }

    @Test
    void hearsItsToneWhileSomebodyElseSpeaks() {
        hear(2, HZ, 1000);
        assertThat(probe.heardMs()).isEqualTo(2000);
    }

    @Test
    void hearsItsToneUnderStamps() {
        byte[] payload = payload(0, HZ);
        for (int frame = 0; frame < 100; frame++) {
            Stamp.write(payload, 0, payload.length, frame * 1_234_567_891L);
            probe.onPayload(payload, 0, payload.length);
        }
        assertThat(probe.heardMs()).isEqualTo(2000);
    }

    @Test
    void doesNotTakeAnotherToneForIts() {
        hear(2, 1000);
        assertThat(probe.heardMs()).isZero();
        assertThat(probe.soundMs()).isEqualTo(2000);
    }

    @Test
    void hearsNothingInSilence() {
        hear(2);
        assertThat(probe.soundMs()).isZero();
    }

    private void hear(int seconds, double... hz) {
        for (int frame = 0; frame < 50 * seconds; frame++) {
            byte[] payload = payload(frame, hz);
            probe.onPayload(payload, 0, payload.length);
        }
    }

    private static byte[] payload(int frame, double... hz) {
        byte[] payload = new byte[160];
        for (int i = 0; i < payload.length; i++) {
            double sample = 0;
            for (double one : hz) {
                sample += 0.25 * Math.sin(2 * Math.PI * one * (frame * 160 + i) / 8000);
            }
            payload[i] = G711.MU_LAW.encode((float) sample);
        }
        return payload;
    }
}
