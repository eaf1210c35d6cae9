package dev.crosspoint.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.codec.Codec;
import org.junit.jupiter.api.Test;

/** What is played of a sender that describes its background instead of sending it (RFC 3389). */
class PlayoutNoiseTest {
    private static final int RATE_HZ = 8000;

    @Test
    void playsNoiseUntilSoundComesAgain() {
        try (var rig = speakingThenPausing()) {
            rig.run(3);

            assertThat(levelDb(rig, 2.5)).isCloseTo(-45, within(0.7));
            assertThat(rig.framesOf(Heard.NOISE)).isGreaterThan(140);
            assertThat(rig.framesOf(Heard.SILENCE)).isZero();
            assertThat(rig.playout.concealedMs()).isZero();

            rig.paused = false;
            rig.run(1);
            rig.recount();
            rig.run(2);

            assertThat(Tone.dominantHz(rig.heardLast(1), RATE_HZ)).isCloseTo(400, within(2.0));
            assertThat(rig.framesOf(Heard.SPEECH)).isEqualTo(100);
        }
    }

    @Test
    void followsASenderThatDescribesItAnew() {
        try (var rig = speakingThenPausing()) {
            rig.run(1);
            rig.describeNoise(65);
            rig.run(2);

            assertThat(levelDb(rig, 1.5)).isCloseTo(-65, within(0.7));
        }
    }

    @Test
    void isSilentInThePauseAfterThatWithoutADescription() {
        try (var rig = speakingThenPausing()) {
            rig.run(1);
            rig.paused = false;
            rig.run(1);
            rig.paused = true;
            rig.run(2);

            assertThat(Tone.rms(rig.heardLast(1), 0, RATE_HZ)).isZero();
        }
    }

    @Test
    void keepsTheNoiseOffAnotherSource() {
        try (var rig = speakingThenPausing()) {
            rig.run(1);
            rig.ssrc++;
            rig.deliver(rig.nextPacket());
            rig.run(2);

            assertThat(Tone.rms(rig.heardLast(1), 0, RATE_HZ)).isZero();
        }
    }

    @Test
    void isNotHeardToBeginOrToEnd() {
        try (var rig = speakingThenPausing()) {
            rig.run(1);
            rig.paused = false;
            rig.run(1);

            // -45 dBov of noise, and a tone of 0.5: no join is a step of more than the tone's own
            float[] heard = rig.heardLast(2.5);
            double steepest = 0.5 * 2 * Math.PI * 400 / RATE_HZ + 4 * Math.pow(10, -45 / 20.0);
            for (int i = 1; i < heard.length; i++) {
                assertThat(Math.abs(heard[i] - heard[i - 1])).isLessThan((float) steepest);
            }
        }
    }

    private static PlayoutRig speakingThenPausing() {
        var rig = new PlayoutRig(Codec.PCMU, RATE_HZ, 20);
        rig.run(1);
        rig.paused = true;
        rig.run(0.01);
        rig.describeNoise(45);
        rig.recount();
        return rig;
    }

    private static double levelDb(PlayoutRig rig, double seconds) {
        float[] heard = rig.heardLast(seconds);
        return 20 * Math.log10(Tone.rms(heard, 0, heard.length));
    }
}
