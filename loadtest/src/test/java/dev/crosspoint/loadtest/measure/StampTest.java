package dev.crosspoint.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class StampTest {
    @Test
    void tellsHowLongAPayloadWasOnItsWay() {
        byte[] packet = new byte[172];
        Stamp.write(packet, 12, 160, 1_000_000_000_000L);
        assertThat(Stamp.ageNanos(packet, 12, 160, 1_000_000_250_000L)).isEqualTo(250_000);
    }

    @Test
    void leavesTheRestOfThePayloadAlone() {
        byte[] packet = new byte[172];
        Stamp.write(packet, 12, 160, Long.MAX_VALUE);
        for (int i = 0; i < 172 - Stamp.BYTES; i++) {
            assertThat(packet[i]).isZero();
        }
    }

    @Test
    void findsNoneInOtherAudio() {
        var random = new Random(7);
        byte[] payload = new byte[160];
        for (int i = 0; i < 10_000; i++) {
            random.nextBytes(payload);
            assertThat(Stamp.ageNanos(payload, 0, 160, System.nanoTime())).isEqualTo(Stamp.NONE);
        }
    }

    @Test
    void findsNoneInAPayloadThatIsTooShort() {
        assertThat(Stamp.ageNanos(new byte[8], 0, 8, 1)).isEqualTo(Stamp.NONE);
    }

    @Test
    void doesNotBelieveAStampOfTheFuture() {
        byte[] payload = new byte[160];
        Stamp.write(payload, 0, 160, 2_000);
        assertThat(Stamp.ageNanos(payload, 0, 160, 1_000)).isEqualTo(Stamp.NONE);
    }
}
