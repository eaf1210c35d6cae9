package dev.crosspoint.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.rtp.RtpPacket;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything at once, by seed: what must hold in any weather, and that calm follows. */
final class PlayoutChaosTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void recoversFromAnyWeather(int seed) {
        var random = new Random(seed);
        Codec codec = new Codec[] {Codec.PCMU, Codec.OPUS, Codec.PCMA, Codec.G722}[seed % 4];
        int[] rates = {8000, 16_000, 48_000};
        int rateHz = codec == Codec.OPUS ? rates[seed / 4 % 3] : codec.highestRateHz();
        int ptimeMs = new int[] {10, 20, 40, 60}[seed % 4];
        try (var rig = new PlayoutRig(codec, rateHz, ptimeMs)) {
            for (int spell = 0; spell < 30; spell++) {
                double loss = random.nextInt(4) == 0 ? random.nextDouble() / 2 : 0;
                double spreadMs = random.nextInt(3) == 0 ? random.nextDouble() * 500 : 10;
                double pathMs = random.nextDouble() * 100;
                rig.network =
                        packet ->
                                random.nextDouble() < loss
                                        ? -1
                                        : pathMs + random.nextDouble() * spreadMs;
                rig.paused = random.nextInt(5) == 0;
                rig.senderSpeed = 1 + (random.nextDouble() - 0.5) / 1000;
                rig.tickJitterMs = random.nextInt(8);
                switch (random.nextInt(8)) {
                    case 0 -> rig.timestamp += random.nextInt();
                    case 1 -> rig.sequence += random.nextInt(65_536);
                    case 2 -> rig.ssrc++;
                    case 3 -> {
                        byte[] noise = new byte[12 + random.nextInt(1500)];
                        random.nextBytes(noise);
                        RtpPacket.writeHeader(
                                noise, 0, true, 0, rig.sequence, rig.timestamp, rig.ssrc);
                        rig.deliver(noise);
                    }
                    default -> {}
                }
                rig.run(random.nextDouble() * 3);
                // Beyond the cap only when nothing younger is here: 600 ms is the slowest packet.
                assertThat(rig.playout.delayMs()).isLessThan(620);
                for (float sample : rig.heardLast(0.02)) {
                    assertThat(Math.abs(sample)).isLessThan(1.5f);
                }
            }
            rig.network = packet -> 20;
            rig.paused = false;
            rig.senderSpeed = 1;
            rig.tickJitterMs = 0;
            rig.run(25);
            rig.recount();
            long late = rig.playout.lateFrames();
            long concealed = rig.playout.concealedMs();
            rig.run(5);
            assertThat(rig.framesOf(Heard.SPEECH)).isEqualTo(250);
            assertThat(rig.playout.lateFrames()).isEqualTo(late);
            assertThat(rig.playout.concealedMs()).isEqualTo(concealed);
            assertThat(rig.playout.delayMs()).isLessThanOrEqualTo(60);
        }
    }
}
